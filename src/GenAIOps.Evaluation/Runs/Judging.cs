using GenAIOps.Evaluation.Runs.Journal;
using GenAIOps.Evaluation.Runs.Pacing;
using GenAIOps.Evaluation.Scoring;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Runs;

/// <summary>What the evaluators say of one answer. An evaluator that fails errs the row, never the run.</summary>
internal sealed class Judging(IReadOnlyList<IEvaluator> evaluators, RunOptions options, TimeProvider time)
{
    /// <exception cref="OperationCanceledException">The run ends, and the row has no judgement.</exception>
    public async ValueTask<RowRecord> JudgeAsync(Work work, Given given, CancellationToken cancellationToken)
    {
        var (row, answer) = (work.Row, given.Answer);
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        var reasons = new List<string>();
        var errors = new List<string>();
        ChatMessage[] messages = [.. row.History.Select(message => new ChatMessage(new ChatRole(message.Role), message.Text)), new(ChatRole.User, row.Query)];
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Text));
        // The last record of a row is the one that counts, so it carries what the ones before it cost.
        var judges = given.Judges;
        EvaluationContext[] context = [new AnswerContext(row, answer) { Latency = given.Latency }];
        foreach (var evaluator in evaluators)
        {
            try
            {
                var pending = evaluator.EvaluateAsync(messages, response, options.Chat, context, cancellationToken);
                var result = pending.IsCompletedSuccessfully ? pending.Result : await pending.AsTask().WaitAsync(options.JudgeTimeout, time, cancellationToken);
                foreach (var metric in result.Metrics.Values)
                {
                    Read(metric, scores, reasons, errors);
                    if (metric.Metadata is not null && JudgeUsage.Of(metric) is { IsNothing: false } spent) judges = judges is null ? spent : judges + spent;
                }
            }
            catch (TimeoutException)
            {
                errors.Add(FormattableString.Invariant($"{evaluator.GetType().Name} gave no result within {options.JudgeTimeout.TotalSeconds:0.###} s"));
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                errors.Add($"{evaluator.GetType().Name} failed: {e.Message}");
            }
        }

        // A row that was not scored did not pass.
        if (scores.Count == 0 && errors.Count == 0)
        {
            errors.Add("no evaluator scored it");
        }

        return new RowRecord
        {
            Item = work.Item,
            Status = errors.Count > 0 ? RowStatus.Errored : reasons.Count > 0 ? RowStatus.Failed : RowStatus.Passed,
            Attempts = given.Attempts,
            IsFree = given.IsFree,
            Tokens = answer.InputTokens + answer.OutputTokens,
            Cost = given.Cost,
            Scores = scores,
            Reasons = [.. errors, .. reasons],
            HasAnswer = true,
            Ticks = given.Latency.Ticks,
            Answer = answer,
            Judges = judges,
        };
    }

    private static void Read(EvaluationMetric metric, Dictionary<string, double> scores, List<string> reasons, List<string> errors)
    {
        var value = metric switch
        {
            NumericMetric { Value: { } number } when double.IsFinite(number) => number,
            BooleanMetric { Value: { } flag } => flag ? 1 : 0,
            _ => (double?)null,
        };
        var trouble = metric.Diagnostics?.FirstOrDefault(diagnostic => diagnostic.Severity == EvaluationDiagnosticSeverity.Error);
        if (trouble is not null || value is null)
        {
            if (trouble is not null || metric.Interpretation?.Rating != EvaluationRating.Inconclusive || metric.Interpretation.Failed)
            {
                errors.Add($"{metric.Name}: {trouble?.Message ?? "not scored"}");
            }

            return;
        }

        scores[metric.Name] = value.Value;
        if (metric.Interpretation?.Failed == true)
        {
            reasons.Add($"{metric.Name}: {metric.Interpretation.Reason}");
        }
    }
}
