using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Verdicts;

/// <summary>A mean with the bounds that a verdict believes.</summary>
/// <param name="Estimate">The mean.</param>
/// <param name="Low">One-sided at (1 - confidence) / 2.</param>
/// <param name="High">One-sided, above.</param>
/// <param name="Method">How, with its source.</param>
internal readonly record struct MeanBounds(double Estimate, double Low, double High, string Method)
{
    public Interval Interval => new(Low, High);

    /// <summary>What counts as independent: rows, or clusters where there are some.</summary>
    public int Units { get; init; }

    /// <summary>Why so few say nothing, as the end of a sentence; null where they are enough.</summary>
    public string? TooFew(EvaluationPolicy policy) => Units >= policy.MinimumRowsOfMeans ? null : ShareRules.Say($": {Units} rows or clusters are too few to tell of a mean, and {policy.MinimumRowsOfMeans} are needed");

    /// <param name="values">Differences or scores by row, 2 or more.</param>
    /// <param name="clusters">Of each value; null where rows are independent.</param>
    /// <param name="range">The largest possible difference of two values.</param>
    /// <param name="policy">Confidence and seed.</param>
    public static MeanBounds Of(double[] values, int[]? clusters, double range, EvaluationPolicy policy)
    {
        var alpha = (1 - policy.Confidence) / 2;
        if (clusters is not null && clusters.Distinct().Count() < 2) return new(values.Average(), double.NegativeInfinity, double.PositiveInfinity, "one cluster says nothing of others") { Units = 1 };

        // Scores lie anywhere; what the bounds need is how far they lie apart.
        var origin = values.Min();
        double[] shifted = origin >= -range && values.Max() <= range ? values : [.. values.Select(value => value - origin)];
        var offset = ReferenceEquals(shifted, values) ? 0 : origin;
        BootstrapOptions options = new() { Seed = policy.Seed };
        var result = clusters is null
            ? NonInferiority.Test(shifted, margin: range, range, alpha, options)
            : NonInferiority.Clustered<int>(shifted, clusters, margin: range, range, alpha, options);
        var method = result.Method switch
        {
            BoundMethod.AllEqual => "all rows alike: exact bound for what was not seen",
            BoundMethod.Student => "Student's t",
            _ => clusters is null ? "the further of Student's t, BCa (Efron 1987) and, where skewed, bootstrap-t (Hall 1988)" : "the further of Student's t and BCa (Efron 1987)",
        };
        if (result.Method == BoundMethod.Few) method += $", and what fewer than {NonInferiority.EnoughRows} may have missed";
        return new(result.Estimate.Mean + offset, result.LowerBound + offset, result.UpperBound + offset, clusters is null ? method : $"{method}, by cluster")
        { Units = (int)result.Estimate.DegreesOfFreedom + 1 };
    }

    /// <summary>The two-sided interval of a mean, to look at: what a verdict believes of few or very skewed values lies further out.</summary>
    /// <param name="values">Differences or scores by row, 2 or more.</param>
    /// <param name="clusters">Of each value; null where rows are independent.</param>
    /// <param name="range">The largest possible difference of two values.</param>
    /// <param name="policy">Confidence and seed.</param>
    public static Interval IntervalOf(double[] values, int[]? clusters, double range, EvaluationPolicy policy)
    {
        BootstrapOptions options = new() { Seed = policy.Seed };
        if (clusters is null) return MeanInterval.Of(values, policy.Confidence, range, options);
        return clusters.Distinct().Count() < 2 ? new(double.NegativeInfinity, double.PositiveInfinity) : MeanInterval.Clustered<int>(values, clusters, policy.Confidence, range, options);
    }

    /// <summary>Two-sided p of "the mean is 0".</summary>
    public static double P(double[] differences, int[]? clusters)
    {
        if (clusters is not null && clusters.Distinct().Count() < 2) return 1;
        var estimate = clusters is null ? Means.Of(differences) : Means.Clustered<int>(differences, clusters);
        // All alike: a standard error of 0 is no evidence; as many rows of one sign are.
        return estimate.StandardError > 0 ? estimate.P() : estimate.Mean == 0 ? 1 : Math.Min(1, 2 * Math.Pow(0.5, differences.Length));
    }

    /// <summary>How far values lie apart, or could at least.</summary>
    public static double Range(params ReadOnlySpan<double[]> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var some in values)
        {
            foreach (var value in some) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return high > low ? high - low : Math.Max(Math.Abs(high), 1);
    }
}
