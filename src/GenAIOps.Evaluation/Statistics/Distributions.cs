using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace GenAIOps.Evaluation.Statistics;

/// <summary>Distribution functions to about 1e-13, and quantiles by bisection of them.</summary>
/// <remarks>MathNet.Numerics agrees with R to 1e-12 in the middle, but has no upper tails (1 - CDF is 0 for a chi-square of 100), and its beta quantile has no right digit at 1e-6 of (0.5, 20.5).</remarks>
internal static class Distributions
{
    public static double NormalCdf(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    public static double NormalUpper(double z) => NormalCdf(-z);

    /// <summary>The normal quantile; one Newton step on the library's value.</summary>
    public static double NormalQuantile(double p)
    {
        if (p <= 0) return double.NegativeInfinity;
        if (p >= 1) return double.PositiveInfinity;
        if (p > 0.5) return -NormalQuantile(1 - p);
        var z = -Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * p);
        return z - (NormalCdf(z) - p) / (Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));
    }

    /// <summary>The z that leaves half of 1 - confidence in each tail.</summary>
    public static double TwoSidedZ(double confidence)
    {
        Checks.Probability(confidence, nameof(confidence));
        return -NormalQuantile((1 - confidence) / 2);
    }

    /// <summary>Upper tail of chi-square with one degree of freedom.</summary>
    public static double ChiSquareUpper(double x) => SpecialFunctions.Erfc(Math.Sqrt(x / 2));

    /// <summary>Student's t with any real degrees of freedom.</summary>
    public static double StudentCdf(double t, double df)
    {
        if (double.IsInfinity(t)) return t > 0 ? 1 : 0;
        var square = t * t;
        // For a small t the complement is small, so it is taken from the other end of the beta distribution.
        var tail = square < df ? 0.5 - 0.5 * Beta.Cdf(square / (df + square), df / (df + square), 0.5, df / 2) : 0.5 * Beta.Cdf(df / (df + square), square / (df + square), df / 2, 0.5);
        return t < 0 ? tail : 1 - tail;
    }

    public static double StudentUpper(double t, double df) => StudentCdf(-t, df);

    public static double StudentQuantile(double p, double df)
    {
        if (p == 0.5) return 0;
        if (p > 0.5) return -StudentQuantile(1 - p, df);
        var low = -2.0;
        while (StudentCdf(low, df) > p) low *= 2;
        return Roots.OfIncreasing(t => StudentCdf(t, df) - p, low, 0);
    }

    /// <summary>Upper tail of the noncentral t: the normal tail averaged over the distribution of s / sigma.</summary>
    public static double NoncentralStudentUpper(double t, double df, double noncentrality)
    {
        var mode = Math.Sqrt(Math.Max(0, df - 1) / df);
        var spread = 12 / Math.Sqrt(2 * df);
        var (low, high) = (Math.Max(0, mode - spread), mode + spread);
        var top = LogDensity(Math.Max(mode, 1e-3));
        double LogDensity(double s) => (df - 1) * Math.Log(s) - df * s * s / 2;
        double area = 0, weight = 0;
        const int Panels = 24;
        for (var i = 0; i < Panels; i++)
        {
            GaussLegendreRule rule = new(low + (high - low) * i / Panels, low + (high - low) * (i + 1) / Panels, 20);
            for (var k = 0; k < rule.Order; k++)
            {
                var s = rule.GetAbscissa(k);
                var density = rule.GetWeight(k) * Math.Exp(LogDensity(s) - top);
                weight += density;
                area += density * NormalUpper(t * s - noncentrality);
            }
        }

        return area / weight;
    }

    public static double BinomialCdf(int k, int n, double p) => k < 0 ? 0 : k >= n ? 1 : Beta.Cdf(1 - p, p, n - k, k + 1);

    /// <summary>P(X >= k).</summary>
    public static double BinomialUpper(int k, int n, double p) => k <= 0 ? 1 : k > n ? 0 : Beta.Cdf(p, 1 - p, k, n - k + 1);

    public static double BinomialPmf(int k, int n, double p)
    {
        if (p <= 0) return k == 0 ? 1 : 0;
        if (p >= 1) return k == n ? 1 : 0;
        return k == 0 ? Math.Exp(n * SpecialFunctions.Log1p(-p)) : k == n ? Math.Exp(n * Math.Log(p)) : Beta.Power(p, 1 - p, k, n - k) * (n / ((double)k * (n - k)));
    }
}
