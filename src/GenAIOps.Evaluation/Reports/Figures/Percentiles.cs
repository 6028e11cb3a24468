namespace GenAIOps.Evaluation.Reports.Figures;

/// <summary>Quantiles of a sample (Hyndman and Fan 1996, type 7).</summary>
public sealed record Percentiles(double P50, double P95, double P99);
