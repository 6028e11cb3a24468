namespace GenAIOps.Evaluation.Statistics;

/// <summary>The rank-sum test of two samples of different rows.</summary>
/// <remarks>Mann and Whitney 1947, Annals of Mathematical Statistics 18: 50-60.</remarks>
public sealed class MannWhitney
{
    private readonly int _first;
    private readonly int _second;
    private readonly double _ties;

    private MannWhitney(double u, int first, int second, double ties) => (U, _first, _second, _ties) = (u, first, second, ties);

    /// <summary>U of the first sample: pairs in which it is larger, ties as halves.</summary>
    public double U { get; }

    /// <param name="first">1 or more finite numbers.</param>
    /// <param name="second">1 or more finite numbers.</param>
    public static MannWhitney Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        Checks.Values(first, 1, nameof(first));
        Checks.Values(second, 1, nameof(second));
        var (ranks, ties) = Ranks.Of([.. first, .. second]);
        double sum = 0;
        for (var i = 0; i < first.Length; i++) sum += ranks[i];
        return new MannWhitney(sum - first.Length * (first.Length + 1.0) / 2, first.Length, second.Length, ties);
    }

    /// <summary>The p value by the normal approximation with ties counted and the continuity correction of one half.</summary>
    public double NormalP(Alternative alternative = Alternative.TwoSided)
    {
        double n = _first + _second;
        var product = (double)_first * _second;
        var deviation = Math.Sqrt(product / 12 * (n + 1 - _ties / (n * (n - 1))));
        if (!(deviation > 0)) return 1;
        double Above(double u) => Distributions.NormalUpper((u - product / 2 - 0.5) / deviation);
        return Sides(alternative, product, Above);
    }

    /// <summary>The exact p value when no two values are equal.</summary>
    /// <exception cref="InvalidOperationException">There are ties, or more than 1,000,000 pairs; use <see cref="NormalP"/>.</exception>
    public double ExactP(Alternative alternative = Alternative.TwoSided)
    {
        if (_ties > 0) throw new InvalidOperationException("Some values are equal; the exact p value is for samples without ties. Use NormalP.");
        if ((long)_first * _second > 1_000_000) throw new InvalidOperationException(FormattableString.Invariant($"The samples make {(long)_first * _second} pairs; the exact p value is for 1,000,000 at most. Use NormalP."));
        var chance = Chances(_first, _second);
        double Above(double u)
        {
            double sum = 0;
            for (var i = (int)Math.Round(u); i < chance.Length; i++) sum += chance[i];
            return sum;
        }

        return Sides(alternative, (double)_first * _second, Above);
    }

    private double Sides(Alternative alternative, double product, Func<double, double> above) => alternative switch
    {
        Alternative.Greater => above(U),
        Alternative.Less => above(product - U),
        _ => Math.Min(1, 2 * above(Math.Max(U, product - U))),
    };

    // Gaussian binomial coefficients over C(m + n, m), factor by factor: multiply by 1 - q^(n + i), divide by 1 - q^i.
    private static double[] Chances(int first, int second)
    {
        var (m, n) = (Math.Min(first, second), Math.Max(first, second));
        var chance = new double[m * n + 1];
        chance[0] = 1;
        for (var i = 1; i <= m; i++)
        {
            for (var u = chance.Length - 1; u >= n + i; u--) chance[u] -= chance[u - n - i];
            for (var u = i; u < chance.Length; u++) chance[u] += chance[u - i];
            var scale = (double)i / (n + i);
            for (var u = 0; u < chance.Length; u++) chance[u] *= scale;
        }

        return chance;
    }
}
