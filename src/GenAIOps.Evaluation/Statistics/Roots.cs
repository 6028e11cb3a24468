namespace GenAIOps.Evaluation.Statistics;

/// <summary>Zeros of monotone functions by bisection, to the last bit: no tolerance to choose.</summary>
internal static class Roots
{
    /// <summary>The zero between two ends; an end when the function has none between them.</summary>
    public static double OfIncreasing(Func<double, double> function, double low, double high)
    {
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high || high - low < 1e-15 * Math.Max(1e-290, Math.Abs(middle))) return middle;
            if (function(middle) < 0) low = middle;
            else high = middle;
        }
    }

    public static double OfDecreasing(Func<double, double> function, double low, double high) => OfIncreasing(x => -function(x), low, high);
}
