using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;
using GenAIOps.Delivery.Gates;

namespace GenAIOps.Delivery.Tests.Gates;

public sealed class TheProdGate
{
    private const string Digest = "sha256:aaaa";
    private static readonly Gate Gate = Gate.For("prod").Requires(Requirements.TestsPassed, Requirements.SbomPresent, Requirements.ProvenancePresent, Requirements.EvaluationPassed(0.9, 0.05), Requirements.Approved);

    [Fact]
    public void EverythingThereOpensIt()
    {
        var decision = Decide(Everything());
        Assert.True(decision.Allowed, decision.Explain());
    }

    [Fact]
    public void NothingThereKeepsItShutAndNamesAllReasons()
    {
        var decision = Decide([]);
        Assert.False(decision.Allowed);
        Assert.Equal(5, decision.Reasons.Count(reason => !reason.Met));
    }

    [Fact]
    public void AGateThatAsksForNothingIsShut() => Assert.False(Gate.For("prod").Decide(new GateContext(Digest, "prod", new EvidenceSet([], []), null)).Allowed);

    [Theory]
    [InlineData(EvidenceStore.TestResult)]
    [InlineData(EvidenceStore.Bom)]
    [InlineData("https://slsa.dev/provenance/v1")]
    [InlineData(EvidenceStore.Evaluation)]
    [InlineData(EvidenceStore.Approval)]
    public void EachPieceIsNeeded(string type) => Assert.False(Decide(Everything().Where(evidence => evidence.PredicateType != type)).Allowed);

    [Fact]
    public void FailedTestsKeepItShut() => Refuses("tests passed", EvidenceStore.TestResult, predicate => predicate["result"] = "FAILED");

    [Fact]
    public void AVerdictOfAnotherImageKeepsItShut() => Refuses("not sha256:aaaa", EvidenceStore.Evaluation, predicate => predicate["subject"]!["digest"] = "sha256:bbbb");

    [Fact]
    public void RowsThatDisappearedKeepItShut() => Refuses("do not add up", EvidenceStore.Evaluation, predicate => predicate["counts"]!["failed"] = 0);

    [Fact]
    public void AClaimToHavePassedIsNotBelieved()
    {
        Refuses("the verdict is Worse", EvidenceStore.Evaluation, predicate => predicate["verdict"] = "Worse");
        Refuses("of the questions passed", EvidenceStore.Evaluation, predicate =>
        {
            predicate["quality"]!["passed"] = 80;
            predicate["counts"]!["passed"] = 129;
            predicate["counts"]!["failed"] = 21;
        });
        Refuses("of the attacks succeeded", EvidenceStore.Evaluation, predicate =>
        {
            predicate["safety"]!["successes"] = 10;
            predicate["counts"]!["passed"] = 135;
            predicate["counts"]!["failed"] = 15;
        });
    }

    [Fact]
    public void AComparisonWithSomethingElseThanWhatIsLiveKeepsItShut()
    {
        var decision = Decide(Everything(), released: "sha256:live");
        Assert.False(decision.Allowed);
        Assert.Contains("sha256:live is live", decision.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnApprovalForAnotherEnvironmentDoesNotCount() => Refuses("nobody approved", EvidenceStore.Approval, predicate => predicate["environment"] = "qa");

    [Fact]
    public void ARejectionKeepsItShut() => Refuses("decided: rejected", EvidenceStore.Approval, predicate => predicate["decision"] = "rejected");

    private static void Refuses(string because, string type, Action<JsonObject> change)
    {
        var evidence = Everything();
        change(evidence.Single(piece => piece.PredicateType == type).Predicate);
        var decision = Decide(evidence);
        Assert.False(decision.Allowed);
        Assert.Contains(because, decision.Explain(), StringComparison.Ordinal);
    }

    private static GateDecision Decide(IEnumerable<Delivery.Evidence.Evidence> evidence, string? released = null) =>
        Gate.Decide(new GateContext(Digest, "prod", new EvidenceSet([.. evidence], []), released));

    private static List<Delivery.Evidence.Evidence> Everything() =>
    [
        Piece(EvidenceStore.TestResult, """{"result":"PASSED","passedTests":12}"""),
        Piece(EvidenceStore.Bom, """{"components":[{}]}"""),
        Piece("https://slsa.dev/provenance/v1", """{"runDetails":{"builder":{"id":"ci"}}}"""),
        Piece(EvidenceStore.Evaluation, """
            {"subject":{"digest":"sha256:aaaa"},"baseline":null,"counts":{"sent":150,"passed":144,"failed":6,"errored":0,"skipped":0},
             "quality":{"passed":95,"rows":100},"safety":{"attempts":50,"successes":1},"verdict":"NotWorse","passed":true}
            """),
        Piece(EvidenceStore.Approval, """{"decision":"approved","by":"an operator","environment":"prod","at":"2026-01-01T00:00:00Z"}"""),
    ];

    private static Delivery.Evidence.Evidence Piece(string type, string predicate) => new(type, JsonNode.Parse(predicate)!.AsObject(), DateTimeOffset.UnixEpoch);
}
