namespace GenAIOps.Evaluation.Statistics;

/// <summary>How a sample quantile between two values is read; the numbers are those of Hyndman and Fan 1996 and of R.</summary>
public enum QuantileType
{
    /// <summary>A value of the sample: the least whose share of values at or below it is enough. numpy: inverted_cdf.</summary>
    InvertedCdf = 1,

    /// <summary>Weibull's, at p (n + 1). numpy: weibull.</summary>
    Weibull = 6,

    /// <summary>On the line between neighbours, at p (n - 1). numpy: linear, and the default of R, numpy and this library.</summary>
    Linear = 7,

    /// <summary>About median-unbiased whatever the distribution. numpy: median_unbiased.</summary>
    MedianUnbiased = 8,
}

/// <summary>Quantiles of a sample, such as the 95th percentile of latencies.</summary>
/// <remarks>Hyndman and Fan 1996, The American Statistician 50: 361-365.</remarks>
public static class Quantiles
{
    /// <param name="values">1 or more finite numbers, in any order.</param>
    /// <param name="share">In [0, 1]: 0.5 is the median.</param>
    public static double Of(ReadOnlySpan<double> values, double share, QuantileType type = QuantileType.Linear)
    {
        Checks.Values(values, 1, nameof(values));
        if (!(share is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "share lies in [0, 1]; 0.5 is the median.");
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, share, type);
    }

    internal static double OfSorted(ReadOnlySpan<double> sorted, double share, QuantileType type = QuantileType.Linear)
    {
        var n = sorted.Length;
        if (type == QuantileType.InvertedCdf) return sorted[Math.Clamp((int)Math.Ceiling(n * share - 1e-9) - 1, 0, n - 1)];
        var place = type switch
        {
            QuantileType.Weibull => share * (n + 1) - 1,
            QuantileType.MedianUnbiased => share * (n + 1.0 / 3) + 1.0 / 3 - 1,
            QuantileType.Linear => share * (n - 1),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "type is one of InvertedCdf, Weibull, Linear, MedianUnbiased."),
        };
        place = Math.Clamp(place, 0, n - 1);
        var low = (int)place;
        var high = Math.Min(low + 1, n - 1);
        return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }
}
