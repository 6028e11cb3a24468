using System.Globalization;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Evaluators;

/// <summary>What an evaluator says of one answer.</summary>
/// <param name="Value">In the metric's unit; null where the metric does not apply to the row.</param>
/// <param name="Passed">Whether it is good enough.</param>
/// <param name="Reason">Why it is not, or why the metric does not apply.</param>
public readonly record struct Score(double? Value, bool Passed, string Reason)
{
    public static Score Pass(double value = 1) => new(value, true, "");

    public static Score Fail(double value, string reason) => new(value, false, reason);

    /// <summary>The metric says nothing of this row: the row counts by its other metrics.</summary>
    public static Score NotApplicable(string reason) => new(null, true, reason);

    /// <param name="value">The score.</param>
    /// <param name="threshold">What it must reach.</param>
    /// <param name="what">Such as "token F1".</param>
    public static Score AtLeast(double value, double threshold, string what) =>
        new(value, value >= threshold, value >= threshold ? "" : string.Create(CultureInfo.InvariantCulture, $"{what} is {value:0.###}, and must be at least {threshold:0.###}"));

    /// <param name="value">The score.</param>
    /// <param name="threshold">What it must not exceed.</param>
    /// <param name="what">Such as "latency in ms".</param>
    public static Score AtMost(double value, double threshold, string what) =>
        new(value, value <= threshold, value <= threshold ? "" : string.Create(CultureInfo.InvariantCulture, $"{what} is {value:0.###}, and may be at most {threshold:0.###}"));
}

/// <summary>One metric of one answer by code, as Microsoft.Extensions.AI.Evaluation has evaluators: others' plug in beside ours.</summary>
/// <example><code>
/// sealed class Short() : AnswerEvaluator("short")
/// {
///     protected override Score Score(EvaluationCase row, AgentAnswer answer) => Evaluators.Score.AtMost(answer.Text.Length, 500, "length");
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
