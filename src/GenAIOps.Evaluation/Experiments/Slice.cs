using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Experiments;

/// <summary>A variant on the rows of one tag: to look at, not to conclude from.</summary>
/// <param name="Tag">Of the rows.</param>
/// <param name="Rows">How many.</param>
/// <param name="PassRate">The share that passes.</param>
/// <param name="Interval">Of the share.</param>
/// <param name="Difference">Of the shares, to the first variant; null for the first.</param>
/// <param name="AdjustedP">After Benjamini and Hochberg 1995, over all slices; null for the first variant.</param>
public sealed record Slice(string Tag, int Rows, double PassRate, Interval Interval, double? Difference, double? AdjustedP);
