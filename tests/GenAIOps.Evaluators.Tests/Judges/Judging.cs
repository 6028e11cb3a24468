using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Tests.Judges;

/// <summary>Rows and calls that a test does not care about.</summary>
internal static class Judging
{
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static EvaluationCase Row { get; } = new() { Id = "r-1", Query = "How long?", Context = "Thirty days.", GroundTruth = "Thirty days." };

    public static AgentAnswer Answer { get; } = new("You have thirty days.");

    /// <summary>Judges one answer and gives its only metric.</summary>
    public static async Task<NumericMetric> JudgeAsync(IEvaluator judge, EvaluationCase? row = null, AgentAnswer? answer = null, IChatClient? client = null)
    {
        (row, answer) = (row ?? Row, answer ?? Answer);
        var result = await judge.EvaluateAsync(
            [new ChatMessage(ChatRole.User, row.Query)], new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Text)),
            client is null ? null : new ChatConfiguration(client), [new AnswerContext(row, answer)], Ct);
        return Assert.IsType<NumericMetric>(Assert.Single(result.Metrics.Values));
    }

    public static string? Error(EvaluationMetric metric) => metric.Diagnostics?.SingleOrDefault(diagnostic => diagnostic.Severity == EvaluationDiagnosticSeverity.Error)?.Message;
}
