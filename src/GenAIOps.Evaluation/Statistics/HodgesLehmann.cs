namespace GenAIOps.Evaluation.Statistics;

/// <summary>The typical paired difference and its exact interval, from the means of all pairs of differences.</summary>
/// <remarks>Hodges and Lehmann 1963; the interval is Tukey's, Hollander and Wolfe 1973, chapter 3.3: it inverts the signed-rank test.</remarks>
public static class HodgesLehmann
{
    /// <param name="differences">1 to 2,000 finite numbers.</param>
    /// <returns>The median of the means of all pairs, each with itself as well.</returns>
    public static double Estimate(ReadOnlySpan<double> differences) => Quantiles.OfSorted(Walsh(differences), 0.5);

    /// <summary>Covers at least the confidence when no two differences are equal; infinite when there are too few rows for it.</summary>
    public static Interval Interval(ReadOnlySpan<double> differences, double confidence)
    {
        Checks.Probability(confidence, nameof(confidence));
        var walsh = Walsh(differences);
        var ranks = new double[differences.Length];
        for (var i = 0; i < ranks.Length; i++) ranks[i] = i + 1;
        var chance = SignedRank.Chances(ranks);
        double below = 0;
        var rank = 0;
        while ((below += chance[2 * rank]) < (1 - confidence) / 2) rank++;
        // The least sum whose chance of being at or below it is enough; sums under it are rejected.
        return rank == 0 ? new Interval(double.NegativeInfinity, double.PositiveInfinity) : new Interval(walsh[rank - 1], walsh[^rank]);
    }

    private static double[] Walsh(ReadOnlySpan<double> differences)
    {
        Checks.Values(differences, 1, nameof(differences));
        if (differences.Length > 2000) throw new ArgumentException(FormattableString.Invariant($"differences has {differences.Length} values; the means of all pairs are for 2,000 at most."), nameof(differences));
        var walsh = new double[differences.Length * (differences.Length + 1) / 2];
        var at = 0;
        for (var i = 0; i < differences.Length; i++)
        {
            for (var k = i; k < differences.Length; k++) walsh[at++] = (differences[i] + differences[k]) / 2;
        }

        Array.Sort(walsh);
        return walsh;
    }
}
