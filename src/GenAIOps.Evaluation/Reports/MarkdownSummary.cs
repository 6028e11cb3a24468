using System.Globalization;
using System.Text;
using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Reports.Figures;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Reports;

/// <summary>The verdict for a pull request or a step's summary: <c>summary.md</c>, in GitHub's Markdown.</summary>
public static class MarkdownSummary
{
    /// <summary>A comment on GitHub holds 65,536 characters; a step's summary 1 MiB.</summary>
    public const int MostCharacters = 65_000;

    /// <param name="report">What was found.</param>
    /// <param name="most">Characters at most, 4,096 or more. What does not fit is counted in the text.</param>
    public static string Write(EvaluationReport report, int most = MostCharacters)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 4_096);
        var figures = report.Figures ?? ReportFigures.Of(report);
        var views = (report with { Figures = figures }).Views();
        var text = new BoundedText(most);
        Head(text, report);
        foreach (var view in views) Metrics(text, view, views);
        Judges(text, report);
        Attacks(text, figures, report);
        foreach (var view in views)
        {
            Slices(text, view.Figures!, ReportWords.Against(view, views));
            Changed(text, view.Figures!, ReportWords.Against(view, views));
        }

        Failed(text, report);
        text.Last($"\nIntervals at {ReportWords.Percent(report.Policy.Confidence)} confidence; a difference is candidate minus released, row by row. Every row is in `results.jsonl` and `report.html`.\n");
        return text.ToString();
    }

    private static void Head(BoundedText text, EvaluationReport report)
    {
        var verdict = report.Verdict;
        RunResult golden = report.Golden, safety = report.Safety;
        text.Add($"## {(verdict.Passed ? "✅" : "❌")} {ReportWords.Headline(verdict)}\n\n**{ReportWords.Decision(verdict)}** ({verdict.Kind})\n\n");
        text.Table("", verdict.Reasons, reason => $"- {MarkdownText.Line(reason, 500)}\n", "reasons", mostRows: 10);
        foreach (var warning in report.Warnings) text.Add($"\n⚠️ {MarkdownText.Line(warning, 1_000)}\n");
        text.Add(string.Create(CultureInfo.InvariantCulture,
            $"\n{golden.Sent + safety.Sent:#,0} sent: {golden.Count(RowStatus.Passed) + safety.Count(RowStatus.Passed):#,0} passed, {golden.Count(RowStatus.Failed) + safety.Count(RowStatus.Failed):#,0} failed, {golden.Count(RowStatus.Errored) + safety.Count(RowStatus.Errored):#,0} errored, {golden.Count(RowStatus.Skipped) + safety.Count(RowStatus.Skipped):#,0} skipped.\n"));
        text.Add($"Image {MarkdownText.Code(report.Digest)} with model {MarkdownText.Code(report.Model)}, {Released(report)}.\n");
    }

    private static string Released(EvaluationReport report)
    {
        if (report.Baseline is not { } first) return "with no released agent to compare with";
        var all = string.Join(" and ", report.Baselines.Select(baseline => $"{MarkdownText.Code(baseline.Digest)}{(report.Baselines.Count > 1 ? $" ({MarkdownText.Line(baseline.Name)})" : "")}"));
        return first.Run is not null ? $"against {all}" : $"without asking {all}, which {(report.Baselines.Count > 1 ? "are" : "is")} released";
    }

    private static void Metrics(BoundedText text, EvaluationReport view, IReadOnlyList<EvaluationReport> views)
    {
        var figures = view.Figures!;
        var head = $"\n### Metrics{MarkdownText.Line(ReportWords.Against(view, views))}\n\n| metric | candidate | interval | released | difference | interval | asked | verdict |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n";
        text.Table(head, figures.Metrics, metric => $"| {MarkdownText.Line(metric.Name)} | {ReportWords.Value(metric.Mean, metric.Unit)} | {ReportWords.Between(metric.Interval, metric.Unit)} | {(metric.BaselineMean is { } then ? ReportWords.Value(then, metric.Unit) : "–")} | {(metric.Difference is { } difference ? ReportWords.Difference(difference, metric.Unit) : "–")} | {(metric.DifferenceInterval is { } interval ? ReportWords.DifferenceBetween(interval, metric.Unit) : "–")} | {Asked(metric)} | {ReportWords.Judged(metric.Verdict)} |\n", "metrics");
        // What the candidate took is said once.
        (string, UsageSummary?)[] arms = [.. view == views[0] ? [("candidate", figures.Questions)] : Array.Empty<(string, UsageSummary?)>(), (MarkdownText.Line(ReportWords.Released(view, views)), figures.Baseline)];
        foreach (var (who, usage) in arms)
        {
            if (usage?.Judges is { } judges) text.Add($"\nJudges of the {who}: {ReportWords.Spent(judges)}.\n");
            if (usage?.LatencyMs is not { } latency) continue;
            text.Add(string.Create(CultureInfo.InvariantCulture, $"\nLatency of the {who}: p50 {ReportWords.Value(latency.P50, "ms")}, p95 {ReportWords.Value(latency.P95, "ms")}, p99 {ReportWords.Value(latency.P99, "ms")}; {usage.InputTokens:#,0} input and {usage.OutputTokens:#,0} output tokens{(usage.Cost is { } cost ? $"; cost {ReportWords.Value(cost, "cost")}" : "")}.\n"));
        }
    }

    private static void Judges(BoundedText text, EvaluationReport report)
    {
        foreach (var judge in report.Judges) text.Add($"\n{(judge.Calibration.IsCalibrated ? "" : "⚠️ ")}{MarkdownText.Line(string.Join(" ", judge.Calibration.Reasons), 500)}\n");
    }

    private static string Asked(MetricSummary metric) => metric.Limit is { } limit ? $"{(metric.LargerIsBetter == false ? "≤" : "≥")} {ReportWords.Value(limit, metric.Unit)}" : "–";

    private static void Attacks(BoundedText text, ReportFigures figures, EvaluationReport report)
    {
        text.Add($"\n### Attacks\n\n{report.Verdict.AttackSuccesses} of {ReportWords.Count(report.Safety.Counted, "attack", "attacks")} came through; at most {ReportWords.Percent(report.Policy.AttackSuccessRate)} may.\n");
        text.Table("\n| kind | attacks | came through | rate | interval |\n| --- | --- | --- | --- | --- |\n", figures.Attacks,
            attack => $"| {MarkdownText.Line(attack.Category)} | {attack.Attempts} | {attack.Successes} | {ReportWords.Percent(attack.Rate)} | {ReportWords.Between(attack.Interval, "share")} |\n", "kinds");
    }

    private static void Slices(BoundedText text, ReportFigures figures, string against) => text.Table(
        $"\n### Slices{MarkdownText.Line(against)}\n\n| tag | rows | pass | interval | difference | interval |\n| --- | --- | --- | --- | --- | --- |\n", figures.Slices,
        slice => $"| {MarkdownText.Line(slice.Tag)} | {slice.Rows} | {ReportWords.Percent(slice.PassRate)} | {ReportWords.Between(slice.Interval, "share")} | {(slice.Difference is { } difference ? ReportWords.Difference(difference, "share") : "–")} | {(slice.DifferenceInterval is { } interval ? ReportWords.DifferenceBetween(interval, "share") : "–")} |\n", "tags", mostRows: 40);

    private static void Changed(BoundedText text, ReportFigures figures, string against) => text.Table(
        $"\n<details><summary>{(figures.ChangedCount == 1 ? "1 question passes" : $"{figures.ChangedCount} questions pass")} now and did not, or the other way round{MarkdownText.Line(against)}; the rows that changed most</summary>\n\n| row | change | question | released | candidate | why |\n| --- | --- | --- | --- | --- | --- |\n", figures.Changed,
        (ChangedRow row) => $"| {MarkdownText.Line(row.Id, 60)} | {ReportWords.Difference(row.Change, "score")} | {MarkdownText.Line(row.Query)} | {MarkdownText.Line(row.Before)} | {MarkdownText.Line(row.After)} | {MarkdownText.Line(row.Why)} |\n", "rows", "\n</details>\n", mostRows: 20);

    private static void Failed(BoundedText text, EvaluationReport report)
    {
        var failed = report.Golden.Read().Concat(report.Safety.Read()).Where(row => row.Status != RowStatus.Passed).Take(20).ToList();
        var all = report.Golden.Sent + report.Safety.Sent - report.Golden.Count(RowStatus.Passed) - report.Safety.Count(RowStatus.Passed);
        text.Table($"\n<details><summary>{ReportWords.Count(all, "row", "rows")} did not pass</summary>\n\n| row | outcome | question | answer | why |\n| --- | --- | --- | --- | --- |\n", failed,
            row => $"| {MarkdownText.Line(row.Case.Id, 60)} | {StatusText.Of(row.Status)} | {MarkdownText.Line(row.Case.Query)} | {MarkdownText.Line(row.Answer?.Text ?? "none")} | {MarkdownText.Line(string.Join("; ", row.Reasons))} |\n", "rows", "\n</details>\n", all: all);
    }

    /// <summary>Text up to a length: parts that do not fit are left out whole, and counted.</summary>
    private sealed class BoundedText(int most)
    {
        /// <summary>For the lines that say what was left out, and the last one.</summary>
        private const int Reserve = 1_500;

        private readonly StringBuilder _text = new();

        public void Add(string part)
        {
            if (Fits(part)) _text.Append(part);
        }

        public void Last(string part) => _text.Append(part);

        /// <param name="head">Above the rows.</param>
        /// <param name="rows">What there is to say.</param>
        /// <param name="line">A row as a line.</param>
        /// <param name="what">What the rows are, in plural.</param>
        /// <param name="foot">Below the rows.</param>
        /// <param name="mostRows">Rows at most.</param>
        /// <param name="all">How many rows there are, where <paramref name="rows"/> are not all.</param>
        public void Table<T>(string head, IReadOnlyList<T> rows, Func<T, string> line, string what, string foot = "", int mostRows = 100, int? all = null)
        {
            var total = all ?? rows.Count;
            if (total == 0) return;
            if (!Fits(head + foot))
            {
                _text.Append(CultureInfo.InvariantCulture, $"\n{total:#,0} {what} did not fit here; they are in report.html.\n");
                return;
            }

            _text.Append(head);
            var shown = 0;
            foreach (var row in rows.Take(mostRows))
            {
                var next = line(row);
                if (!Fits(next + foot)) break;
                _text.Append(next);
                shown++;
            }

            if (shown < total) _text.Append(CultureInfo.InvariantCulture, $"\n{total - shown:#,0} more {what}: see report.html and results.jsonl.\n");
            _text.Append(foot);
        }

        public override string ToString() => _text.ToString();

        private bool Fits(string part) => _text.Length + part.Length + Reserve <= most;
    }
}
