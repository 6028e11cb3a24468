using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Experiments;

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
