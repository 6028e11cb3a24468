namespace GenAIOps.Evaluation.Statistics;

/// <summary>Several answers to each row: their mean per row is one observation, and the rest is noise that more answers would average out.</summary>
/// <remarks>Miller 2024, arXiv:2411.00640, section 3.1: Var = omega² / n + sigma² / (n K).</remarks>
/// <param name="Means">The mean of each row.</param>
/// <param name="Between">omega²: the variance between rows, without the noise within them; 0 when the noise explains all.</param>
/// <param name="Within">sigma²: the variance of one answer around the mean of its row.</param>
public sealed record RepeatedSamples(IReadOnlyList<double> Means, double Between, double Within)
{
    /// <summary>The mean over rows; equal to the estimate clustered by row when all rows have as many answers.</summary>
    public MeanEstimate Estimate => Statistics.Means.Of([.. Means]);

    /// <param name="rows">2 or more rows, each with 1 or more finite scores; some row has 2 or more.</param>
    /// <exception cref="ArgumentException">A row has no score, or no row has two, so that the noise cannot be told.</exception>
    public static RepeatedSamples Of(IReadOnlyList<double[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count < 2) throw new ArgumentException(FormattableString.Invariant($"rows has {rows.Count} entries; 2 or more are needed."), nameof(rows));
        var means = new double[rows.Count];
        double squares = 0, reciprocals = 0;
        var freedom = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            Checks.Values(rows[i], 1, FormattableString.Invariant($"rows[{i}]"));
            means[i] = Statistics.Means.Average(rows[i]);
            foreach (var score in rows[i]) squares += (score - means[i]) * (score - means[i]);
            freedom += rows[i].Length - 1;
            reciprocals += 1.0 / rows[i].Length;
        }

        if (freedom == 0) throw new ArgumentException("rows has one score each; the variance within a row needs a row with 2 or more.", nameof(rows));
        var within = squares / freedom;
        var between = Statistics.Means.Variance(means, Statistics.Means.Average(means)) - within * reciprocals / rows.Count;
        return new RepeatedSamples(means, Math.Max(0, between), within);
    }

    /// <summary>The mean difference of two arms whose rows were repeated: the difference of row means is what is compared.</summary>
    public static MeanEstimate Paired(IReadOnlyList<double[]> candidate, IReadOnlyList<double[]> baseline)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(baseline);
        return Statistics.Means.Paired(MeansOf(candidate, nameof(candidate)), MeansOf(baseline, nameof(baseline)));
    }

    private static double[] MeansOf(IReadOnlyList<double[]> rows, string name)
    {
        var means = new double[rows.Count];
        for (var i = 0; i < means.Length; i++)
        {
            Checks.Values(rows[i], 1, FormattableString.Invariant($"{name}[{i}]"));
            means[i] = Statistics.Means.Average(rows[i]);
        }

        return means;
    }
}
