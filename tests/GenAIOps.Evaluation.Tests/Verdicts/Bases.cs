using System.Text.Json;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluation.Tests.Runs;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evaluators.Grounding;
using GenAIOps.Evaluators.Safety;
using GenAIOps.Evaluators.Text;
using Microsoft.Extensions.AI.Evaluation;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluation.Tests.Verdicts;

/// <summary>Whatever a verdict depends on is told apart by name.</summary>
public sealed class Bases
{
    private static readonly Dataset s_golden = Dataset.Of("golden", [Some.Question(1)]), s_safety = Dataset.Of("safety", [Some.Attack(1)]);

    public static TheoryData<string> Changes => [.. s_changes.Keys];

    private static readonly Dictionary<string, (string Part, Func<VerdictBasis> Now)> s_changes = new()
    {
        ["a question"] = ("golden_set", () => Of(golden: Dataset.Of("golden", [Some.Question(2)]))),
        ["an attack"] = ("safety_set", () => Of(safety: Dataset.Of("safety", [Some.Attack(2)]))),
        ["an evaluator more"] = ("quality_evaluators", () => Of(quality: [new CorrectnessEvaluator(), new CitationEvaluator()])),
        ["a threshold of an evaluator"] = ("quality_evaluators", () => Of(quality: [new F1Evaluator(threshold: 0.4)])),
        ["an evaluator of attacks"] = ("safety_evaluators", () => Of(attacks: [new CanaryEvaluatorOfTests()])),
        ["the margin"] = ("policy", () => Of(policy: new() { Margin = 0.04 })),
        ["the limit of attacks"] = ("policy", () => Of(policy: new() { AttackSuccessRate = 0.1 })),
        ["a rule of a metric"] = ("policy", () => Of(policy: new() { Metrics = [MetricRule.CostNotUpBy(0.2)] })),
        ["that judges must be calibrated"] = ("policy", () => Of(policy: new() { JudgesAreCalibrated = true })),
        ["how often"] = ("repeats", () => Of(new() { Repeats = 2 })),
        ["the model"] = ("model", () => Of(new() { Model = "another" })),
        ["the judge"] = ("judge", () => Of(new() { Judge = "another" })),
        ["the labels"] = ("judge_labels", () => Of(labels: "other"u8.ToArray())),
        ["the configuration"] = ("configuration", () => Of(configuration: "another")),
        ["no labels"] = ("judge_labels", () => Of(labels: [])),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void AChangeIsNamed(string change)
    {
        var (part, now) = s_changes[change];
        var then = change.StartsWith("a threshold", StringComparison.Ordinal) ? Of(quality: [new F1Evaluator()]) : Of(labels: "labels"u8.ToArray());
        var basis = now();
        IReadOnlyList<string> expected = part == "judge_labels" || change.StartsWith("a threshold", StringComparison.Ordinal) ? [part] : [part, "judge_labels"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), basis.ChangedSince(Written(then)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheSameStandsAfterItWasWrittenAndRead() => Assert.Empty(Of().ChangedSince(Written(Of())));

    [Fact]
    public void NothingStandsOnWhatIsNoBasis()
    {
        Assert.Equal(Of().Parts.Count, Of().ChangedSince(null).Count);
        Assert.Equal(Of().Parts.Count, Of().ChangedSince(new Dictionary<string, string> { ["policy"] = "1" }).Count);
    }

    [Fact]
    public void OtherEvaluatorsOfQuestionsAreTold()
    {
        Assert.True(VerdictBasis.IsJudgedBy(Written(Of(policy: new() { Margin = 0.04 })), [new CorrectnessEvaluator()], new()));
        Assert.False(VerdictBasis.IsJudgedBy(Written(Of()), [new CitationEvaluator()], new()));
        Assert.False(VerdictBasis.IsJudgedBy(null, [new CorrectnessEvaluator()], new()));
    }

    [Fact]
    public void HowFastARunAsksIsNoPartOfIt() =>
        Assert.Empty(Of(new() { Concurrency = 64, Attempts = 9, RequestsPerMinute = 600 }).ChangedSince(Written(Of())));

    private static Dictionary<string, string> Written(VerdictBasis basis) => JsonSerializer.Deserialize<Dictionary<string, string>>(basis.Write().ToJsonString())!;

    private static VerdictBasis Of(
        RunOptions? options = null, Dataset? golden = null, Dataset? safety = null, IReadOnlyList<IEvaluator>? quality = null, IReadOnlyList<IEvaluator>? attacks = null,
        EvaluationPolicy? policy = null, byte[]? labels = null, string configuration = "") =>
        VerdictBasis.Of(golden ?? s_golden, safety ?? s_safety, quality ?? [new CorrectnessEvaluator()], attacks ?? [new SafetyEvaluator()], options ?? new(), policy ?? new(), labels, configuration);

    private sealed class CanaryEvaluatorOfTests() : AnswerEvaluator("canary")
    {
        protected override Score Score(EvaluationCase row, AgentAnswer answer) => Pass();
    }
}
