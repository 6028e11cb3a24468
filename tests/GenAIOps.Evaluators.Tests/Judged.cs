using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Tests;

/// <summary>What an evaluator said of one answer, as a run reads it.</summary>
internal sealed record Judged(string Name, double? Value, bool Passed, string Reason, string? Error)
{
    public bool Applies => Value is not null;

    public static Judged By(IEvaluator evaluator, EvaluationCase row, AgentAnswer answer, TimeSpan latency = default)
    {
        var result = evaluator.EvaluateAsync([], new ChatResponse(), null, [new AnswerContext(row, answer) { Latency = latency }], TestContext.Current.CancellationToken).AsTask();
        Assert.True(result.IsCompletedSuccessfully);
        var metric = Assert.IsType<NumericMetric>(Assert.Single(result.Result.Metrics).Value);
        var error = metric.Diagnostics?.FirstOrDefault(diagnostic => diagnostic.Severity == EvaluationDiagnosticSeverity.Error)?.Message;
        return new Judged(metric.Name, metric.Value, error is null && metric.Interpretation?.Failed == false, metric.Interpretation?.Reason ?? "", error);
    }

    public static Judged By(IEvaluator evaluator, string answer, string truth = "") => By(evaluator, Row(truth), new AgentAnswer(answer));

    public static EvaluationCase Row(string truth = "") => new() { Id = "r-1", Query = "Any question?", GroundTruth = truth };
}
