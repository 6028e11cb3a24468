namespace GenAIOps.Evaluation.Statistics;

/// <summary>Intervals without a formula: draw rows again and again, and see how much the statistic moves.</summary>
/// <remarks>Efron 1979; Efron and Tibshirani 1993. The same rows, options and seed give the same numbers to the last bit, on any number of threads.</remarks>
public static class Bootstrap
{
    /// <summary>The bootstrap of a mean: 10,000 resamples of 10,000 rows take a fraction of a second.</summary>
    /// <param name="values">2 or more finite numbers.</param>
    public static BootstrapResult Mean(ReadOnlySpan<double> values, BootstrapOptions? options = null)
    {
        Checks.Values(values, 2, nameof(values));
        var rows = values.ToArray();
        var mean = Means.Average(values);
        var jackknife = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++) jackknife[i] = mean + (mean - rows[i]) / (rows.Length - 1);
        return new BootstrapResult(mean, Resampling.Means(rows, null, BootstrapOptions.Checked(options)), jackknife);
    }

    /// <summary>The bootstrap of a mean over clustered values: whole clusters are drawn and left out.</summary>
    /// <remarks>Davison and Hinkley 1997, chapter 3.8, strategy 1.</remarks>
    /// <param name="clusters">The cluster of each value; 2 or more different ones.</param>
    public static BootstrapResult ClusteredMean<TCluster>(ReadOnlySpan<double> values, ReadOnlySpan<TCluster> clusters, BootstrapOptions? options = null)
        where TCluster : notnull
    {
        var groups = Clusters.Group(values, clusters);
        var sums = groups.ConvertAll(x => x.Sum()).ToArray();
        var sizes = groups.ConvertAll(x => (double)x.Length).ToArray();
        var (total, count) = (sums.Sum(), (double)values.Length);
        var jackknife = new double[sums.Length];
        for (var i = 0; i < sums.Length; i++) jackknife[i] = (total - sums[i]) / (count - sizes[i]);
        return new BootstrapResult(total / count, Resampling.Means(sums, sizes, BootstrapOptions.Checked(options)), jackknife);
    }

    /// <summary>The bootstrap of any statistic of rows. It is called from several threads at once.</summary>
    /// <param name="rows">2 or more.</param>
    /// <param name="statistic">A pure function; finite for every resample.</param>
    public static BootstrapResult Of<T>(ReadOnlySpan<T> rows, Statistic<T> statistic, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        if (rows.Length < 2) throw new ArgumentException(FormattableString.Invariant($"rows has {rows.Length} entries; 2 or more are needed."), nameof(rows));
        var all = rows.ToArray();
        var estimate = statistic(all);
        Checks.Finite(estimate, nameof(statistic));
        var jackknife = new double[all.Length];
        var without = all[1..];
        for (var i = 0; i < all.Length; i++)
        {
            jackknife[i] = statistic(without);
            if (i < without.Length) without[i] = all[i];
        }

        return new BootstrapResult(estimate, Resampling.Statistics(all, statistic, BootstrapOptions.Checked(options)), jackknife);
    }
}
