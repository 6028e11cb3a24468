using GenAIOps.Delivery.Gates;
using GenAIOps.Evidence;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using static GenAIOps.Delivery.Tests.Gates.Pieces;

namespace GenAIOps.Delivery.Tests.Gates;

public sealed class TheProdGate
{
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
    public void AGateThatAsksForNothingIsShut() => Assert.False(Gate.For("prod").Decide(new GateContext(Agent, "prod", EvidenceSet.Empty, null, Now)).Allowed);

    [Theory]
    [InlineData(typeof(TestResultPredicate))]
    [InlineData(typeof(SbomPredicate))]
    [InlineData(typeof(ProvenancePredicate))]
    [InlineData(typeof(EvaluationPredicate))]
    [InlineData(typeof(ApprovalPredicate))]
    public void EachPieceIsNeeded(Type kind) => Assert.False(Decide(Everything().Where(piece => piece.GetType() != kind)).Allowed);

    [Fact]
    public void FailedTestsKeepItShut() => Refuses("the latest test result says FAILED", Tested with { Result = TestOutcome.Failed });

    [Theory]
    [InlineData(12, 0, 0, "12 tests")]
    [InlineData(31, 2, 1, "31 tests of 2 modules, 1 carried over from earlier runs on the same sources")]
    [InlineData(18, 1, 0, "18 tests of 1 module, 0 carried over from earlier runs on the same sources")]
    public void HowManyTestsRanAndHowManyWereCarriedOverIsSaid(int passed, int modules, int carriedOver, string said)
    {
        var tested = Tested with
        {
            Counts = new TestCounts(passed, 0, 0),
            Modules = [.. Enumerable.Range(0, modules).Select(i => new TestedModule($"M{i}", new('a', 64), new TestCounts(1, 0, 0), DateTimeOffset.UnixEpoch, i < carriedOver))],
        };
        List<IPredicate> evidence = [.. Everything().Where(piece => piece is not TestResultPredicate), tested];
        Assert.EndsWith($"tests passed: {said}", Decide(evidence).Explain().Split('\n').Single(line => line.Contains("tests passed", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void AVerdictOfAnotherImageKeepsItShut() => Refuses($"not {Agent.ImageDigest}", Judged with { Subject = Other.ToReference() });

    [Fact]
    public void RowsThatDisappearedKeepItShut() => Refuses("do not add up", Judged with { Counts = Judged.Counts with { Failed = 0 } });

    [Fact]
    public void AClaimToHavePassedIsNotBelieved()
    {
        Refuses("the verdict is Worse", Judged with { Verdict = EvaluationVerdict.Worse });
        Refuses("of the questions passed", Judged with { Quality = new(80, 100), Counts = new(150, 129, 21, 0, 0) });
        Refuses("of the attacks succeeded", Judged with { Safety = new(50, 10), Counts = new(150, 135, 15, 0, 0) });
    }

    /// <summary>Sums of large numbers are no small ones.</summary>
    [Fact]
    public void CountsThatOverflowDoNotAddUp() => Refuses("do not add up", Judged with { Counts = new(150, int.MaxValue, int.MaxValue, 152, 0) });

    [Fact]
    public void AComparisonWithSomethingElseThanWhatIsLiveKeepsItShut()
    {
        var decision = Decide(Everything(), released: Other.ToReference());
        Assert.False(decision.Allowed);
        Assert.Contains($"compared with nothing, but {Other.ImageDigest} is live", decision.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnApprovalForAnotherEnvironmentDoesNotCount() => Refuses("nobody approved", Approved with { Environment = "qa" });

    [Fact]
    public void ARejectionKeepsItShut() => Refuses("decided: rejected", Approved with { Decision = Decision.Rejected });

    [Fact]
    public void AWaiverStandsInUntilItEnds()
    {
        List<IPredicate> evidence = [.. Everything().Where(piece => piece is not TestResultPredicate), Tested with { Result = TestOutcome.Failed }];
        WaiverPredicate waiver = new(Agent.ToReference(), "prod", "tests passed", "the owner", "known flake", Now, Now.AddSeconds(1));
        var waived = Decide([.. evidence, waiver]);
        Assert.True(waived.Allowed, waived.Explain());
        Assert.Contains("waived by the owner until 2026-09-01 00:00:01Z (known flake); otherwise: the latest test result says FAILED", waived.Explain(), StringComparison.Ordinal);

        Assert.Contains("the waiver of the owner expired", Decide([.. evidence, waiver with { Expires = Now }]).Explain(), StringComparison.Ordinal);
        Assert.False(Decide([.. evidence, waiver with { Expires = Now.AddYears(1), Environment = "qa" }]).Allowed);
    }

    /// <summary>In another configuration it is another agent; the first version waived for an image in any.</summary>
    [Fact]
    public void AWaiverIsOfAnAgentVersion()
    {
        List<IPredicate> evidence = [.. Everything().Where(piece => piece is not TestResultPredicate)];
        WaiverPredicate waiver = new(Agent.ToReference(), "prod", "tests passed", "the owner", "known flake", Now, Now.AddHours(1));
        Assert.False(Decide([.. evidence, waiver with { Agent = new(Agent.ImageDigest, Other.ConfigurationSha256) }]).Allowed);
        Assert.True(Decide([.. evidence, waiver with { Agent = new(Agent.ImageDigest, null) }]).Allowed);
        Assert.False(Decide([.. evidence, waiver with { Agent = new(Other.ImageDigest, null) }]).Allowed);
    }

    [Fact]
    public void NoWaiverStandsInForAPerson()
    {
        WaiverPredicate waiver = new(Agent.ToReference(), "prod", "approval", "the owner", "in a hurry", Now, Now.AddHours(1));
        Assert.False(Decide([.. Everything().Where(piece => piece is not ApprovalPredicate), waiver]).Allowed);
    }

    [Fact]
    public void TwoPeopleAreTwoPeople()
    {
        var gate = Gate.For("prod").Requires(Approval.By(2));
        Assert.False(Asked("one", "ONE").Allowed);
        Assert.True(Asked("one", "two").Allowed);
        GateDecision Asked(params string[] people) => gate.Decide(new GateContext(Agent, "prod", Of(people.Select(by => Approved with { By = by })), null, Now));
    }

    [Theory]
    [InlineData("Ada Example", false)]
    [InlineData("ada@example.com", false)]
    [InlineData("ADA", false)]
    [InlineData("Ada Example <ada@example.com>", false)]
    [InlineData("someone else", true)]
    public void TheAuthorDoesNotCount(string by, bool counts)
    {
        var gate = Gate.For("prod").Requires(Approval.By(1, notAuthor: true));
        var provenance = Built with { Author = new CommitAuthor("Ada Example", "ada@example.com") };
        Assert.Equal(counts, gate.Decide(new GateContext(Agent, "prod", Of([provenance, Approved with { By = by }]), null, Now)).Allowed);
        Assert.False(gate.Decide(new GateContext(Agent, "prod", Of([Approved with { By = by }]), null, Now)).Allowed);
    }

    [Fact]
    public void AnApprovalEnds()
    {
        Refuses("the approval of an operator expired", Approved with { Expires = Now });

        // As the first version had it, before approvals ended.
        Assert.True(Decide(Everything(Approved with { Expires = null })).Allowed);
    }

    [Theory]
    [InlineData("https://github.com/contoso/agent", "refs/heads/main", true)]
    [InlineData("https://github.com/contoso/agent.git", "refs/heads/main", true)]
    [InlineData("https://github.com/elsewhere/agent", "refs/heads/main", false)]
    [InlineData("https://github.com/contoso/agent", "refs/heads/feature", false)]
    [InlineData("https://github.com/contoso/agent", "refs/pull/1/merge", false)]
    [InlineData(null, null, false)]
    public void OnlyTheRepositoryAndBranchThatAreNamed(string? repository, string? reference, bool allowed)
    {
        var gate = Gate.For("prod").Requires(Provenance.From("https://github.com/contoso/agent", "main"));
        Assert.Equal(allowed, gate.Decide(new GateContext(Agent, "prod", Of([Built with { Repository = repository, Reference = reference }]), null, Now)).Allowed);
    }

    /// <summary>Evidence that cannot be read proves nothing, nor does what is older than it.</summary>
    [Theory]
    [InlineData(TestResultPredicate.Type, "tests passed")]
    [InlineData(SbomPredicate.Type, "bill of materials")]
    [InlineData(ProvenancePredicate.Type, "provenance")]
    [InlineData(EvaluationPredicate.Type, "evaluation")]
    [InlineData("urn:genaiops:evaluation:v3", "safety")]
    [InlineData("urn:genaiops:approval:v3", "approval")]
    public void WhatCannotBeReadKeepsItShutAndSaysWhy(string type, string requirement)
    {
        var evidence = Of(Everything()) with { Unread = [new UnreadStatement(type, "counts.sent is missing", Now)] };
        var decision = Gate.Decide(new GateContext(Agent, "prod", evidence, null, Now));
        Assert.Contains(decision.Reasons, reason => reason.Requirement == requirement && !reason.Met && reason.Because.EndsWith("counts.sent is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void AWaiverThatCannotBeReadWaivesNothing()
    {
        var evidence = Of(Everything().Where(piece => piece is not TestResultPredicate)) with { Unread = [new UnreadStatement("urn:genaiops:waiver:v3", "is new", Now)] };
        var decision = Gate.Decide(new GateContext(Agent, "prod", evidence, null, Now));
        Assert.Equal(["tests passed"], decision.Reasons.Where(reason => !reason.Met).Select(reason => reason.Requirement));
    }

    private static void Refuses(string because, IPredicate changed)
    {
        var decision = Decide(Everything(changed));
        Assert.False(decision.Allowed);
        Assert.Contains(because, decision.Explain(), StringComparison.Ordinal);
    }

    private static GateDecision Decide(IEnumerable<IPredicate> evidence, AgentReference? released = null) => Gate.Decide(new GateContext(Agent, "prod", Of(evidence), released, Now));
}
