namespace GenAIOps.Evaluation.Statistics;

/// <summary>One row answered n times, of which c passed: chances when k answers are taken from them.</summary>
public static class PassAtK
{
    /// <summary>pass@k: the chance that at least one of k passes.</summary>
    /// <remarks>Chen et al. 2021, arXiv:2107.03374: 1 - C(n - c, k) / C(n, k), without bias.</remarks>
    /// <param name="k">1 to <paramref name="n"/>.</param>
    public static double AnyOf(int n, int passed, int k)
    {
        Check(n, passed, k);
        return 1 - Share(n, n - passed, k);
    }

    /// <summary>pass^k: the chance that all of k pass.</summary>
    /// <remarks>Yao et al. 2024, arXiv:2406.12045: C(c, k) / C(n, k).</remarks>
    public static double AllOf(int n, int passed, int k)
    {
        Check(n, passed, k);
        return Share(n, passed, k);
    }

    private static double Share(int n, int of, int k)
    {
        if (of < k) return 0;
        double share = 1;
        for (var i = 0; i < k; i++) share *= (double)(of - i) / (n - i);
        return share;
    }

    private static void Check(int n, int passed, int k)
    {
        Checks.Share(passed, n, nameof(passed));
        Checks.AtLeast(k, 1, nameof(k));
        if (k > n) throw new ArgumentOutOfRangeException(nameof(k), k, FormattableString.Invariant($"k is at most n, which is {n}: more answers cannot be taken than were given."));
    }
}
