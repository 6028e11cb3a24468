namespace GenAIOps.Evaluation.Statistics;

/// <summary>The bias and the skew of a bootstrap distribution, and the shares of it at which a BCa interval ends.</summary>
/// <remarks>Efron 1987; Efron and Tibshirani 1993, chapter 14.3; DiCiccio and Efron 1996.</remarks>
internal readonly record struct BcaAdjustment(double Bias, double Acceleration)
{
    /// <summary>z0 from replicates; half of the ties with the estimate count as below it, which matters for scores with few values.</summary>
    /// <param name="midRank">False counts no ties: the rule of R's boot and of scipy, for comparison.</param>
    public static double BiasOf(ReadOnlySpan<double> replicates, double estimate, bool midRank = true)
    {
        // Sums in another order differ in the last bits; such replicates are ties all the same.
        var tolerance = 1e-12 * Math.Max(Math.Abs(estimate), Math.Abs(replicates[^1] - replicates[0]));
        double below = 0;
        foreach (var replicate in replicates)
        {
            if (Math.Abs(replicate - estimate) <= tolerance) below += midRank ? 0.5 : 0;
            else if (replicate < estimate) below++;
        }

        double count = replicates.Length;
        return Distributions.NormalQuantile(Math.Clamp(below / count, 0.5 / count, 1 - 0.5 / count));
    }

    /// <summary>a from the values of the statistic with one unit left out each.</summary>
    public static double AccelerationOf(ReadOnlySpan<double> jackknife)
    {
        var mean = Means.Average(jackknife);
        double squares = 0, cubes = 0;
        foreach (var value in jackknife)
        {
            var u = mean - value;
            squares += u * u;
            cubes += u * u * u;
        }

        return squares == 0 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
    }

    /// <summary>The share of the replicates below the end that leaves <paramref name="alpha"/> below it.</summary>
    public double Share(double alpha)
    {
        var z = Bias + Distributions.NormalQuantile(alpha);
        var scale = 1 - Acceleration * z;
        // Beyond the pole of the formula the end is the last replicate.
        return scale <= 0 ? (z > 0 ? 1 : 0) : Distributions.NormalCdf(Bias + z / scale);
    }
}
