using MathNet.Numerics;

namespace GenAIOps.Evaluation.Statistics;

/// <summary>The beta distribution: the regularised incomplete beta function by its continued fraction, and its inverse.</summary>
/// <remarks>Didonato and Morris 1992, ACM TOMS 18: 360-373 (continued fraction 9); evaluated by the method of Lentz.</remarks>
internal static class Beta
{
    /// <summary>I_x(a, b). The complement y = 1 - x is given as well, so that an x close to 1 keeps its digits.</summary>
    public static double Cdf(double x, double y, double a, double b)
    {
        if (x <= 0) return 0;
        if (y <= 0) return 1;
        return x <= a / (a + b) ? Lower(x, y, a, b) : 1 - Lower(y, x, b, a);
    }

    public static double Quantile(double p, double a, double b)
    {
        if (p <= 0) return 0;
        if (p >= 1) return 1;
        // On the logit, so that shares near 0 and near 1 keep their digits alike.
        var logit = Roots.OfIncreasing(u => Cdf(1 / (1 + Math.Exp(-u)), 1 / (1 + Math.Exp(u)), a, b) - p, -700, 700);
        return 1 / (1 + Math.Exp(-logit));
    }

    /// <summary>x^a y^b / B(a, b).</summary>
    public static double Power(double x, double y, double a, double b)
    {
        if (Math.Min(a, b) < 10) return Math.Exp(a * Math.Log(x) + b * Math.Log(y) - SpecialFunctions.GammaLn(a) - SpecialFunctions.GammaLn(b) + SpecialFunctions.GammaLn(a + b));
        var n = a + b;
        var correction = Stirling(n) - Stirling(a) - Stirling(b);
        return Math.Exp(a * Math.Log(x * n / a) + b * Math.Log(y * n / b) + correction) * Math.Sqrt(a * b / n / (2 * Math.PI));
    }

    private static double Lower(double x, double y, double a, double b)
    {
        const double Tiny = 1e-300;
        double c = 1, d = 1 - (a + b) * x / (a + 1);
        d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
        var value = d;
        for (var m = 1; m < 100_000; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = Safe(1 + even * d);
            c = Safe(1 + even / c);
            d = 1 / d;
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = Safe(1 + odd * d);
            c = Safe(1 + odd / c);
            d = 1 / d;
            var step = d * c;
            value *= step;
            if (Math.Abs(step - 1) < 1e-16) break;
        }

        return Power(x, y, a, b) * value / a;
        static double Safe(double value) => Math.Abs(value) < Tiny ? Tiny : value;
    }

    private static double Stirling(double x) => (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / (x * x)) / (x * x)) / (x * x)) / (x * x)) / x;
}
