namespace GenAIOps.Evaluation.Statistics;

/// <summary>The two-sided interval of a mean that a verdict uses.</summary>
public static class MeanInterval
{
    /// <summary>The further of Student's t and the BCa bootstrap at each end: of the methods measured, the one that keeps its level for most metrics.</summary>
    /// <remarks>Measured in docs/evaluation/statistics.md. When all values are equal: 1 - alpha^(1/n) of all rows may differ by the range, as in <see cref="NonInferiority"/>.</remarks>
    /// <param name="values">2 or more finite numbers.</param>
    /// <param name="range">The largest possible distance of two values, above 0.</param>
    public static Interval Of(ReadOnlySpan<double> values, double confidence, double range, BootstrapOptions? options = null)
    {
        Checks.Positive(range, nameof(range));
        Checks.Probability(confidence, nameof(confidence));
        var t = Means.Of(values).Interval(confidence);
        if (Means.AllEqual(values))
        {
            var unseen = Proportions.UpperBound(0, values.Length, (1 - confidence) / 2);
            return new Interval(values[0] - unseen * range, values[0] + unseen * range);
        }

        var bca = Bootstrap.Mean(values, options).Bca(confidence);
        return new Interval(Math.Min(t.Low, bca.Low), Math.Max(t.High, bca.High));
    }
}
