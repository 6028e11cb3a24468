namespace GenAIOps.Evaluation.Statistics;

/// <summary>The two-sided interval of a mean, to look at; verdicts rest on <see cref="NonInferiority"/>.</summary>
public static class MeanInterval
{
    // At least "moderately skewed" by Bulmer's rule (Principles of Statistics, 1979). Below it the third bound only widens what keeps its level already.
    private const double Skewed = 0.5;

    // From here on t reaches too far on the side of the short tail.
    private const double VerySkewed = 2.5;

    /// <summary>The further of Student's t and the BCa bootstrap at each end, and of bootstrap-t where the values are skewed: of what was measured, what keeps its level for most metrics.</summary>
    /// <remarks>
    /// Measured in docs/evaluation/statistics.md. When all values are equal: 1 - alpha^(1/n) of all rows may differ by the range, as in <see cref="NonInferiority"/>.
    /// Skewed is a skewness of 0.5 or more; from 2.5 and 75 rows on t stays out on the side of the short tail, where it reaches too far. Bootstrap-t stays out where a resample had no spread, since its end is infinite then, and where values repeat, such as ratings: its
    /// theory asks for a distribution without a lattice (Cramer's condition: Hall 1992, section 2.2). From 100,000 rows on t alone suffices.
    /// </remarks>
    /// <param name="values">2 or more finite numbers.</param>
    /// <param name="range">The largest possible distance of two values, above 0.</param>
    public static Interval Of(ReadOnlySpan<double> values, double confidence, double range, BootstrapOptions? options = null)
    {
        Check(confidence, range);
        var estimate = Means.Of(values);
        var alpha = (1 - confidence) / 2;
        return Means.AllEqual(values) ? Equal(values[0], values.Length, alpha, range) : Furthest(values, estimate, alpha, alpha, options, isCalibrated: true);
    }

    /// <summary>The same of rows that come in clusters: t with the clustered standard error, and BCa of whole clusters.</summary>
    /// <param name="clusters">The cluster of each value; 2 or more different ones. Only clusters count as independent.</param>
    public static Interval Clustered<TCluster>(ReadOnlySpan<double> values, ReadOnlySpan<TCluster> clusters, double confidence, double range, BootstrapOptions? options = null)
        where TCluster : notnull
    {
        Check(confidence, range);
        var estimate = Means.Clustered(values, clusters);
        var alpha = (1 - confidence) / 2;
        return Means.AllEqual(values) ? Equal(values[0], (int)estimate.DegreesOfFreedom + 1, alpha, range) : Furthest(values, clusters, estimate, alpha, options);
    }

    /// <summary>Of independent values that are not all equal, with a level for each end.</summary>
    /// <param name="isCalibrated">Whether it is to hold the mean as often as it says, and no more often; false: its ends must not be too near.</param>
    internal static Interval Furthest(ReadOnlySpan<double> values, MeanEstimate estimate, double below, double above, BootstrapOptions? options, bool isCalibrated = false)
    {
        if (StudentSuffices(values.Length)) return new(estimate.LowerBound(below), estimate.UpperBound(above));
        var skewness = Means.Skewness(values, estimate.Mean);
        var without = isCalibrated && values.Length >= NonInferiority.EnoughRows && Math.Abs(skewness) >= VerySkewed;
        var bca = Bootstrap.Mean(values, options);
        var low = without && skewness > 0 ? bca.LowerBound(below) : Math.Min(estimate.LowerBound(below), bca.LowerBound(below));
        var high = without && skewness < 0 ? bca.UpperBound(above) : Math.Max(estimate.UpperBound(above), bca.UpperBound(above));
        if (Math.Abs(skewness) < Skewed || Repeat(values)) return new(low, high);
        var studentised = StudentisedBootstrap.Mean(values, options);
        return studentised.IsFinite ? new(Math.Min(low, studentised.LowerBound(below)), Math.Max(high, studentised.UpperBound(above))) : new(low, high);
    }

    internal static Interval Furthest<TCluster>(ReadOnlySpan<double> values, ReadOnlySpan<TCluster> clusters, MeanEstimate estimate, double alpha, BootstrapOptions? options)
        where TCluster : notnull
    {
        var (low, high) = (estimate.LowerBound(alpha), estimate.UpperBound(alpha));
        if (StudentSuffices((int)estimate.DegreesOfFreedom + 1)) return new(low, high);
        var bca = Bootstrap.ClusteredMean(values, clusters, options);
        return new(Math.Min(low, bca.LowerBound(alpha)), Math.Max(high, bca.UpperBound(alpha)));
    }

    // At a level of 0.025 the skew moves t's by about skewness / (6 sqrt(n)) * (2 z^2 + 1) * phi(z): Hall 1992, section 2.6.
    internal static bool StudentSuffices(int units) => units >= 100_000;

    /// <summary>Half of the values or more stand there already.</summary>
    private static bool Repeat(ReadOnlySpan<double> values)
    {
        HashSet<double> different = [];
        foreach (var value in values) different.Add(value);
        return different.Count <= values.Length / 2;
    }

    private static Interval Equal(double value, int units, double alpha, double range)
    {
        var unseen = Proportions.UpperBound(0, units, alpha);
        return new(value - unseen * range, value + unseen * range);
    }

    private static void Check(double confidence, double range)
    {
        Checks.Positive(range, nameof(range));
        Checks.Probability(confidence, nameof(confidence));
    }
}
