namespace GenAIOps.Evaluation.Statistics;

/// <summary>What a bootstrap saw: the replicates in order, and the intervals read off them.</summary>
public sealed class BootstrapResult
{
    private readonly double[] _sorted;
    private readonly BcaAdjustment _bca;

    internal BootstrapResult(double estimate, double[] replicates, ReadOnlySpan<double> jackknife)
    {
        for (var i = 0; i < replicates.Length; i++)
        {
            if (!double.IsFinite(replicates[i])) throw new ArgumentException(FormattableString.Invariant($"The statistic is {replicates[i]} on resample {i}; it is a finite number on every resample."), nameof(replicates));
        }

        Array.Sort(replicates);
        (Estimate, _sorted) = (estimate, replicates);
        _bca = new BcaAdjustment(BcaAdjustment.BiasOf(replicates, estimate), BcaAdjustment.AccelerationOf(jackknife));
    }

    /// <summary>The statistic of the rows themselves.</summary>
    public double Estimate { get; }

    /// <summary>z0: how far the middle of the replicates is from the estimate, as a normal quantile.</summary>
    public double Bias => _bca.Bias;

    /// <summary>a: how the standard error changes with the estimate, from the jackknife.</summary>
    public double Acceleration => _bca.Acceleration;

    /// <summary>The replicates, smallest first.</summary>
    public IReadOnlyList<double> Replicates => _sorted;

    /// <summary>The standard deviation of the replicates.</summary>
    public double StandardError => Math.Sqrt(Means.Variance(_sorted, Means.Average(_sorted)));

    /// <summary>The percentile interval: the middle of the replicates.</summary>
    /// <remarks>Efron 1979; too short for small or skewed samples.</remarks>
    public Interval Percentile(double confidence)
    {
        Checks.Probability(confidence, nameof(confidence));
        return new Interval(At((1 - confidence) / 2), At((1 + confidence) / 2));
    }

    /// <summary>The bias-corrected and accelerated interval.</summary>
    /// <remarks>Efron 1987, Journal of the American Statistical Association 82: 171-185.</remarks>
    public Interval Bca(double confidence)
    {
        Checks.Probability(confidence, nameof(confidence));
        return new Interval(LowerBound((1 - confidence) / 2), UpperBound((1 - confidence) / 2));
    }

    /// <summary>The one-sided BCa lower bound.</summary>
    public double LowerBound(double alpha)
    {
        Checks.Probability(alpha, nameof(alpha));
        return At(_bca.Share(alpha));
    }

    /// <summary>The one-sided BCa upper bound.</summary>
    public double UpperBound(double alpha)
    {
        Checks.Probability(alpha, nameof(alpha));
        return At(_bca.Share(1 - alpha));
    }

    private double At(double share) => Quantiles.OfSorted(_sorted, share);
}
