namespace GenAIOps.Evaluation.Statistics;

/// <content>Tango's score test and interval of a paired difference of shares.</content>
public static partial class Proportions
{
    /// <summary>The score statistic of a paired difference of shares against a supposed one.</summary>
    /// <remarks>Tango 1998, Statistics in Medicine 17: 891-908, equation 5, with the restricted estimate in closed form.</remarks>
    /// <param name="candidateOnly">b: rows that only the candidate passed.</param>
    /// <param name="baselineOnly">c: rows that only the baseline passed.</param>
    /// <param name="n">All rows.</param>
    /// <param name="delta">The supposed difference, candidate minus baseline, in [-1, 1].</param>
    public static double TangoZ(int candidateOnly, int baselineOnly, int n, double delta)
    {
        CheckPair(candidateOnly, baselineOnly, n);
        if (!(delta is >= -1 and <= 1)) throw new ArgumentOutOfRangeException(nameof(delta), delta, "delta is a difference of shares in [-1, 1].");
        double b = candidateOnly, c = baselineOnly;
        var numerator = b - c - n * delta;
        var a2 = 2.0 * n;
        var a1 = -b - c + (2.0 * n - b + c) * delta;
        var a0 = -c * delta * (1 - delta);
        var root = Math.Sqrt(Math.Max(0, a1 * a1 - 4 * a2 * a0));
        // The same root of the quadratic either way; this way no digits cancel.
        var q21 = a1 > 0 ? -2 * a0 / (root + a1) : (root - a1) / (2 * a2);
        var variance = n * (2 * q21 + delta * (1 - delta));
        return variance <= 1e-15 ? (Math.Abs(numerator) < 1e-12 ? 0 : Math.Sign(numerator) * double.PositiveInfinity) : numerator / Math.Sqrt(variance);
    }

    /// <summary>The score interval of a paired difference of shares, candidate minus baseline.</summary>
    /// <remarks>Tango 1998: the differences that the score test does not reject, found by bisection.</remarks>
    public static Interval Tango(int candidateOnly, int baselineOnly, int n, double confidence)
    {
        CheckPair(candidateOnly, baselineOnly, n);
        var z = Distributions.TwoSidedZ(confidence);
        var difference = (double)(candidateOnly - baselineOnly) / n;
        double Limit(double from, double to, double target) => Roots.OfDecreasing(delta => TangoZ(candidateOnly, baselineOnly, n, delta) - target, from, to);
        return new Interval(candidateOnly - baselineOnly == -n ? -1 : Limit(-1, difference, z), candidateOnly - baselineOnly == n ? 1 : Limit(difference, 1, -z));
    }

    /// <summary>One-sided p of "the candidate is worse by the margin or more"; small means: not inferior.</summary>
    /// <remarks>Tango 1998 and Nam 1997, Biometrics 53: 1422-1430: the score test at a difference of minus the margin.</remarks>
    /// <param name="margin">In [0, 1): the drop in share that is still acceptable, such as 0.05.</param>
    public static double NonInferiorityP(int candidateOnly, int baselineOnly, int n, double margin)
    {
        if (!(margin is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(margin), margin, "margin is a share in [0, 1), such as 0.05.");
        return Distributions.NormalUpper(TangoZ(candidateOnly, baselineOnly, n, -margin));
    }
}
