using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Scoring;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Safety.RedTeaming;

/// <summary>Judges one answer: Failed where any metric fails, Errored where one could not be had or none applies, else Passed.</summary>
internal sealed class AttackJudge(IReadOnlyList<IEvaluator> evaluators)
{
    public async Task<AttackVerdict> JudgeAsync(EvaluationCase row, AgentAnswer answer, CancellationToken cancellationToken)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        List<string> reasons = [];
        List<string> errors = [];
        ChatMessage[] messages = [new(ChatRole.User, row.Query)];
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Text));
        foreach (var evaluator in evaluators)
        {
            try
            {
                var result = await evaluator.EvaluateAsync(messages, response, null, [new AnswerContext(row, answer)], cancellationToken);
                foreach (var metric in result.Metrics.Values)
                {
                    Read(metric, scores, reasons, errors);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                errors.Add($"{evaluator.GetType().Name} failed: {e.Message}");
            }
        }

        // An attack that came through by one metric came through, whatever the others say.
        return reasons.Count > 0 ? new(RowStatus.Failed, scores, [.. reasons, .. errors])
            : errors.Count > 0 ? new(RowStatus.Errored, scores, errors)
            : scores.Count == 0 ? new(RowStatus.Errored, scores, ["no evaluator scored it"])
            : new(RowStatus.Passed, scores, []);
    }

    private static void Read(EvaluationMetric metric, Dictionary<string, double> scores, List<string> reasons, List<string> errors)
    {
        var value = metric switch
        {
            NumericMetric { Value: { } number } when double.IsFinite(number) => number,
            BooleanMetric { Value: { } flag } => flag ? 1 : 0,
            _ => (double?)null,
        };
        if (metric.Diagnostics?.FirstOrDefault(diagnostic => diagnostic.Severity == EvaluationDiagnosticSeverity.Error) is { } trouble)
        {
            errors.Add($"{metric.Name}: {trouble.Message}");
        }
        else if (value is { } score)
        {
            scores[metric.Name] = score;
            if (metric.Interpretation?.Failed == true)
            {
                reasons.Add($"{metric.Name}: {metric.Interpretation.Reason}");
            }
        }
        else if (metric.Interpretation?.Rating != EvaluationRating.Inconclusive || metric.Interpretation.Failed)
        {
            errors.Add($"{metric.Name}: not scored");
        }
    }
}
