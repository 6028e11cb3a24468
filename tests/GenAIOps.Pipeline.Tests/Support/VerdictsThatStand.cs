using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evaluators.Safety;
using GenAIOps.Evaluators.Text;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Pipeline.Stages;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>A verdict of an earlier time stands only where this build would find the same.</summary>
public sealed class VerdictsThatStand
{
    private static readonly Dataset s_set = Dataset.Of("set", [new EvaluationCase { Id = "1", Query = "Q?" }]);
    private static readonly EnvironmentSettings s_qa = new("qa", new Dictionary<string, string> { ["STYLE"] = "short" }, ["TOKEN"], new Dictionary<string, string>());
    private static readonly AgentReference s_live = new("sha256:" + new string('b', 64), new('1', 64));

    [Fact]
    public void TheSameIsNotAskedAgain()
    {
        Assert.True(Stands(Found(EvaluationVerdict.NotWorse, s_live), Basis(new()), s_live));
        Assert.True(Stands(Found(EvaluationVerdict.Worse, s_live), Basis(new()), s_live));
    }

    [Fact]
    public void OnceItIsLiveNothingIsLeftToCompareItWith() => Assert.True(Stands(Found(EvaluationVerdict.NotWorse, s_live), Basis(new()), null));

    [Fact]
    public void WhatCouldNotRunIsTriedAgain() => Assert.False(Stands(Found(EvaluationVerdict.CouldNotRun, null), Basis(new()), null));

    [Fact]
    public void AnotherPolicyAsksAnew() => Assert.False(Stands(Found(EvaluationVerdict.NotWorse, null), Basis(new() { PassRate = 0.99 }), null));

    [Fact]
    public void AnotherBaselineAsksAnew()
    {
        Assert.False(Stands(Found(EvaluationVerdict.NotWorse, s_live with { ImageDigest = "sha256:" + new string('c', 64) }), Basis(new()), s_live));
        Assert.False(Stands(Found(EvaluationVerdict.NotWorse, null), Basis(new()), s_live));
    }

    [Fact]
    public void TheBaselineInAnotherConfigurationAsksAnew()
    {
        Assert.False(Stands(Found(EvaluationVerdict.NotWorse, s_live with { ConfigurationSha256 = null }), Basis(new()), s_live));
        Assert.False(Stands(Found(EvaluationVerdict.NotWorse, s_live with { ConfigurationSha256 = new('2', 64) }), Basis(new()), s_live));

        // Where nothing tells what serves, the image decides.
        Assert.True(Stands(Found(EvaluationVerdict.NotWorse, s_live), Basis(new()), s_live with { ConfigurationSha256 = null }));
    }

    [Fact]
    public void AVerdictThatDoesNotSayWhatItStandsOnDoesNotStand() =>
        Assert.False(Stands(Found(EvaluationVerdict.NotWorse, null) with { Basis = new Dictionary<string, string>() }, Basis(new()), null));

    /// <summary>Each agent version that is live must have been compared with; one more does no harm.</summary>
    [Fact]
    public void EveryBaselineCounts()
    {
        AgentReference other = new("sha256:" + new string('c', 64), new('3', 64));
        var known = Found(EvaluationVerdict.NotWorse, null) with { Baselines = [new(s_live, ["prod-eu"]), new(other, ["prod-us"])] };
        Assert.True(QaStage.Stands(known, Basis(new()), [s_live, other, s_live], ["prod-eu", "prod-us"], s_qa));
        Assert.True(QaStage.Stands(known, Basis(new()), [other], ["prod-us"], s_qa));
        Assert.False(QaStage.Stands(known, Basis(new()), [s_live, other, other with { ConfigurationSha256 = new('4', 64) }], ["prod-eu", "prod-us"], s_qa));
        Assert.False(QaStage.Stands(Found(EvaluationVerdict.NotWorse, s_live), Basis(new()), [s_live, other], ["prod-eu", "prod-us"], s_qa));
    }

    /// <summary>What lost against PROD-EU's agent is not refused PROD-US for that.</summary>
    [Fact]
    public void AVerdictThatIsWorseAgainstAnotherEnvironmentIsFoundAnew()
    {
        AgentReference other = new("sha256:" + new string('c', 64), new('3', 64));
        var known = Found(EvaluationVerdict.Worse, null) with { Baselines = [new(s_live, ["prod-eu"]), new(other, ["prod-us"])] };
        Assert.False(QaStage.Stands(known, Basis(new()), [other], ["prod-us"], s_qa));
        Assert.True(QaStage.Stands(known, Basis(new()), [s_live, other], ["prod-eu", "prod-us"], s_qa));
    }

    /// <summary>The candidate was asked as this environment had it.</summary>
    [Fact]
    public void OtherVariablesWhereItIsEvaluatedAskAnew()
    {
        var known = Found(EvaluationVerdict.NotWorse, s_live);
        EnvironmentSettings other = s_qa with { Variables = new Dictionary<string, string> { ["STYLE"] = "long" } };
        Assert.True(Stands(known with { Settings = s_qa }, Basis(new()), s_live));
        Assert.False(Stands(known with { Settings = other }, Basis(new()), s_live));

        // Another environment evaluates too, in its own way.
        Assert.True(Stands(known with { Settings = other with { Environment = "staging" } }, Basis(new()), s_live));
    }

    private static bool Stands(EvaluationPredicate known, VerdictBasis basis, AgentReference? live) => QaStage.Stands(known, basis, live is null ? [] : [live], ["prod"], s_qa);

    private static EvaluationPredicate Found(EvaluationVerdict verdict, AgentReference? baseline) => new()
    {
        Subject = new AgentReference("sha256:" + new string('a', 64), new('1', 64)),
        Baselines = baseline is null ? [] : [new EvaluationBaseline(baseline, ["prod"])],
        Counts = new RowCounts(2, 2, 0, 0, 0),
        Quality = new QuestionCounts(1, 1),
        Safety = new AttackCounts(1, 0),
        Verdict = verdict,
        Reasons = [],
        Basis = Basis(new()).Parts,
        Summary = [],
    };

    private static VerdictBasis Basis(EvaluationPolicy policy) => VerdictBasis.Of(s_set, s_set, [new CorrectnessEvaluator()], [new SafetyEvaluator()], new RunOptions(), policy, null, "");
}
