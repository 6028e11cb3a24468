namespace GenAIOps.Evaluation.Statistics;

/// <summary>What to do with rows on which both arms score the same.</summary>
public enum ZeroHandling
{
    /// <summary>Leave them out before ranking (Wilcoxon 1945).</summary>
    Wilcoxon,

    /// <summary>Rank them, then leave them out (Pratt 1959, Journal of the American Statistical Association 54: 655-667): for ratings with many ties.</summary>
    Pratt,
}

/// <summary>Wilcoxon's signed-rank test of paired differences: it uses their order, not their size.</summary>
/// <param name="Positive">W+, or R's V: the sum of the ranks of positive differences.</param>
/// <param name="Negative">W-: of negative ones.</param>
public sealed record SignedRank(double Positive, double Negative)
{
    private double[] Ranks { get; init; } = [];

    private double Mean { get; init; }

    private double Variance { get; init; }

    /// <summary>The smaller of both sums: the statistic that scipy prints.</summary>
    public double Statistic => Math.Min(Positive, Negative);

    /// <param name="differences">1 or more finite numbers.</param>
    public static SignedRank Of(ReadOnlySpan<double> differences, ZeroHandling zeros = ZeroHandling.Pratt)
    {
        Checks.Values(differences, 1, nameof(differences));
        var kept = zeros == ZeroHandling.Wilcoxon ? Array.FindAll(differences.ToArray(), x => x != 0) : differences.ToArray();
        var (ranks, _) = Statistics.Ranks.Of(Array.ConvertAll(kept, Math.Abs));
        double positive = 0, negative = 0, none = 0;
        List<double> used = [];
        for (var i = 0; i < kept.Length; i++)
        {
            if (kept[i] == 0)
            {
                none++;
                continue;
            }

            used.Add(ranks[i]);
            if (kept[i] > 0) positive += ranks[i];
            else negative += ranks[i];
        }

        double n = kept.Length;
        double ties = 0;
        foreach (var group in used.GroupBy(x => x)) ties += Math.Pow(group.Count(), 3) - group.Count();
        return new SignedRank(positive, negative)
        {
            Ranks = [.. used],
            Mean = (n * (n + 1) - none * (none + 1)) / 4,
            Variance = (n * (n + 1) * (2 * n + 1) - none * (none + 1) * (2 * none + 1) - ties / 2) / 24,
        };
    }

    /// <summary>The p value by the normal approximation with ties counted, without continuity correction; 1 when no row differs.</summary>
    public double NormalP(Alternative alternative = Alternative.TwoSided)
    {
        if (Variance <= 0) return 1;
        var z = (Positive - Mean) / Math.Sqrt(Variance);
        return alternative switch
        {
            Alternative.Greater => Distributions.NormalUpper(z),
            Alternative.Less => Distributions.NormalCdf(z),
            _ => Math.Min(1, 2 * Distributions.NormalUpper(Math.Abs(z))),
        };
    }

    /// <summary>The exact p value: all signs of the ranks seen are equally likely. Ties need no approximation.</summary>
    /// <exception cref="InvalidOperationException">More than 1,000 rows differ; use <see cref="NormalP"/>, which is as good there.</exception>
    public double ExactP(Alternative alternative = Alternative.TwoSided)
    {
        if (Ranks.Length > 1000) throw new InvalidOperationException(FormattableString.Invariant($"{Ranks.Length} rows differ; the exact p value is for 1,000 at most. Use NormalP."));
        var chance = Chances(Ranks);
        var at = (int)Math.Round(2 * Positive);
        double above = 0, below = 0;
        for (var i = 0; i < chance.Length; i++)
        {
            if (i >= at) above += chance[i];
            if (i <= at) below += chance[i];
        }

        return alternative switch { Alternative.Greater => above, Alternative.Less => below, _ => Math.Min(1, 2 * Math.Min(above, below)) };
    }

    /// <summary>The chance of each sum of positive ranks, by twice the sum: middle ranks are halves.</summary>
    internal static double[] Chances(ReadOnlySpan<double> ranks)
    {
        double total = 0;
        foreach (var rank in ranks) total += rank;
        var chance = new double[(int)Math.Round(2 * total) + 1];
        chance[0] = 1;
        var reach = 0;
        foreach (var rank in ranks)
        {
            var step = (int)Math.Round(2 * rank);
            reach += step;
            for (var i = reach; i >= 0; i--) chance[i] = 0.5 * (chance[i] + (i >= step ? chance[i - step] : 0));
        }

        return chance;
    }
}
