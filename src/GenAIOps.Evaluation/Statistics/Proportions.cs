namespace GenAIOps.Evaluation.Statistics;

/// <summary>Intervals and tests for shares of rows that pass.</summary>
public static partial class Proportions
{
    /// <summary>The score interval of one share.</summary>
    /// <remarks>Wilson 1927; recommended by Brown, Cai and DasGupta 2001. With the correction: Newcombe 1998, Statistics in Medicine 17: 857-872, method 4.</remarks>
    /// <param name="successes">0 to <paramref name="n"/>.</param>
    /// <param name="n">1 or more.</param>
    /// <param name="confidence">In (0, 1), such as 0.95.</param>
    /// <param name="continuityCorrection">Widens the interval by half a row on each side.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the confidence is outside its range.</exception>
    public static Interval Wilson(int successes, int n, double confidence, bool continuityCorrection = false)
    {
        Checks.Share(successes, n);
        var z = Distributions.TwoSidedZ(confidence);
        var p = (double)successes / n;
        var q = 1 - p;
        var square = z * z;
        if (!continuityCorrection)
        {
            var centre = (p + square / (2 * n)) / (1 + square / n);
            var half = z / (1 + square / n) * Math.Sqrt(p * q / n + square / (4.0 * n * n));
            return new Interval(successes == 0 ? 0 : Math.Max(0, centre - half), successes == n ? 1 : Math.Min(1, centre + half));
        }

        var low = (2 * n * p + square - 1 - z * Math.Sqrt(Math.Max(0, square - 2 - 1.0 / n + 4 * p * (n * q + 1)))) / (2 * (n + square));
        var high = (2 * n * p + square + 1 + z * Math.Sqrt(Math.Max(0, square + 2 - 1.0 / n + 4 * p * (n * q - 1)))) / (2 * (n + square));
        return new Interval(successes == 0 ? 0 : Math.Max(0, low), successes == n ? 1 : Math.Min(1, high));
    }

    /// <summary>The exact interval of one share: it never covers less than it says.</summary>
    /// <remarks>Clopper and Pearson 1934, by quantiles of the beta distribution.</remarks>
    public static Interval ClopperPearson(int successes, int n, double confidence)
    {
        Checks.Share(successes, n);
        Checks.Probability(confidence, nameof(confidence));
        var tail = (1 - confidence) / 2;
        return new Interval(LowerBound(successes, n, tail), UpperBound(successes, n, tail));
    }

    /// <summary>The exact one-sided upper bound of a share; with no success in n it is 1 - alpha^(1/n).</summary>
    /// <remarks>Clopper and Pearson 1934. No success: Hanley and Lippman-Hand 1983, JAMA 249: 1743-1745, whose 3/n it replaces.</remarks>
    /// <param name="alpha">The chance that the share is above the bound, such as 0.05.</param>
    public static double UpperBound(int successes, int n, double alpha)
    {
        Checks.Share(successes, n);
        Checks.Probability(alpha, nameof(alpha));
        return successes == n ? 1 : successes == 0 ? -Math.Exp(Math.Log(alpha) / n) + 1 : 1 - Beta.Quantile(alpha, n - successes, successes + 1);
    }

    /// <summary>The exact one-sided lower bound of a share; with n of n it is alpha^(1/n).</summary>
    /// <remarks>Clopper and Pearson 1934.</remarks>
    /// <param name="alpha">The chance that the share is below the bound, such as 0.05.</param>
    public static double LowerBound(int successes, int n, double alpha)
    {
        Checks.Share(successes, n);
        Checks.Probability(alpha, nameof(alpha));
        return successes == 0 ? 0 : successes == n ? Math.Exp(Math.Log(alpha) / n) : Beta.Quantile(alpha, successes, n - successes + 1);
    }

    /// <summary>The exact interval with half the weight of what was seen: shorter than <see cref="ClopperPearson"/>, and on average it covers what it says.</summary>
    /// <remarks>Lancaster 1961; Newcombe 1998, Statistics in Medicine 17: 857-872, method 6.</remarks>
    public static Interval MidP(int successes, int n, double confidence)
    {
        Checks.Share(successes, n);
        Checks.Probability(confidence, nameof(confidence));
        var tail = (1 - confidence) / 2;
        double Above(double p) => Distributions.BinomialUpper(successes, n, p) - 0.5 * Distributions.BinomialPmf(successes, n, p);
        double Below(double p) => Distributions.BinomialCdf(successes, n, p) - 0.5 * Distributions.BinomialPmf(successes, n, p);
        return new Interval(successes == 0 ? 0 : Roots.OfIncreasing(p => Above(p) - tail, 0, 1), successes == n ? 1 : Roots.OfDecreasing(p => Below(p) - tail, 0, 1));
    }

    /// <summary>The equal-tailed interval of the posterior with Jeffreys' prior, Beta(1/2, 1/2).</summary>
    /// <remarks>Brown, Cai and DasGupta 2001, Statistical Science 16: 101-133, without their change at 0 and n.</remarks>
    public static Interval Jeffreys(int successes, int n, double confidence)
    {
        Checks.Share(successes, n);
        Checks.Probability(confidence, nameof(confidence));
        var tail = (1 - confidence) / 2;
        return new Interval(Beta.Quantile(tail, successes + 0.5, n - successes + 0.5), 1 - Beta.Quantile(tail, n - successes + 0.5, successes + 0.5));
    }

    /// <summary>Wald's interval after z² / 2 successes and as many failures are added.</summary>
    /// <remarks>Agresti and Coull 1998, The American Statistician 52: 119-126.</remarks>
    public static Interval AgrestiCoull(int successes, int n, double confidence)
    {
        Checks.Share(successes, n);
        var z = Distributions.TwoSidedZ(confidence);
        var total = n + z * z;
        var p = (successes + z * z / 2) / total;
        var half = z * Math.Sqrt(p * (1 - p) / total);
        return new Interval(Math.Max(0, p - half), Math.Min(1, p + half));
    }

    /// <summary>The textbook interval, for comparison with other tools only: it covers too little, and nothing at 0 and n.</summary>
    /// <remarks>Brown, Cai and DasGupta 2001 show why not to use it.</remarks>
    public static Interval Wald(int successes, int n, double confidence)
    {
        Checks.Share(successes, n);
        var z = Distributions.TwoSidedZ(confidence);
        var p = (double)successes / n;
        var half = z * Math.Sqrt(p * (1 - p) / n);
        return new Interval(Math.Max(0, p - half), Math.Min(1, p + half));
    }

    /// <summary>Two-sided exact p of "the share is <paramref name="expected"/>": the chance of all counts that are no likelier than the one seen.</summary>
    /// <remarks>Conover 1971, chapter 3.1; the rule of R's binom.test.</remarks>
    /// <param name="expected">In (0, 1).</param>
    public static double BinomialTest(int successes, int n, double expected)
    {
        Checks.Share(successes, n);
        Checks.Probability(expected, nameof(expected));
        var limit = Distributions.BinomialPmf(successes, n, expected) * (1 + 1e-7);
        double p = 0;
        for (var k = 0; k <= n; k++)
        {
            var mass = Distributions.BinomialPmf(k, n, expected);
            if (mass <= limit) p += mass;
        }

        return Math.Min(1, p);
    }
}
