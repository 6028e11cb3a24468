namespace GenAIOps.Evaluation.Statistics;

/// <summary>The bootstrap-t interval of a mean: the skew of the t statistic itself is taken from the rows.</summary>
/// <remarks>Efron and Tibshirani 1993, chapter 12.5; Hall 1988. Second-order accurate at both ends, and for skewed means nearer to its level than BCa at small n.</remarks>
public sealed class StudentisedBootstrap
{
    private readonly double[] _sorted;

    private StudentisedBootstrap(MeanEstimate estimate, double[] sorted) => (Estimate, _sorted) = (estimate, sorted);

    /// <summary>The mean with its standard error.</summary>
    public MeanEstimate Estimate { get; }

    /// <summary>Whether every resample had a spread; else an end may be infinite.</summary>
    public bool IsFinite => double.IsFinite(_sorted[0]) && double.IsFinite(_sorted[^1]);

    /// <param name="values">2 or more finite numbers.</param>
    public static StudentisedBootstrap Mean(ReadOnlySpan<double> values, BootstrapOptions? options = null)
    {
        var estimate = Means.Of(values);
        var rows = values.ToArray();
        // Centred, so that the sum of squares loses no digits.
        for (var i = 0; i < rows.Length; i++) rows[i] -= estimate.Mean;
        var checkedOptions = BootstrapOptions.Checked(options);
        var t = Resampling.Run(checkedOptions, () => (results, stream) =>
        {
            Xoshiro256 random = new(checkedOptions.Seed, stream);
            for (var i = 0; i < results.Length; i++) results[i] = T(rows, ref random);
        });
        Array.Sort(t);
        return new StudentisedBootstrap(estimate, t);
    }

    /// <summary>The two-sided interval; an end is infinite when too many resamples have no spread.</summary>
    public Interval Interval(double confidence)
    {
        Checks.Probability(confidence, nameof(confidence));
        return new Interval(LowerBound((1 - confidence) / 2), UpperBound((1 - confidence) / 2));
    }

    /// <summary>The one-sided lower bound.</summary>
    public double LowerBound(double alpha) => End(1 - Alpha(alpha));

    /// <summary>The one-sided upper bound.</summary>
    public double UpperBound(double alpha) => End(Alpha(alpha));

    private static double Alpha(double alpha)
    {
        Checks.Probability(alpha, nameof(alpha));
        return alpha;
    }

    // The value of one replicate, not a point between two: a neighbour may be infinite.
    private double End(double share) => Estimate.StandardError == 0 ? Estimate.Mean : Estimate.Mean - Quantiles.OfSorted(_sorted, share, QuantileType.InvertedCdf) * Estimate.StandardError;

    private static double T(double[] centred, ref Xoshiro256 random)
    {
        var local = random;
        var n = (uint)centred.Length;
        double sum = 0, squares = 0;
        for (var k = 0; k < centred.Length; k++)
        {
            var value = centred[local.Index(n)];
            sum += value;
            squares += value * value;
        }

        random = local;
        var mean = sum / n;
        var rest = squares - sum * mean;
        // What is left of a resample of equal values is rounding.
        var variance = rest <= 1e-12 * squares ? 0 : rest / (n - 1);
        return variance == 0 ? (mean == 0 ? 0 : mean * double.PositiveInfinity) : mean / Math.Sqrt(variance / n);
    }
}
