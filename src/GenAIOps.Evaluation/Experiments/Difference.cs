using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Experiments;

/// <param name="Mean">Of the paired differences.</param>
/// <param name="Interval">Of the mean.</param>
/// <param name="P">Two-sided p of "no difference".</param>
/// <param name="AdjustedP">After Holm 1979, over all metrics and variants of the experiment.</param>
public sealed record Difference(double Mean, Interval Interval, double P, double AdjustedP)
{
    /// <summary>Whether the difference is more than chance explains, though so many were looked at.</summary>
    public bool IsClear(double confidence) => AdjustedP < 1 - confidence;
}
