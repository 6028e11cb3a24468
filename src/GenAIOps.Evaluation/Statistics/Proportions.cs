using MathNet.Numerics.Distributions;
using MathNet.Numerics.RootFinding;

namespace GenAIOps.Evaluation.Statistics;

/// <summary>An interval: of a share in [0, 1], or of a difference of shares in [-1, 1].</summary>
public readonly record struct Interval(double Low, double High);

/// <summary>Intervals and tests for shares of rows that pass.</summary>
public static class Proportions
{
    /// <summary>The score interval of one share.</summary>
    /// <remarks>Wilson 1927; recommended by Brown, Cai and DasGupta 2001.</remarks>
    /// <param name="successes">0 to <paramref name="n"/>.</param>
    /// <param name="n">1 or more.</param>
    /// <param name="confidence">In (0, 1), such as 0.95.</param>
    public static Interval Wilson(int successes, int n, double confidence)
    {
        Check(successes, n);
        var z = Quantile(confidence);
        var p = (double)successes / n;
        var centre = (p + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
        return new Interval(successes == 0 ? 0 : Math.Max(0, centre - half), successes == n ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>The exact interval of one share.</summary>
    /// <remarks>Clopper and Pearson 1934, by quantiles of the beta distribution.</remarks>
    public static Interval ClopperPearson(int successes, int n, double confidence)
    {
        Check(successes, n);
        var alpha = 1 - confidence;
        return new Interval(
            successes == 0 ? 0 : Beta.InvCDF(successes, n - successes + 1, alpha / 2),
            successes == n ? 1 : Beta.InvCDF(successes + 1, n - successes, 1 - alpha / 2));
    }

    /// <summary>Two-sided p of "both arms pass equally often", from the rows on which they differ.</summary>
    /// <remarks>McNemar's test in its exact, binomial form.</remarks>
    /// <param name="candidateOnly">Rows that only the candidate passed.</param>
    /// <param name="baselineOnly">Rows that only the baseline passed.</param>
    public static double McNemarExact(int candidateOnly, int baselineOnly)
    {
        var n = candidateOnly + baselineOnly;
        return n == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, n, Math.Min(candidateOnly, baselineOnly)));
    }

    /// <summary>The score statistic of a paired difference of shares against a supposed one.</summary>
    /// <remarks>Tango 1998, Statistics in Medicine 17: 891-908, equation 5, with the restricted estimate in closed form.</remarks>
    /// <param name="candidateOnly">b: rows that only the candidate passed.</param>
    /// <param name="baselineOnly">c: rows that only the baseline passed.</param>
    /// <param name="n">All rows.</param>
    /// <param name="delta">The supposed difference, candidate minus baseline.</param>
    public static double TangoZ(int candidateOnly, int baselineOnly, int n, double delta)
    {
        double b = candidateOnly, c = baselineOnly;
        var numerator = b - c - n * delta;
        var a2 = 2.0 * n;
        var a1 = -b - c + (2 * n - b + c) * delta;
        var a0 = -c * delta * (1 - delta);
        var q21 = (Math.Sqrt(Math.Max(0, a1 * a1 - 4 * a2 * a0)) - a1) / (2 * a2);
        var variance = n * (2 * q21 + delta * (1 - delta));
        return variance <= 1e-15 ? (Math.Abs(numerator) < 1e-12 ? 0 : Math.Sign(numerator) * double.PositiveInfinity) : numerator / Math.Sqrt(variance);
    }

    /// <summary>The score interval of a paired difference of shares, candidate minus baseline.</summary>
    /// <remarks>Tango 1998: the differences that the score test does not reject, found by bisection.</remarks>
    public static Interval Tango(int candidateOnly, int baselineOnly, int n, double confidence)
    {
        Check(candidateOnly + baselineOnly, n);
        var z = Quantile(confidence);
        var d = (double)(candidateOnly - baselineOnly) / n;
        double Root(double from, double to, double target) =>
            Bisection.TryFindRoot(delta => Clamp(TangoZ(candidateOnly, baselineOnly, n, delta)) - target, from, to, 1e-12, 400, out var root) ? root : (target > 0 ? from : to);
        return new Interval(candidateOnly - baselineOnly == -n ? -1 : Root(-1 + 1e-12, d, z), candidateOnly - baselineOnly == n ? 1 : Root(d, 1 - 1e-12, -z));
    }

    /// <summary>One-sided p of "the candidate is worse by the margin or more"; small means: not inferior.</summary>
    /// <remarks>Tango 1998: the score test at a difference of minus the margin.</remarks>
    public static double NonInferiorityP(int candidateOnly, int baselineOnly, int n, double margin)
    {
        Check(candidateOnly + baselineOnly, n);
        return 1 - Normal.CDF(0, 1, Clamp(TangoZ(candidateOnly, baselineOnly, n, -margin)));
    }

    private static double Clamp(double z) => Math.Clamp(z, -1e6, 1e6);

    private static double Quantile(double confidence) => confidence is > 0 and < 1
        ? Normal.InvCDF(0, 1, 1 - (1 - confidence) / 2)
        : throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");

    private static void Check(int successes, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
    }
}
