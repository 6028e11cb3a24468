using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Experiments;

/// <param name="Name">The variant's.</param>
/// <param name="Counts">Items by status: passed, failed, errored, skipped.</param>
/// <param name="Metrics">Pass rate first, then by name.</param>
/// <param name="Slices">By tag.</param>
/// <param name="Changed">The rows that changed most, largest change first.</param>
public sealed record VariantResult(string Name, IReadOnlyDictionary<RowStatus, int> Counts, IReadOnlyList<MetricOfVariant> Metrics, IReadOnlyList<Slice> Slices, IReadOnlyList<ChangedRow> Changed);
