using GenAIOps.Evaluation.Experiments;

namespace GenAIOps.Evaluation.Reports.Figures;

/// <summary>The numbers that a report shows, computed once for all of its files.</summary>
/// <param name="Metrics">Pass rate first, then by name.</param>
/// <param name="Slices">By tag.</param>
/// <param name="Changed">Questions that the candidate answers otherwise than the released agent: what flipped first, then by change of score.</param>
/// <param name="ChangedCount">Questions that flipped; <see cref="Changed"/> may hold fewer.</param>
/// <param name="Attacks">By category.</param>
/// <param name="Questions">What the candidate's answers to questions took.</param>
/// <param name="Baseline">The released agent's; null without one.</param>
/// <param name="Safety">What the answers to attacks took.</param>
public sealed record ReportFigures(
    IReadOnlyList<MetricSummary> Metrics, IReadOnlyList<SliceSummary> Slices, IReadOnlyList<ChangedRow> Changed, int ChangedCount, IReadOnlyList<AttackSummary> Attacks,
    UsageSummary Questions, UsageSummary? Baseline, UsageSummary Safety)
{
    /// <summary>Changed rows that are kept with their answers.</summary>
    public const int MostChanged = 50;

    /// <summary>The numbers against each further released agent; these here are against the first.</summary>
    public IReadOnlyList<ReportFigures> Others { get; init; } = [];

    /// <summary>Reads each run once or twice for each released agent, and holds numbers and tags only.</summary>
    /// <exception cref="ArgumentException">A released agent was not asked the same rows equally often.</exception>
    public static ReportFigures Of(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var views = report.Views();
        return Against(views[0]) with { Others = [.. views.Skip(1).Select(Against)] };
    }

    /// <summary>Of a report against one released agent or none.</summary>
    private static ReportFigures Against(EvaluationReport report)
    {
        var questions = RunPass.Of(report.Golden);
        var baseline = report.Baseline?.Run is { Sent: > 0 } then && report.Golden.Sent > 0 ? then : null;
        if (baseline is not null && (baseline.Sent != report.Golden.Sent || baseline.Repeats != report.Golden.Repeats))
        {
            throw new ArgumentException($"The candidate was asked {report.Golden.Sent} times and the released agent {baseline.Sent}: they are compared row by row, on one set.", nameof(report));
        }

        var means = new MetricTable(report, baseline, questions);
        return new ReportFigures(
            means.Metrics(),
            means.Slices(),
            baseline is null ? [] : ChangedRows.Between(baseline, report.Golden, MostChanged),
            baseline is null ? 0 : means.Flipped(),
            RunPass.Attacks(report.Safety, report.Policy.Confidence),
            questions.Usage,
            report.Baseline?.Run is { } released ? RunPass.Of(released).Usage : null,
            RunPass.Of(report.Safety).Usage);
    }
}
