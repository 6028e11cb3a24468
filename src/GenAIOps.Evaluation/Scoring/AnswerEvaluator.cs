using System.Globalization;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Scoring;

/// <summary>One metric of one answer by code, as Microsoft.Extensions.AI.Evaluation has evaluators: others' plug in beside ours.</summary>
/// <example><code>
/// using static GenAIOps.Evaluation.Scoring.Score;
///
/// sealed class Short() : AnswerEvaluator("short")
/// {
///     protected override Score Score(EvaluationCase row, AgentAnswer answer) => AtMost(answer.Text.Length, 500, "length");
/// }
/// </code></example>
public abstract class AnswerEvaluator(string name) : IEvaluator
{
    public IReadOnlyCollection<string> EvaluationMetricNames { get; } = [name];

    public string Name { get; } = name;

    public ValueTask<EvaluationResult> EvaluateAsync(
        IEnumerable<ChatMessage> messages, ChatResponse modelResponse, ChatConfiguration? chatConfiguration = null,
        IEnumerable<EvaluationContext>? additionalContext = null, CancellationToken cancellationToken = default)
    {
        var metric = new NumericMetric(Name);
        if (additionalContext?.OfType<AnswerContext>().FirstOrDefault() is not { } context)
        {
            metric.AddDiagnostics(EvaluationDiagnostic.Error($"{Name} needs an {nameof(AnswerContext)}, and got none."));
        }
        else
        {
            Judge(metric, context);
        }

        return ValueTask.FromResult(new EvaluationResult(metric));
    }

    private void Judge(NumericMetric metric, AnswerContext context)
    {
        try
        {
            Write(metric, Score(context));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One row that cannot be judged is told as such, and does not end the run.
            metric.AddDiagnostics(EvaluationDiagnostic.Error($"{Name} failed: {e.Message}"));
        }
    }

    /// <summary>Scores with what was measured of the answer too. By default asks <see cref="Score(EvaluationCase, AgentAnswer)"/>.</summary>
    protected virtual Score Score(AnswerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Score(context.Row, context.Answer);
    }

    /// <returns>The score, whether it is good enough, and why not. An exception becomes an error of this metric in this row.</returns>
    protected abstract Score Score(EvaluationCase row, AgentAnswer answer);

    /// <summary>Puts a score into the form of Microsoft.Extensions.AI.Evaluation. A metric that does not apply has no value, no error, and the rating Inconclusive.</summary>
    internal static void Write(NumericMetric metric, Score score)
    {
        metric.Value = score.Value;
        var rating = score.Value is null ? EvaluationRating.Inconclusive : score.Passed ? EvaluationRating.Good : EvaluationRating.Unacceptable;
        metric.Interpretation = new EvaluationMetricInterpretation(rating, failed: !score.Passed, score.Reason);
    }

    protected static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
