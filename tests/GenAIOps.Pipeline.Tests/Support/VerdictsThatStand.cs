using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Evaluators;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Pipeline.Stages;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>A verdict of an earlier time stands only where this build would find the same.</summary>
public sealed class VerdictsThatStand
{
    private static readonly Dataset s_set = Dataset.Of("set", [new EvaluationCase { Id = "1", Query = "Q?" }]);
    private static readonly AgentReference s_live = new("sha256:" + new string('b', 64), new('1', 64));

    [Fact]
    public void TheSameIsNotAskedAgain()
    {
        Assert.True(QaStage.Stands(Found(EvaluationVerdict.NotWorse, s_live), Basis(new()), s_live));
        Assert.True(QaStage.Stands(Found(EvaluationVerdict.Worse, s_live), Basis(new()), s_live));
    }

    [Fact]
    public void OnceItIsLiveNothingIsLeftToCompareItWith() => Assert.True(QaStage.Stands(Found(EvaluationVerdict.NotWorse, s_live), Basis(new()), null));

    [Fact]
    public void WhatCouldNotRunIsTriedAgain() => Assert.False(QaStage.Stands(Found(EvaluationVerdict.CouldNotRun, null), Basis(new()), null));

    [Fact]
    public void AnotherPolicyAsksAnew() => Assert.False(QaStage.Stands(Found(EvaluationVerdict.NotWorse, null), Basis(new() { PassRate = 0.99 }), null));

    [Fact]
    public void AnotherBaselineAsksAnew()
    {
        Assert.False(QaStage.Stands(Found(EvaluationVerdict.NotWorse, s_live with { ImageDigest = "sha256:" + new string('c', 64) }), Basis(new()), s_live));
        Assert.False(QaStage.Stands(Found(EvaluationVerdict.NotWorse, null), Basis(new()), s_live));
    }

    [Fact]
    public void TheBaselineInAnotherConfigurationAsksAnew()
    {
        Assert.False(QaStage.Stands(Found(EvaluationVerdict.NotWorse, s_live with { ConfigurationSha256 = null }), Basis(new()), s_live));
        Assert.False(QaStage.Stands(Found(EvaluationVerdict.NotWorse, s_live with { ConfigurationSha256 = new('2', 64) }), Basis(new()), s_live));

        // Where nothing tells what serves, the image decides.
        Assert.True(QaStage.Stands(Found(EvaluationVerdict.NotWorse, s_live), Basis(new()), s_live with { ConfigurationSha256 = null }));
    }

    [Fact]
    public void AVerdictThatDoesNotSayWhatItStandsOnDoesNotStand() =>
        Assert.False(QaStage.Stands(Found(EvaluationVerdict.NotWorse, null) with { Basis = new Dictionary<string, string>() }, Basis(new()), null));

    private static EvaluationPredicate Found(EvaluationVerdict verdict, AgentReference? baseline) => new()
    {
        Subject = new AgentReference("sha256:" + new string('a', 64), new('1', 64)),
        Baseline = baseline,
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
