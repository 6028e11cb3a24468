using MathNet.Numerics;

namespace GenAIOps.Evaluation.Statistics;

/// <summary>Tests that may be looked at after every row and stopped at any time.</summary>
public static class Sequential
{
    /// <summary>The always-valid p value after each value: reject at any time when it is at most alpha.</summary>
    /// <remarks>The mixture sequential probability ratio test: Robbins 1970; Johari, Koomen, Pekelis and Walsh 2022, Operations Research 70: 1806-1821.</remarks>
    /// <param name="values">Differences in the order in which they came.</param>
    /// <param name="mean">The supposed mean, such as minus the margin.</param>
    /// <param name="variance">Of one value, above 0: known, or from earlier runs.</param>
    /// <param name="mixingVariance">Of the effects that are looked for, above 0, and chosen before the run.</param>
    public static double[] AlwaysValidP(ReadOnlySpan<double> values, double mean, double variance, double mixingVariance)
    {
        var ratios = LikelihoodRatios(values, mean, variance, mixingVariance);
        double least = 1;
        for (var i = 0; i < ratios.Length; i++) ratios[i] = least = Math.Min(least, 1 / ratios[i]);
        return ratios;
    }

    /// <summary>The likelihood ratio of the mixture against the supposed mean, after each value.</summary>
    public static double[] LikelihoodRatios(ReadOnlySpan<double> values, double mean, double variance, double mixingVariance)
    {
        Checks.Values(values, 1, nameof(values));
        Checks.Finite(mean, nameof(mean));
        Checks.Positive(variance, nameof(variance));
        Checks.Positive(mixingVariance, nameof(mixingVariance));
        var ratios = new double[values.Length];
        double sum = 0;
        for (var i = 0; i < ratios.Length; i++)
        {
            sum += values[i] - mean;
            var total = variance + (i + 1) * mixingVariance;
            ratios[i] = Math.Sqrt(variance / total) * Math.Exp(mixingVariance * sum * sum / (2 * variance * total));
        }

        return ratios;
    }

    /// <summary>The two-sided normal-mixture boundary of a sum whose variance so far is <paramref name="variance"/>.</summary>
    /// <remarks>Howard, Ramdas, McAuliffe and Sekhon 2021, Annals of Statistics 49: 1055-1080, equation 14.</remarks>
    /// <param name="variance">v: the sum of the variances of the values so far, above 0 or 0.</param>
    /// <param name="rho">Above 0: near the v at which the boundary is to be tight.</param>
    /// <param name="alpha">The chance that the sum ever leaves the boundary.</param>
    public static double MixtureBoundary(double variance, double rho, double alpha)
    {
        Checks.NotNegative(variance, nameof(variance));
        Checks.Positive(rho, nameof(rho));
        Checks.Probability(alpha, nameof(alpha));
        return Math.Sqrt((variance + rho) * (Math.Log((variance + rho) / rho) - 2 * Math.Log(alpha)));
    }

    /// <summary>The confidence sequence of a share: valid at all n at once, in [0, 1].</summary>
    /// <remarks>
    /// The Beta(1/2, 1/2) mixture of binomial likelihood ratios: Robbins 1970; Howard et al. 2021, section 4. A share p stays in as long as
    /// B(k + 1/2, n - k + 1/2) / B(1/2, 1/2) is less than p^k (1 - p)^(n - k) / alpha.
    /// </remarks>
    /// <param name="passed">Of the rows so far.</param>
    /// <param name="n">Rows so far, 1 or more.</param>
    public static Interval ShareSequence(int passed, int n, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(passed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(passed, n);
        Checks.Probability(alpha, nameof(alpha));
        var failed = n - passed;
        var mixture = SpecialFunctions.BetaLn(passed + 0.5, failed + 0.5) - Math.Log(Math.PI) + Math.Log(alpha);
        bool Inside(double share) => mixture < (passed == 0 ? 0 : passed * Math.Log(share)) + (failed == 0 ? 0 : failed * Math.Log(1 - share));
        var estimate = (double)passed / n;
        return new Interval(Edge(estimate, 0, Inside), Edge(estimate, 1, Inside));
    }

    // The likelihood falls on both sides of its peak, so that there is one edge on each.
    private static double Edge(double inside, double outside, Func<double, bool> isInside)
    {
        if (isInside(outside)) return outside;
        for (var i = 0; i < 60; i++)
        {
            var middle = (inside + outside) / 2;
            if (isInside(middle)) inside = middle;
            else outside = middle;
        }

        return inside;
    }

    /// <summary>The confidence sequence of a mean: valid at all n at once.</summary>
    /// <param name="values">So far.</param>
    /// <param name="variance">Of one value, or a bound on it: (range / 2)² for bounded scores.</param>
    public static Interval ConfidenceSequence(ReadOnlySpan<double> values, double variance, double rho, double alpha)
    {
        Checks.Values(values, 1, nameof(values));
        Checks.Positive(variance, nameof(variance));
        var half = MixtureBoundary(values.Length * variance, rho, alpha) / values.Length;
        var mean = Means.Average(values);
        return new Interval(mean - half, mean + half);
    }
}
