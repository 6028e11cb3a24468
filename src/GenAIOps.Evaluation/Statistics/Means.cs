namespace GenAIOps.Evaluation.Statistics;

/// <summary>Means of values, of paired differences and of clusters, each with the standard error that its design asks for.</summary>
public static class Means
{
    /// <summary>The mean of independent values.</summary>
    /// <param name="values">2 or more finite numbers.</param>
    /// <remarks>Student 1908; standard error s / sqrt(n), n - 1 degrees of freedom.</remarks>
    public static MeanEstimate Of(ReadOnlySpan<double> values)
    {
        Checks.Values(values, 2, nameof(values));
        var mean = Average(values);
        return new MeanEstimate(mean, Math.Sqrt(Variance(values, mean) / values.Length), values.Length - 1);
    }

    /// <summary>The mean of candidate minus baseline on the same rows, in the same order.</summary>
    public static MeanEstimate Paired(ReadOnlySpan<double> candidate, ReadOnlySpan<double> baseline) => Of(Checks.Differences(candidate, baseline));

    /// <summary>The difference of two means on different rows, whose variances may differ.</summary>
    /// <remarks>Welch 1947, Biometrika 34: 28-35.</remarks>
    public static MeanEstimate Welch(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        Checks.Values(first, 2, nameof(first));
        Checks.Values(second, 2, nameof(second));
        var (a, b) = (Of(first), Of(second));
        var (u, v) = (a.StandardError * a.StandardError, b.StandardError * b.StandardError);
        var df = u + v == 0 ? a.DegreesOfFreedom + b.DegreesOfFreedom : (u + v) * (u + v) / (u * u / a.DegreesOfFreedom + v * v / b.DegreesOfFreedom);
        return new MeanEstimate(a.Mean - b.Mean, Math.Sqrt(u + v), df);
    }

    /// <summary>The mean of values that come in clusters, such as the turns of a conversation or the questions on a document.</summary>
    /// <param name="values">2 or more.</param>
    /// <param name="clusters">The cluster of each value; 2 or more different ones.</param>
    /// <param name="smallSample">CR1, with the factor C / (C - 1) of the C clusters; CR0 when false, as Miller 2024 writes it.</param>
    /// <returns>The mean over values, with C - 1 degrees of freedom.</returns>
    /// <remarks>Liang and Zeger 1986; Miller 2024, arXiv:2411.00640, section 2.2.</remarks>
    public static MeanEstimate Clustered<TCluster>(ReadOnlySpan<double> values, ReadOnlySpan<TCluster> clusters, bool smallSample = true)
        where TCluster : notnull
    {
        var groups = Clusters.Group(values, clusters);
        var n = values.Length;
        var mean = Average(values);
        double sum = 0;
        foreach (var group in groups)
        {
            double deviation = 0;
            foreach (var value in group) deviation += value - mean;
            sum += deviation * deviation;
        }

        double count = groups.Count;
        return new MeanEstimate(mean, Math.Sqrt((smallSample ? count / (count - 1) : 1) * sum) / n, count - 1);
    }

    /// <summary>The third standardised moment, of values that are not all equal.</summary>
    internal static double Skewness(ReadOnlySpan<double> values, double mean)
    {
        double squares = 0, cubes = 0;
        foreach (var value in values)
        {
            var deviation = value - mean;
            squares += deviation * deviation;
            cubes += deviation * deviation * deviation;
        }

        return cubes / values.Length / Math.Pow(squares / values.Length, 1.5);
    }

    internal static double Average(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values) sum += value;
        var mean = sum / values.Length;
        double rest = 0;
        foreach (var value in values) rest += value - mean;
        return mean + rest / values.Length;
    }

    internal static double Variance(ReadOnlySpan<double> values, double mean)
    {
        if (AllEqual(values)) return 0;
        double sum = 0;
        foreach (var value in values) sum += (value - mean) * (value - mean);
        return sum / (values.Length - 1);
    }

    internal static bool AllEqual(ReadOnlySpan<double> values) => !values.ContainsAnyExcept(values[0]);
}
