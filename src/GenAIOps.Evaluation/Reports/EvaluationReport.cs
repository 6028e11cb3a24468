using GenAIOps.Evaluation.Calibration;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Reports.Figures;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Reports;

/// <summary>Everything that an evaluation found, for its writers.</summary>
public sealed record EvaluationReport
{
    public required string Digest { get; init; }
    public required string Revision { get; init; }
    public required Dataset GoldenSet { get; init; }
    public required Dataset SafetySet { get; init; }
    public required RunResult Golden { get; init; }
    public required RunResult Safety { get; init; }

    /// <summary>What is live and the candidate was compared with, as its verdict has it; empty before the first release.</summary>
    public required IReadOnlyList<Baseline> Baselines { get; init; }

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

    /// <summary>What who decides must know besides the verdict, a sentence each. Default none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The numbers that reports show; null: each writer computes them. Compute them once where several files are written.</summary>
    public ReportFigures? Figures { get; init; }

    /// <summary>Rows that <c>report.html</c> holds at most, 1 or more: what changed or did not pass comes first. Default 5,000.</summary>
    public int RowsInPage { get; init; } = 5_000;

    /// <summary>Of a report against one or none; see <see cref="Views"/>.</summary>
    internal Baseline? Baseline => Baselines is [var first, ..] ? first : null;

    /// <summary>With it; null where it was not asked.</summary>
    internal Comparison? Comparison => Verdict.Comparisons is [var first, ..] ? first : null;

    /// <summary>The report against each released agent alone, for all that is told row by row; of one or none it is this report.</summary>
    internal IReadOnlyList<EvaluationReport> Views() => Baselines.Count < 2 ? [this] : [.. Baselines.Select((baseline, i) => this with
    {
        Baselines = [baseline],
        Figures = i == 0 ? Figures : Figures?.Others[i - 1],
        Verdict = Verdict with
        {
            Comparisons = [.. Verdict.Comparisons.Skip(i).Take(1)],
            Findings = [.. Verdict.Findings.Where(finding => finding.Baseline is null || finding.Baseline == baseline.Name)],
        },
    })];
}
