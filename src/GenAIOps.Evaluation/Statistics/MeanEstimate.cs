namespace GenAIOps.Evaluation.Statistics;

/// <summary>A mean, or a difference of means, with its standard error: everything that a t test says follows from these three.</summary>
/// <param name="Mean">In the unit of the values.</param>
/// <param name="StandardError">Of the mean; 0 when all values are equal.</param>
/// <param name="DegreesOfFreedom">Of Student's t; need not be whole.</param>
public readonly record struct MeanEstimate(double Mean, double StandardError, double DegreesOfFreedom)
{
    /// <summary>Student's t against a supposed mean; 0 when both are equal, infinite when the standard error alone is 0.</summary>
    public double T(double mean = 0)
    {
        Checks.Finite(mean, nameof(mean));
        return Mean == mean ? 0 : (Mean - mean) / StandardError;
    }

    /// <summary>The p value against a supposed mean. Non-inferiority by a margin m: <c>P(-m, Alternative.Greater)</c>.</summary>
    /// <remarks>Student 1908. With a standard error of 0 this is 0 or 1 and no evidence: see <see cref="NonInferiority"/>.</remarks>
    public double P(double mean = 0, Alternative alternative = Alternative.TwoSided)
    {
        var t = T(mean);
        return alternative switch
        {
            Alternative.Greater => Distributions.StudentUpper(t, DegreesOfFreedom),
            Alternative.Less => Distributions.StudentCdf(t, DegreesOfFreedom),
            _ => Math.Min(1, 2 * Distributions.StudentCdf(-Math.Abs(t), DegreesOfFreedom)),
        };
    }

    /// <summary>The two-sided interval of the mean.</summary>
    public Interval Interval(double confidence)
    {
        Checks.Probability(confidence, nameof(confidence));
        return new Interval(LowerBound((1 - confidence) / 2), UpperBound((1 - confidence) / 2));
    }

    /// <summary>The one-sided lower bound: the mean is below it with a chance of <paramref name="alpha"/>.</summary>
    public double LowerBound(double alpha) => Mean - Half(alpha);

    /// <summary>The one-sided upper bound: the mean is above it with a chance of <paramref name="alpha"/>.</summary>
    public double UpperBound(double alpha) => Mean + Half(alpha);

    /// <summary>p of "the mean is outside the limits": small means equivalent.</summary>
    /// <remarks>Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15: 657-680: two one-sided tests.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The limits are not in order.</exception>
    public double EquivalenceP(double low, double high)
    {
        if (!(low < high)) throw new ArgumentOutOfRangeException(nameof(low), low, FormattableString.Invariant($"low is below high, which is {high}."));
        return Math.Max(P(low, Alternative.Greater), P(high, Alternative.Less));
    }

    private double Half(double alpha)
    {
        Checks.Probability(alpha, nameof(alpha));
        return StandardError == 0 ? 0 : -Distributions.StudentQuantile(alpha, DegreesOfFreedom) * StandardError;
    }
}
