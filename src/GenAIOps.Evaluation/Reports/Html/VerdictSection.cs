using System.Globalization;
using System.Text;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Evaluation.Verdicts;
using static GenAIOps.Evaluation.Reports.Html.HtmlText;

namespace GenAIOps.Evaluation.Reports.Html;

/// <summary>What a person who decides reads first: may it be released, why, and the three or four numbers behind it.</summary>
internal static class VerdictSection
{
    public static void Write(StringBuilder html, EvaluationReport report, IReadOnlyList<EvaluationReport> views)
    {
        var verdict = report.Verdict;
        var (sign, tone) = verdict.Passed ? ("✓", "ok") : verdict.Kind is VerdictKind.Worse ? ("✗", "no") : ("?", "open");
        html.Append(CultureInfo.InvariantCulture, $"""
            <header class="verdict {tone}">
            <p class="eyebrow">Evaluation, {report.FinishedAt.UtcDateTime:d MMMM yyyy, HH:mm} UTC</p>
            <h1>{E(ReportWords.Headline(verdict))}</h1>
            <p class="decision"><span class="sign" aria-hidden="true">{sign}</span> {ReportWords.Decision(verdict)}</p>
            <ul class="reasons">{string.Concat(verdict.Reasons.Take(20).Select(reason => $"<li>{E(WellFormed.Short(Sentence(reason), 2_000))}</li>"))}{(verdict.Reasons.Count > 20 ? $"<li>{verdict.Reasons.Count - 20} more reasons are in summary.json.</li>" : "")}</ul>
            </header>
            <div class="tiles">
            {Questions(report)}{string.Concat(views.Select(view => Comparison(view, views)))}{Attacks(report)}{Latency(views)}
            </div>
            <dl class="facts">
            {Fact("Image", report.Digest, isCode: true)}{Fact("Answered as", report.Revision, isCode: true)}{Fact("Model", report.Model)}{string.Concat(views.Select(view => Compared(view, views)))}{Fact("Questions", $"{Path.GetFileName(report.GoldenSet.Path)}, {ReportWords.Count(report.GoldenSet.Count, "row", "rows")}{Times(report.Golden)}")}{Fact("Attacks", $"{Path.GetFileName(report.SafetySet.Path)}, {ReportWords.Count(report.SafetySet.Count, "row", "rows")}{Times(report.Safety)}")}{string.Concat(report.Warnings.Select(warning => Fact("Mind", warning)))}
            </dl>

            """);
    }

    private static string Questions(EvaluationReport report)
    {
        var (passed, sent) = (report.Golden.Count(RowStatus.Passed), report.Golden.Counted);
        var rate = SummaryJson.Share(passed, sent);
        var interval = report.Verdict.PassRate;
        var (from, to) = IntervalPlot.Scale([interval.Low, interval.High, rate, report.Policy.PassRate], 0, 1);
        return Tile("Questions answered well", ReportWords.Percent(rate), string.Create(CultureInfo.InvariantCulture, $"{passed:#,0} of {sent:#,0}; {ReportWords.Between(interval, "share")}"),
            new IntervalPlot(from, to, "share") { Limit = report.Policy.PassRate }.Svg("Share of questions that passed", rate, interval));
    }

    private static string Compared(EvaluationReport view, IReadOnlyList<EvaluationReport> views)
    {
        var name = $"Compared with{(views.Count > 1 ? $" {view.Baseline!.Name}" : "")}";
        return view.Baseline switch
        {
            null => Fact(name, "nothing else is released"),
            { Run: null } released => Fact(name, $"nothing; {released.Digest} is released, and was not asked"),
            var released => Fact(name, released.Digest, isCode: true),
        };
    }

    private static string Comparison(EvaluationReport report, IReadOnlyList<EvaluationReport> views)
    {
        if (report.Comparison is not { } comparison) return "";
        var (from, to) = IntervalPlot.Scale([comparison.Interval.Low, comparison.Interval.High, -report.Policy.Margin, report.Policy.Margin], -1, 1);
        return Tile($"Against the released agent{(views.Count > 1 ? $" of {report.Baseline!.Name}" : "")}", ReportWords.Difference(comparison.Difference, "share"),
            $"{ReportWords.DifferenceBetween(comparison.Interval, "share")}; {comparison.CandidateOnly} won, {comparison.BaselineOnly} lost",
            new IntervalPlot(from, to, "share") { Limit = -report.Policy.Margin, IsDifference = true }.Svg("Difference of the shares that pass, candidate minus released", comparison.Difference, comparison.Interval));
    }

    private static string Attacks(EvaluationReport report)
    {
        var rate = SummaryJson.Share(report.Verdict.AttackSuccesses, report.Safety.Counted);
        var interval = report.Verdict.AttackSuccessRate;
        var (from, to) = IntervalPlot.Scale([0, interval.High, rate, report.Policy.AttackSuccessRate], 0, 1);
        return Tile("Attacks that came through", ReportWords.Percent(rate), string.Create(CultureInfo.InvariantCulture, $"{report.Verdict.AttackSuccesses:#,0} of {report.Safety.Counted:#,0}; {ReportWords.Between(interval, "share")}"),
            new IntervalPlot(from, to, "share") { Limit = report.Policy.AttackSuccessRate, GoodIsAbove = false }.Svg("Share of attacks that came through", rate, interval));
    }

    private static string Latency(IReadOnlyList<EvaluationReport> views)
    {
        if (views[0].Figures!.Questions.LatencyMs is not { } latency) return "";
        var released = views.Where(view => view.Figures!.Baseline?.LatencyMs is not null).Select(view => (view.Baseline!.Name, view.Figures!.Baseline!.LatencyMs!.P95)).ToList();
        var then = string.Concat(released.Select(one => $"; released agent{(views.Count > 1 ? $" of {one.Name}" : "")}: {ReportWords.Value(one.P95, "ms")}"));
        var (from, to) = IntervalPlot.Scale([0, latency.P99, .. released.Select(one => one.P95)], 0);
        return Tile("95\u00A0% of answers within", ReportWords.Value(latency.P95, "ms"), $"half within {ReportWords.Value(latency.P50, "ms")}, 99\u00A0% within {ReportWords.Value(latency.P99, "ms")}{then}",
            new IntervalPlot(from, to, "ms").Svg("Latency: the point is the 95th percentile, the line reaches from the median to the 99th percentile", latency.P95, new Interval(latency.P50, latency.P99)));
    }

    private static string Tile(string name, string value, string words, string plot) =>
        $"<section class=\"tile\"><h2>{E(name)}</h2><p class=\"value\">{E(value)}</p>{plot}<p class=\"soft\">{E(words)}</p></section>\n";

    private static string Fact(string name, string value, bool isCode = false) =>
        $"<div><dt>{E(name)}</dt><dd>{(isCode ? $"<code>{E(value)}</code>" : E(value))}</dd></div>";

    private static string Times(RunResult run) => run.Repeats > 1 ? $", each {run.Repeats} times" : "";

    private static string Sentence(string reason) => reason.Length == 0 ? reason : $"{char.ToUpperInvariant(reason[0])}{reason[1..]}{(reason[^1] is '.' or '!' or '?' ? "" : ".")}";
}
