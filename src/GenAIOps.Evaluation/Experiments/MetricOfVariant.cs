using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Experiments;

/// <summary>A metric of a variant.</summary>
/// <param name="Metric">Its name; <c>pass rate</c> for the share of rows that pass.</param>
/// <param name="Mean">Over rows.</param>
/// <param name="Interval">Of the mean.</param>
/// <param name="Rows">That it was scored on.</param>
/// <param name="Difference">To the first variant, row by row; null for the first.</param>
public sealed record MetricOfVariant(string Metric, double Mean, Interval Interval, int Rows, Difference? Difference);
