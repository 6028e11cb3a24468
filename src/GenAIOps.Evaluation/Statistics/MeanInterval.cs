namespace GenAIOps.Evaluation.Statistics;

/// <summary>The two-sided interval of a mean that a verdict uses.</summary>
public static class MeanInterval
{
    // At a level of 0.025 the skew moves t's by about skewness / (6 sqrt(n)) * (2 z^2 + 1) * phi(z): Hall 1992, section 2.6.
    private const int StudentSuffices = 100_000;

    // "Highly skewed" by Bulmer's rule (Principles of Statistics, 1979). Below it the third bound only widens what keeps its level already.
    private const double HighlySkewed = 1;

    /// <summary>The further of Student's t and the BCa bootstrap at each end, and of bootstrap-t where the values are highly skewed: of what was measured, what keeps its level for most metrics.</summary>
    /// <remarks>
    /// Measured in docs/evaluation/statistics.md. When all values are equal: 1 - alpha^(1/n) of all rows may differ by the range, as in <see cref="NonInferiority"/>.
    /// Highly skewed is a skewness of 1 or more. Bootstrap-t stays out where a resample had no spread, since its end is infinite then; from 100,000 rows on t alone suffices.
    /// </remarks>
    /// <param name="values">2 or more finite numbers.</param>
    /// <param name="range">The largest possible distance of two values, above 0.</param>
    public static Interval Of(ReadOnlySpan<double> values, double confidence, double range, BootstrapOptions? options = null)
    {
        Checks.Positive(range, nameof(range));
        Checks.Probability(confidence, nameof(confidence));
        var estimate = Means.Of(values);
        if (Means.AllEqual(values))
        {
            var unseen = Proportions.UpperBound(0, values.Length, (1 - confidence) / 2);
            return new Interval(values[0] - unseen * range, values[0] + unseen * range);
        }

        var (low, high, _) = Furthest(values, estimate, (1 - confidence) / 2, options);
        return new Interval(low, high);
    }

    /// <summary>Of independent values that are not all equal.</summary>
    internal static (double Low, double High, BoundMethod Method) Furthest(ReadOnlySpan<double> values, MeanEstimate estimate, double alpha, BootstrapOptions? options)
    {
        if (values.Length >= StudentSuffices) return Student(estimate, alpha);
        var (low, high, method) = Further(estimate, alpha, Bootstrap.Mean(values, options));
        if (Math.Abs(Skewness(values, estimate.Mean)) < HighlySkewed) return (low, high, method);
        var studentised = StudentisedBootstrap.Mean(values, options);
        return studentised.IsFinite
            ? (Math.Min(low, studentised.LowerBound(alpha)), Math.Max(high, studentised.UpperBound(alpha)), method)
            : (low, high, method);
    }

    /// <summary>Of clusters: t with the clustered standard error, and BCa of whole clusters.</summary>
    internal static (double Low, double High, BoundMethod Method) Furthest<TCluster>(ReadOnlySpan<double> values, ReadOnlySpan<TCluster> clusters, MeanEstimate estimate, double alpha, BootstrapOptions? options)
        where TCluster : notnull =>
        estimate.DegreesOfFreedom + 1 >= StudentSuffices ? Student(estimate, alpha) : Further(estimate, alpha, Bootstrap.ClusteredMean(values, clusters, options));

    private static double Skewness(ReadOnlySpan<double> values, double mean)
    {
        double squares = 0, cubes = 0;
        foreach (var value in values)
        {
            var deviation = value - mean;
            squares += deviation * deviation;
            cubes += deviation * deviation * deviation;
        }

        return cubes / values.Length / Math.Pow(squares / values.Length, 1.5);
    }

    private static (double, double, BoundMethod) Student(MeanEstimate estimate, double alpha) => (estimate.LowerBound(alpha), estimate.UpperBound(alpha), BoundMethod.Student);

    private static (double Low, double High, BoundMethod Method) Further(MeanEstimate estimate, double alpha, BootstrapResult bca) =>
        (Math.Min(estimate.LowerBound(alpha), bca.LowerBound(alpha)), Math.Max(estimate.UpperBound(alpha), bca.UpperBound(alpha)), BoundMethod.Furthest);
}
