namespace GenAIOps.Evaluation.Statistics;

/// <summary>p values adjusted for their number, in the order given. Reject where the adjusted value is at most alpha.</summary>
/// <remarks>A gate that asks for every metric to pass needs none of these (Berger 1982); "did any metric get worse" needs one.</remarks>
public static class Multiplicity
{
    /// <summary>Each times their number.</summary>
    /// <remarks>Bonferroni 1936; Dunn 1961.</remarks>
    public static double[] Bonferroni(ReadOnlySpan<double> p)
    {
        Check(p);
        var adjusted = p.ToArray();
        for (var i = 0; i < adjusted.Length; i++) adjusted[i] = Math.Min(1, adjusted[i] * p.Length);
        return adjusted;
    }

    /// <summary>Step-down Bonferroni: the family-wise error rate under any dependence, never weaker than Bonferroni.</summary>
    /// <remarks>Holm 1979, Scandinavian Journal of Statistics 6: 65-70.</remarks>
    public static double[] Holm(ReadOnlySpan<double> p) => Down(p, (value, rank, m) => (m - rank + 1) * value);

    /// <summary>Step-up Bonferroni, for independent or positively dependent tests.</summary>
    /// <remarks>Hochberg 1988, Biometrika 75: 800-802.</remarks>
    public static double[] Hochberg(ReadOnlySpan<double> p) => Up(p, (value, rank, m) => (m - rank + 1) * value);

    /// <summary>The false discovery rate, for independent or positively dependent tests.</summary>
    /// <remarks>Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57: 289-300.</remarks>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> p) => Up(p, (value, rank, m) => value * m / rank);

    /// <summary>The false discovery rate under any dependence.</summary>
    /// <remarks>Benjamini and Yekutieli 2001, Annals of Statistics 29: 1165-1188.</remarks>
    public static double[] BenjaminiYekutieli(ReadOnlySpan<double> p)
    {
        double harmonic = 0;
        for (var i = 1; i <= p.Length; i++) harmonic += 1.0 / i;
        return Up(p, (value, rank, m) => harmonic * value * m / rank);
    }

    /// <summary>The closed test over Simes: never weaker than Hochberg.</summary>
    /// <remarks>Hommel 1988, Biometrika 75: 383-386, by the algorithm of Wright 1992.</remarks>
    public static double[] Hommel(ReadOnlySpan<double> p)
    {
        var order = Order(p);
        var m = p.Length;
        var sorted = new double[m];
        for (var i = 0; i < m; i++) sorted[i] = p[order[i]];
        var least = double.PositiveInfinity;
        for (var i = 0; i < m; i++) least = Math.Min(least, m * sorted[i] / (i + 1));
        var best = new double[m];
        var step = new double[m];
        Array.Fill(best, least);
        Array.Fill(step, least);
        for (var size = m - 1; size >= 2; size--)
        {
            var first = m - size + 1;
            var smallest = double.PositiveInfinity;
            for (var k = 0; k < size - 1; k++) smallest = Math.Min(smallest, size * sorted[first + k] / (2 + k));
            for (var i = 0; i < first; i++) step[i] = Math.Min(size * sorted[i], smallest);
            for (var i = first; i < m; i++) step[i] = step[m - size];
            for (var i = 0; i < m; i++) best[i] = Math.Max(best[i], step[i]);
        }

        var adjusted = new double[m];
        for (var i = 0; i < m; i++) adjusted[order[i]] = Math.Min(1, Math.Max(best[i], sorted[i]));
        return adjusted;
    }

    private static double[] Down(ReadOnlySpan<double> p, Func<double, int, int, double> scale)
    {
        var order = Order(p);
        var adjusted = new double[p.Length];
        double most = 0;
        for (var i = 0; i < order.Length; i++) adjusted[order[i]] = most = Math.Min(1, Math.Max(most, scale(p[order[i]], i + 1, p.Length)));
        return adjusted;
    }

    private static double[] Up(ReadOnlySpan<double> p, Func<double, int, int, double> scale)
    {
        var order = Order(p);
        var adjusted = new double[p.Length];
        double least = 1;
        for (var i = order.Length - 1; i >= 0; i--) adjusted[order[i]] = least = Math.Min(least, scale(p[order[i]], i + 1, p.Length));
        return adjusted;
    }

    private static int[] Order(ReadOnlySpan<double> p)
    {
        Check(p);
        var order = new int[p.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(p.ToArray(), order);
        return order;
    }

    private static void Check(ReadOnlySpan<double> p)
    {
        if (p.IsEmpty) throw new ArgumentException("p has no values; 1 or more are needed.", nameof(p));
        for (var i = 0; i < p.Length; i++)
        {
            if (!(p[i] is >= 0 and <= 1)) throw new ArgumentException(FormattableString.Invariant($"p[{i}] is {p[i]}; a p value lies in [0, 1]."), nameof(p));
        }
    }
}
