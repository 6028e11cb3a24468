namespace GenAIOps.Evaluation.Statistics;

/// <content>Two arms on the same rows: McNemar's tests and closed-form intervals.</content>
public static partial class Proportions
{
    /// <summary>Two-sided p of "both arms pass equally often", from the rows on which they differ.</summary>
    /// <remarks>McNemar 1947 in its exact, binomial form. No row differs: p is 1.</remarks>
    /// <param name="candidateOnly">Rows that only the candidate passed.</param>
    /// <param name="baselineOnly">Rows that only the baseline passed.</param>
    public static double McNemarExact(int candidateOnly, int baselineOnly)
    {
        var n = Discordant(candidateOnly, baselineOnly);
        return n == 0 ? 1 : Math.Min(1, 2 * Distributions.BinomialCdf(Math.Min(candidateOnly, baselineOnly), n, 0.5));
    }

    /// <summary>McNemar's exact p with half the weight of what was seen: the simple test to use.</summary>
    /// <remarks>Fagerland, Lydersen and Laake 2013, BMC Medical Research Methodology 13:91.</remarks>
    public static double McNemarMidP(int candidateOnly, int baselineOnly)
    {
        var n = Discordant(candidateOnly, baselineOnly);
        if (n == 0 || candidateOnly == baselineOnly) return n == 0 ? 1 : 1 - Distributions.BinomialPmf(candidateOnly, n, 0.5) / 2;
        var least = Math.Min(candidateOnly, baselineOnly);
        return 2 * Distributions.BinomialCdf(least, n, 0.5) - Distributions.BinomialPmf(least, n, 0.5);
    }

    /// <summary>McNemar's chi-square with one degree of freedom.</summary>
    /// <remarks>McNemar 1947. The correction (|b - c| - 1)² / (b + c) is Edwards 1948; it is too cautious. No row differs: 0, and p is 1.</remarks>
    public static TestResult McNemarChiSquare(int candidateOnly, int baselineOnly, bool continuityCorrection = false)
    {
        var n = Discordant(candidateOnly, baselineOnly);
        var gap = Math.Abs((double)candidateOnly - baselineOnly);
        // Where b = c, R gives 0 and statsmodels 1 / n; this is R's. See McNemarEdwards for the other.
        if (continuityCorrection) gap = Math.Max(0, gap - 1);
        var statistic = n == 0 ? 0 : gap * gap / n;
        return new TestResult(statistic, Distributions.ChiSquareUpper(statistic));
    }

    /// <summary>Edwards' correction as statsmodels computes it: (|b - c| - 1)² / (b + c) also where b = c.</summary>
    /// <remarks>Edwards 1948, Psychometrika 13: 185-187. Differs from <see cref="McNemarChiSquare"/> only where b = c.</remarks>
    public static TestResult McNemarEdwards(int candidateOnly, int baselineOnly)
    {
        var n = Discordant(candidateOnly, baselineOnly);
        var gap = Math.Abs((double)candidateOnly - baselineOnly) - 1;
        var statistic = n == 0 ? 0 : gap * gap / n;
        return new TestResult(statistic, Distributions.ChiSquareUpper(statistic));
    }

    /// <summary>The hybrid score interval of a paired difference of shares, candidate minus baseline.</summary>
    /// <remarks>Newcombe 1998, Statistics in Medicine 17: 2635-2650, method 10 (method 8 without the correction of phi).</remarks>
    /// <param name="both">Rows that both passed.</param>
    /// <param name="neither">Rows that neither passed.</param>
    /// <param name="correctPhi">Method 10 when true, method 8 when false.</param>
    public static Interval NewcombePaired(int both, int candidateOnly, int baselineOnly, int neither, double confidence, bool correctPhi = true)
    {
        var n = Total(both, candidateOnly, baselineOnly, neither);
        double a = both, b = candidateOnly, c = baselineOnly, d = neither;
        var candidate = Wilson(both + candidateOnly, n, confidence);
        var baseline = Wilson(both + baselineOnly, n, confidence);
        var margins = (a + b) * (c + d) * (a + c) * (b + d);
        var product = a * d - b * c;
        if (correctPhi && product > 0) product = Math.Max(0, product - n / 2.0);
        var phi = margins == 0 ? 0 : product / Math.Sqrt(margins);
        var (p1, p2, difference) = ((a + b) / n, (a + c) / n, (b - c) / n);
        static double Half(double x, double y, double phi) => Math.Sqrt(Math.Max(0, x * x - 2 * phi * x * y + y * y));
        return new Interval(difference - Half(p1 - candidate.Low, baseline.High - p2, phi), difference + Half(candidate.High - p1, p2 - baseline.Low, phi));
    }

    /// <summary>The textbook interval of a paired difference, for comparison only: it covers too little, and nothing where no row differs.</summary>
    /// <remarks>Fagerland, Lydersen and Laake 2014, Statistics in Medicine 33: 2850-2875.</remarks>
    /// <param name="n">All rows.</param>
    public static Interval WaldPaired(int candidateOnly, int baselineOnly, int n, double confidence)
    {
        CheckPair(candidateOnly, baselineOnly, n);
        double b = candidateOnly, c = baselineOnly;
        var half = Distributions.TwoSidedZ(confidence) * Math.Sqrt(b + c - (b - c) * (b - c) / n) / n;
        return new Interval((b - c) / n - half, (b - c) / n + half);
    }

    /// <summary>Wald's interval after one row is added to each kind of disagreement.</summary>
    /// <remarks>Bonett and Price 2012, Journal of Educational and Behavioral Statistics 37: 479-488.</remarks>
    public static Interval BonettPrice(int candidateOnly, int baselineOnly, int n, double confidence)
    {
        CheckPair(candidateOnly, baselineOnly, n);
        var (p, q) = ((candidateOnly + 1.0) / (n + 2), (baselineOnly + 1.0) / (n + 2));
        var half = Distributions.TwoSidedZ(confidence) * Math.Sqrt((p + q - (p - q) * (p - q)) / (n + 2));
        return new Interval(Math.Max(-1, p - q - half), Math.Min(1, p - q + half));
    }

    private static int Discordant(int candidateOnly, int baselineOnly)
    {
        Checks.AtLeast(candidateOnly, 0, nameof(candidateOnly));
        Checks.AtLeast(baselineOnly, 0, nameof(baselineOnly));
        return checked(candidateOnly + baselineOnly);
    }

    private static int Total(int both, int candidateOnly, int baselineOnly, int neither)
    {
        Checks.AtLeast(both, 0, nameof(both));
        Checks.AtLeast(neither, 0, nameof(neither));
        var n = checked(both + neither + Discordant(candidateOnly, baselineOnly));
        Checks.AtLeast(n, 1, nameof(n));
        return n;
    }

    private static void CheckPair(int candidateOnly, int baselineOnly, int n) =>
        Checks.Share(Discordant(candidateOnly, baselineOnly), n, "candidateOnly + baselineOnly");
}
