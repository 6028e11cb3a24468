using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Judges;
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

    /// <summary>The judges among the evaluators, and whether they agree with people.</summary>
    public IReadOnlyList<JudgeFinding> Judges { get; init; } = [];

    /// <summary>What the verdict stands on; null: nobody knows, and it never stands for a later one.</summary>
    public VerdictBasis? Basis { get; init; }

    /// <summary>The numbers that reports show; null: each writer computes them. Compute them once where several files are written.</summary>
    public ReportFigures? Figures { get; init; }

    /// <summary>Rows that <c>report.html</c> holds at most, 1 or more: what changed or did not pass comes first. Default 5,000.</summary>
    public int RowsInPage { get; init; } = 5_000;
}
