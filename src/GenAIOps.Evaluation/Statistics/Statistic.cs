namespace GenAIOps.Evaluation.Statistics;

/// <summary>A statistic of a sample.</summary>
/// <param name="rows">Rows drawn with replacement; do not keep.</param>
public delegate double Statistic<T>(ReadOnlySpan<T> rows);
