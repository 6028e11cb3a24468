using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Experiments;

/// <summary>A variant's answers.</summary>
public sealed record VariantRun(string Name, RunResult Run);

/// <summary>A metric of a variant.</summary>
/// <param name="Metric">Its name; <c>pass rate</c> for the share of rows that pass.</param>
/// <param name="Mean">Over rows.</param>
/// <param name="Interval">Of the mean.</param>
/// <param name="Rows">That it was scored on.</param>
/// <param name="Difference">To the first variant, row by row; null for the first.</param>
public sealed record MetricOfVariant(string Metric, double Mean, Interval Interval, int Rows, Difference? Difference);

/// <param name="Mean">Of the paired differences.</param>
/// <param name="Interval">Of the mean.</param>
/// <param name="P">Two-sided p of "no difference".</param>
/// <param name="AdjustedP">After Holm 1979, over all metrics and variants of the experiment.</param>
public sealed record Difference(double Mean, Interval Interval, double P, double AdjustedP)
{
    /// <summary>Whether the difference is more than chance explains, though so many were looked at.</summary>
    public bool IsClear(double confidence) => AdjustedP < 1 - confidence;
}

/// <summary>A variant on the rows of one tag: to look at, not to conclude from.</summary>
/// <param name="Tag">Of the rows.</param>
/// <param name="Rows">How many.</param>
/// <param name="PassRate">The share that passes.</param>
/// <param name="Interval">Of the share.</param>
/// <param name="Difference">Of the shares, to the first variant; null for the first.</param>
/// <param name="AdjustedP">After Benjamini and Hochberg 1995, over all slices; null for the first variant.</param>
public sealed record Slice(string Tag, int Rows, double PassRate, Interval Interval, double? Difference, double? AdjustedP);

/// <summary>A row that a variant answers otherwise than the first.</summary>
/// <param name="Id">The row's.</param>
/// <param name="Query">What was asked.</param>
/// <param name="Change">Of the share of times that it passes, -1 to 1; where that is 0, of the mean score.</param>
/// <param name="Before">The first variant's answer.</param>
/// <param name="After">This variant's answer.</param>
/// <param name="Why">Why it does not pass, with whichever variant.</param>
public sealed record ChangedRow(string Id, string Query, double Change, string Before, string After, string Why);

/// <param name="Name">The variant's.</param>
/// <param name="Counts">Items by status: passed, failed, errored, skipped.</param>
/// <param name="Metrics">Pass rate first, then by name.</param>
/// <param name="Slices">By tag.</param>
/// <param name="Changed">The rows that changed most, largest change first.</param>
public sealed record VariantResult(string Name, IReadOnlyDictionary<RowStatus, int> Counts, IReadOnlyList<MetricOfVariant> Metrics, IReadOnlyList<Slice> Slices, IReadOnlyList<ChangedRow> Changed);

/// <summary>What an experiment found: every number with its interval, every p adjusted for how many were looked at.</summary>
public sealed record ExperimentResult(string Name, string Dataset, string DatasetSha256, double Confidence, IReadOnlyList<VariantResult> Variants)
{
    /// <exception cref="ArgumentException">The variants were not asked the same rows equally often.</exception>
    public static ExperimentResult Of(string name, Dataset set, IReadOnlyList<VariantRun> runs, double confidence = 0.95, ulong seed = 20261123)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0) throw new ArgumentException("An experiment has one variant or more.", nameof(runs));
        if (runs.FirstOrDefault(run => run.Run.Sent != runs[0].Run.Sent || run.Run.Repeats != runs[0].Run.Repeats) is { } odd)
            throw new ArgumentException($"Variant '{odd.Name}' was asked {odd.Run.Sent} times and '{runs[0].Name}' {runs[0].Run.Sent}: they are compared row by row, on one set.", nameof(runs));
        ExperimentMath math = new(set, confidence, seed);
        var metrics = math.Metrics(runs);
        var slices = math.Slices(runs);
        return new ExperimentResult(name, Path.GetFileName(set.Path), set.Sha256, confidence, [.. runs.Select((run, i) => new VariantResult(
            run.Name,
            Enum.GetValues<RowStatus>().ToDictionary(status => status, run.Run.Count),
            metrics[i],
            slices[i],
            i == 0 ? [] : ChangedRows.Between(runs[0].Run, run.Run, most: 20)))]);
    }
}
