namespace GenAIOps.Evaluation.Verdicts;

/// <summary>What is asked of one metric: not to get worse than the baseline by a margin, to keep a limit, or both.</summary>
/// <param name="Metric">As evaluators name it, such as <c>cost</c> or <c>latency_ms</c>.</param>
public sealed record MetricRule(string Metric)
{
    /// <summary>False for cost, latency and the like. Default true.</summary>
    public bool LargerIsBetter { get; init; } = true;

    /// <summary>How much worse than the baseline's mean still counts as "not worse", in the metric's unit; null: the baseline does not matter.</summary>
    public double? Margin { get; init; }

    /// <summary>The same as a share of the baseline's mean: 0.25 for a quarter dearer.</summary>
    public double? RelativeMargin { get; init; }

    /// <summary>What the candidate's mean must reach, or must not exceed where smaller is better; null: none. With <see cref="Quantile"/>: what that quantile must keep.</summary>
    public double? Limit { get; init; }

    /// <summary>The quantile that <see cref="Limit"/> is about, in (0, 1), such as 0.95; null: the mean.</summary>
    public double? Quantile { get; init; }

    /// <summary>Milliseconds at the 95th percentile.</summary>
    public static MetricRule LatencyP95AtMost(double milliseconds) => new("latency_ms") { LargerIsBetter = false, Limit = milliseconds, Quantile = 0.95 };

    /// <summary>Not dearer than the baseline by this share or more.</summary>
    public static MetricRule CostNotUpBy(double share) => new("cost") { LargerIsBetter = false, RelativeMargin = share };

    internal IEnumerable<string> Problems()
    {
        if (Metric is "") yield return "Metrics: a rule names no metric.";
        if (Margin is null && RelativeMargin is null && Limit is null) yield return $"Metrics[{Metric}]: asks for nothing; give a Margin, a RelativeMargin or a Limit.";
        if (Margin is not null && RelativeMargin is not null) yield return $"Metrics[{Metric}]: has a Margin and a RelativeMargin; give one of them.";
        if (Margin is not (null or > 0) || RelativeMargin is not (null or > 0)) yield return $"Metrics[{Metric}]: a margin must be larger than 0.";
        if (Quantile is not (null or (> 0 and < 1))) yield return $"Metrics[{Metric}]: Quantile {Quantile} must lie between 0 and 1.";
        if (Quantile is not null && Limit is null) yield return $"Metrics[{Metric}]: Quantile says nothing without a Limit.";
    }
}
