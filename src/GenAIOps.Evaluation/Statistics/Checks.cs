using System.Globalization;

namespace GenAIOps.Evaluation.Statistics;

/// <summary>Refuses what no statistic is defined for; a value that is not a number is never let through.</summary>
internal static class Checks
{
    public static void Probability(double value, string name)
    {
        if (!(value > 0 && value < 1)) throw new ArgumentOutOfRangeException(name, value, $"{name} lies between 0 and 1, both excluded, such as 0.95 for a confidence or 0.05 for an alpha.");
    }

    public static void Positive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number above 0.");
    }

    public static void NotNegative(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number of 0 or more.");
    }

    public static void Finite(double value, string name)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number.");
    }

    public static void AtLeast(int value, int least, string name)
    {
        if (value < least) throw new ArgumentOutOfRangeException(name, value, $"{name} is {least} or more.");
    }

    public static void Share(int successes, int n, string successesName = "successes", string nName = "n")
    {
        AtLeast(n, 1, nName);
        AtLeast(successes, 0, successesName);
        if (successes > n) throw new ArgumentOutOfRangeException(successesName, successes, string.Create(CultureInfo.InvariantCulture, $"{successesName} is at most {nName}, which is {n}."));
    }

    public static void Values(ReadOnlySpan<double> values, int least, string name)
    {
        if (values.Length < least) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} has {values.Length} values; {least} or more are needed."), name);
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i])) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}] is {values[i]}; each value is a finite number. A row without a score is not dropped silently: leave it out and count it."), name);
        }
    }

    public static double[] Differences(ReadOnlySpan<double> candidate, ReadOnlySpan<double> baseline)
    {
        Values(candidate, 1, nameof(candidate));
        Values(baseline, 1, nameof(baseline));
        if (candidate.Length != baseline.Length) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"baseline has {baseline.Length} values and candidate {candidate.Length}; a paired test needs one of each per row, in the same order."), nameof(baseline));
        var differences = new double[candidate.Length];
        for (var i = 0; i < differences.Length; i++) differences[i] = candidate[i] - baseline[i];
        return differences;
    }
}
