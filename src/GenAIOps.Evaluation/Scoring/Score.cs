using System.Globalization;

namespace GenAIOps.Evaluation.Scoring;

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
