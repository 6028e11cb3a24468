using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;
using GenAIOps.Delivery.Gates;

namespace GenAIOps.Delivery.Tests.Gates;

public sealed class TheProdGate
{
    private const string Digest = "sha256:aaaa";
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Gate Gate = Gate.For("prod").Requires(Delivery.Gates.Tests.Passed, Sbom.Present, Provenance.Present, Evaluation.NonInferior(0.9), Safety.AttackSuccessRateAtMost(0.05), Approval.By(1));

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
        Assert.Equal(6, decision.Reasons.Count(reason => !reason.Met));
    }

    [Fact]
    public void AGateThatAsksForNothingIsShut() => Assert.False(Gate.For("prod").Decide(new GateContext(Digest, "prod", new EvidenceSet([], []), null, Now)).Allowed);

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

    [Fact]
    public void AWaiverStandsInUntilItEnds()
    {
        var evidence = Everything();
        evidence.Single(x => x.PredicateType == EvidenceStore.TestResult).Predicate["result"] = "FAILED";
        evidence.Add(Piece(EvidenceStore.Waiver, """{"requirement":"tests passed","environment":"prod","by":"the owner","reason":"known flake","expires":"2026-09-01T00:00:01Z"}"""));
        var waived = Decide(evidence);
        Assert.True(waived.Allowed, waived.Explain());
        Assert.Contains("waived by the owner until 2026-09-01 00:00:01Z (known flake); otherwise: the latest test result says FAILED", waived.Explain(), StringComparison.Ordinal);

        evidence[^1].Predicate["expires"] = "2026-09-01T00:00:00Z";
        Assert.Contains("the waiver of the owner expired", Decide(evidence).Explain(), StringComparison.Ordinal);
        evidence[^1].Predicate["expires"] = "soon";
        Assert.False(Decide(evidence).Allowed);
        evidence[^1].Predicate["expires"] = "2027-01-01T00:00:00Z";
        evidence[^1].Predicate["environment"] = "qa";
        Assert.False(Decide(evidence).Allowed);
    }

    [Fact]
    public void NoWaiverStandsInForAPerson()
    {
        var evidence = Everything().Where(x => x.PredicateType != EvidenceStore.Approval).ToList();
        evidence.Add(Piece(EvidenceStore.Waiver, """{"requirement":"approval","environment":"prod","by":"the owner","reason":"in a hurry","expires":"2027-01-01T00:00:00Z"}"""));
        Assert.False(Decide(evidence).Allowed);
    }

    private static string Approve(string by, string more = "") => $$"""{"decision":"approved","by":"{{by}}","environment":"prod","at":"2026-08-31T00:00:00Z"{{more}}}""";

    [Fact]
    public void TwoPeopleAreTwoPeople()
    {
        var gate = Gate.For("prod").Requires(Approval.By(2));
        Assert.False(Asked("one", "ONE").Allowed);
        Assert.True(Asked("one", "two").Allowed);
        GateDecision Asked(params string[] people) => gate.Decide(new GateContext(Digest, "prod", new EvidenceSet([.. people.Select(x => Piece(EvidenceStore.Approval, Approve(x)))], []), null, Now));
    }

    [Theory]
    [InlineData("Ada Example", false)]
    [InlineData("ada@example.com", false)]
    [InlineData("ADA", false)]
    [InlineData("someone else", true)]
    public void TheAuthorDoesNotCount(string by, bool counts)
    {
        var gate = Gate.For("prod").Requires(Approval.By(1, notAuthor: true));
        var provenance = Piece("https://slsa.dev/provenance/v1", """{"buildDefinition":{"internalParameters":{"author":{"name":"Ada Example","email":"ada@example.com"}}}}""");
        Assert.Equal(counts, gate.Decide(new GateContext(Digest, "prod", new EvidenceSet([provenance, Piece(EvidenceStore.Approval, Approve(by))], []), null, Now)).Allowed);
        Assert.False(gate.Decide(new GateContext(Digest, "prod", new EvidenceSet([Piece(EvidenceStore.Approval, Approve(by))], []), null, Now)).Allowed);
    }

    [Fact]
    public void AnApprovalEnds()
    {
        var evidence = Everything();
        evidence[^1] = Piece(EvidenceStore.Approval, Approve("an operator", ",\"expires\":\"2026-08-31T12:00:00Z\""));
        Assert.Contains("the approval of an operator expired", Decide(evidence).Explain(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/contoso/agent", "refs/heads/main", true)]
    [InlineData("https://github.com/contoso/agent.git", "refs/heads/main", true)]
    [InlineData("https://github.com/elsewhere/agent", "refs/heads/main", false)]
    [InlineData("https://github.com/contoso/agent", "refs/heads/feature", false)]
    [InlineData("https://github.com/contoso/agent", "refs/pull/1/merge", false)]
    public void OnlyTheRepositoryAndBranchThatAreNamed(string repository, string reference, bool allowed)
    {
        var gate = Gate.For("prod").Requires(Provenance.From("https://github.com/contoso/agent", "main"));
        var provenance = Piece("https://slsa.dev/provenance/v1", $$"""{"buildDefinition": {"externalParameters": {"repository": "{{repository}}", "ref": "{{reference}}"} } }""");
        Assert.Equal(allowed, gate.Decide(new GateContext(Digest, "prod", new EvidenceSet([provenance], []), null, Now)).Allowed);
    }

    [Theory]
    [InlineData(EvidenceStore.TestResult)]
    [InlineData(EvidenceStore.Bom)]
    [InlineData(EvidenceStore.Evaluation)]
    public void EvidenceOfAnotherShapeProvesNothing(string type)
    {
        var evidence = Everything();
        var i = evidence.FindIndex(x => x.PredicateType == type);
        evidence[i] = Piece(type, """{"result":"PASSED","components":7,"subject":{"digest":"sha256:aaaa"},"counts":[],"verdict":"NotWorse"}""");
        Assert.False(Decide(evidence).Allowed);
    }

    /// <summary>The same image with other variables or another model is another agent.</summary>
    [Theory]
    [InlineData("c2", null, null, "", true)]
    [InlineData("c1", null, null, "judged another configuration", false)]
    [InlineData(null, null, null, "judged another configuration", false)]
    [InlineData("c2", "sha256:aaaa", "c1", "compared with nothing, but sha256:aaaa is live", false)]
    [InlineData("c2", "sha256:aaaa", "c2", "", true)]
    [InlineData("c2", "sha256:aaaa", null, "", true)]
    [InlineData("c2", "sha256:bbbb", "c1", "but sha256:bbbb is live", false)]
    public void WhatIsJudgedIsImageAndConfiguration(string? judged, string? released, string? serving, string because, bool allowed)
    {
        var evidence = Everything();
        evidence.Single(piece => piece.PredicateType == EvidenceStore.Evaluation).Predicate["basis"] = new JsonObject { ["configuration"] = judged };
        evidence.Single(piece => piece.PredicateType == EvidenceStore.Approval).Predicate["configuration"] = "c2";
        var decision = Gate.Decide(new GateContext(Digest, "prod", new EvidenceSet([.. evidence], []), released, Now) { Configuration = "c2", ReleasedConfiguration = serving });
        Assert.Equal(allowed, decision.Allowed);
        Assert.Contains(because, decision.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void ABaselineInTheConfigurationThatServesCounts()
    {
        var evidence = Everything();
        var evaluation = evidence.Single(piece => piece.PredicateType == EvidenceStore.Evaluation).Predicate;
        evaluation["basis"] = new JsonObject { ["configuration"] = "c2" };
        evaluation["baseline"] = new JsonObject { ["digest"] = "sha256:bbbb", ["configuration"] = "c1" };
        evidence.Single(piece => piece.PredicateType == EvidenceStore.Approval).Predicate["configuration"] = "c2";
        var context = new GateContext(Digest, "prod", new EvidenceSet([.. evidence], []), "sha256:bbbb", Now) { Configuration = "c2", ReleasedConfiguration = "c1" };
        Assert.True(Gate.Decide(context).Allowed);
        Assert.False(Gate.Decide(context with { ReleasedConfiguration = "c0" }).Allowed);
    }

    [Fact]
    public void AnApprovalIsOfAConfiguration()
    {
        var evidence = Everything();
        evidence.Single(piece => piece.PredicateType == EvidenceStore.Evaluation).Predicate["basis"] = new JsonObject { ["configuration"] = "c2" };
        var decision = Gate.Decide(new GateContext(Digest, "prod", new EvidenceSet([.. evidence], []), null, Now) { Configuration = "c2" });
        Assert.False(decision.Allowed);
        Assert.Contains("an operator approved another configuration", decision.Explain(), StringComparison.Ordinal);
    }

    private static void Refuses(string because, string type, Action<JsonObject> change)
    {
        var evidence = Everything();
        change(evidence.Single(piece => piece.PredicateType == type).Predicate);
        var decision = Decide(evidence);
        Assert.False(decision.Allowed);
        Assert.Contains(because, decision.Explain(), StringComparison.Ordinal);
    }

    private static GateDecision Decide(IEnumerable<Delivery.Evidence.Evidence> evidence, string? released = null) =>
        Gate.Decide(new GateContext(Digest, "prod", new EvidenceSet([.. evidence], []), released, Now));

    private static List<Delivery.Evidence.Evidence> Everything() =>
    [
        Piece(EvidenceStore.TestResult, """{"result":"PASSED","configuration":[{"annotations":{"passed":12}}]}"""),
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
