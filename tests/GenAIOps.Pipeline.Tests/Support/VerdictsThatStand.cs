using System.Text.Json.Nodes;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Evaluators;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Pipeline.Stages;
using GenAIOps.Pipeline.Support;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>A verdict of an earlier time stands only where this build would find the same.</summary>
public sealed class VerdictsThatStand
{
    private static readonly Dataset s_set = Dataset.Of("set", [new EvaluationCase { Id = "1", Query = "Q?" }]);

    [Fact]
    public void TheSameIsNotAskedAgain()
    {
        Assert.True(QaStage.Stands(Verdict("NotWorse", new(), "sha256:b"), Basis(new()), Live("sha256:b")));
        Assert.True(QaStage.Stands(Verdict("Worse", new(), "sha256:b"), Basis(new()), Live("sha256:b")));
    }

    [Fact]
    public void OnceItIsLiveNothingIsLeftToCompareItWith() => Assert.True(QaStage.Stands(Verdict("NotWorse", new(), "sha256:b"), Basis(new()), null));

    [Theory]
    [InlineData("CouldNotRun")]
    [InlineData(null)]
    public void WhatCouldNotRunIsTriedAgain(string? verdict) => Assert.False(QaStage.Stands(Verdict(verdict, new(), null), Basis(new()), null));

    [Fact]
    public void AnotherPolicyAsksAnew() => Assert.False(QaStage.Stands(Verdict("NotWorse", new(), null), Basis(new() { PassRate = 0.99 }), null));

    [Fact]
    public void AnotherBaselineAsksAnew() => Assert.False(QaStage.Stands(Verdict("NotWorse", new(), "sha256:a"), Basis(new()), Live("sha256:b")));

    [Fact]
    public void TheBaselineInAnotherConfigurationAsksAnew()
    {
        var configuration = new AgentConfiguration(new Dictionary<string, string> { ["A"] = "1" }, "m");
        var verdict = Verdict("NotWorse", new(), "sha256:b");
        Assert.False(QaStage.Stands(verdict, Basis(new()), Live("sha256:b", configuration)));
        verdict["baseline"]!["configuration"] = configuration.Sha256;
        Assert.True(QaStage.Stands(verdict, Basis(new()), Live("sha256:b", configuration)));
    }

    [Fact]
    public void AVerdictThatDoesNotSayWhatItStandsOnDoesNotStand()
    {
        var predicate = Verdict("NotWorse", new(), null);
        predicate.Remove("basis");
        Assert.False(QaStage.Stands(predicate, Basis(new()), null));
    }

    private static Released Live(string digest, AgentConfiguration? configuration = null) =>
        new(new ObservedRevision("agent--r1", digest, Active: true, Ready: true, Failed: false, null, DateTimeOffset.UnixEpoch), configuration, null);

    private static JsonObject Verdict(string? verdict, EvaluationPolicy policy, string? baseline) => new()
    {
        ["verdict"] = verdict,
        ["basis"] = new JsonObject(Basis(policy).Parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value))),
        ["baseline"] = baseline is null ? null : new JsonObject { ["digest"] = baseline },
    };

    private static VerdictBasis Basis(EvaluationPolicy policy) => VerdictBasis.Of(s_set, s_set, [new CorrectnessEvaluator()], [new SafetyEvaluator()], new RunOptions(), policy, null, "");
}
