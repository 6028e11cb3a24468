using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Reports;

/// <summary>Everything that an evaluation found, for its writers.</summary>
public sealed record EvaluationReport
{
    public required string Digest { get; init; }
    public required string Revision { get; init; }
    public required string? BaselineDigest { get; init; }
    public required Dataset GoldenSet { get; init; }
    public required Dataset SafetySet { get; init; }
    public required RunResult Golden { get; init; }
    public required RunResult Safety { get; init; }
    public required RunResult? Baseline { get; init; }
    public required Verdict Verdict { get; init; }
    public required EvaluationPolicy Policy { get; init; }
    public required IReadOnlyList<string> Evaluators { get; init; }
    public required string Model { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>Every metric with its interval, the difference to the released agent, slices by tag and the rows that changed; null where no question was asked. The candidate comes last.</summary>
    public ExperimentResult? Details => Golden.Sent == 0 ? null : field ??= ExperimentResult.Of(
        "evaluation", GoldenSet, Baseline is null ? [new("candidate", Golden)] : [new("released agent", Baseline), new("candidate", Golden)], Policy.Confidence, Policy.Seed);
}
