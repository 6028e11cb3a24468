namespace GenAIOps.Evaluation.Statistics;

/// <content>Two arms on different rows: first minus second.</content>
public static partial class Proportions
{
    /// <summary>The textbook interval of a difference of two independent shares.</summary>
    /// <remarks>Newcombe 1998, Statistics in Medicine 17: 873-890, method 1: for comparison only.</remarks>
    public static Interval WaldDifference(int successes1, int n1, int successes2, int n2, double confidence)
    {
        CheckTwo(successes1, n1, successes2, n2);
        var (p, q) = ((double)successes1 / n1, (double)successes2 / n2);
        var half = Distributions.TwoSidedZ(confidence) * Math.Sqrt(p * (1 - p) / n1 + q * (1 - q) / n2);
        return new Interval(p - q - half, p - q + half);
    }

    /// <summary>The hybrid score interval of a difference of two independent shares: the one to use.</summary>
    /// <remarks>Newcombe 1998, Statistics in Medicine 17: 873-890, method 10.</remarks>
    public static Interval NewcombeDifference(int successes1, int n1, int successes2, int n2, double confidence)
    {
        CheckTwo(successes1, n1, successes2, n2);
        var (p, q) = ((double)successes1 / n1, (double)successes2 / n2);
        var (first, second) = (Wilson(successes1, n1, confidence), Wilson(successes2, n2, confidence));
        return new Interval(
            p - q - Math.Sqrt(Math.Pow(p - first.Low, 2) + Math.Pow(second.High - q, 2)),
            p - q + Math.Sqrt(Math.Pow(first.High - p, 2) + Math.Pow(q - second.Low, 2)));
    }

    /// <summary>Wald's interval after one success and one failure are added to each arm. It may pass 1 or -1 a little.</summary>
    /// <remarks>Agresti and Caffo 2000, The American Statistician 54: 280-288.</remarks>
    public static Interval AgrestiCaffo(int successes1, int n1, int successes2, int n2, double confidence)
    {
        CheckTwo(successes1, n1, successes2, n2);
        return WaldDifference(successes1 + 1, n1 + 2, successes2 + 1, n2 + 2, confidence);
    }

    private static void CheckTwo(int successes1, int n1, int successes2, int n2)
    {
        Checks.Share(successes1, n1, nameof(successes1), nameof(n1));
        Checks.Share(successes2, n2, nameof(successes2), nameof(n2));
    }
}
