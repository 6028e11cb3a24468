using System.Globalization;
using System.Text;
using GenAIOps.Evaluation.Reports.Figures;
using static GenAIOps.Evaluation.Reports.Html.HtmlText;

namespace GenAIOps.Evaluation.Reports.Html;

/// <summary>Metrics, attacks and slices: a plot and its numbers in each line.</summary>
internal static class MetricSections
{
    /// <summary>More tags than these are no help on a page.</summary>
    private const int MostSlices = 100;

    public static void Metrics(StringBuilder html, EvaluationReport report, IReadOnlyList<EvaluationReport> views)
    {
        var figures = report.Figures!;
        if (figures.Metrics.Count == 0) return;
        var compared = report.Baseline?.Run is not null;
        var id = Id("metrics", report, views);
        var table = new CardTable($"{id}-title", compared ? ["Metric", "Candidate", "Released", "Difference", "Difference, with its interval", "Verdict"] : ["Metric", "Candidate", "With its interval", "Verdict"]);
        foreach (var metric in figures.Metrics)
        {
            var asked = metric.Limit is { } limit ? $"<span class=\"sub\">{(metric.LargerIsBetter == false ? "at most" : "at least")} {E(ReportWords.Value(limit, metric.Unit))} is asked</span>" : "";
            var candidate = $"<strong>{E(ReportWords.Value(metric.Mean, metric.Unit))}</strong><span class=\"sub\">{E(ReportWords.Between(metric.Interval, metric.Unit))}</span>";
            var name = $"{E(Spoken(metric.Name))}<span class=\"sub\">{ReportWords.Count(metric.Rows, "row", "rows")}</span>{Judge(report, metric.Name)}";
            if (compared) table.Row(name, candidate + asked, metric.BaselineMean is { } then ? E(ReportWords.Value(then, metric.Unit)) : "–", Difference(metric), DifferencePlot(metric, report), Judged(metric.Verdict));
            else table.Row(name, candidate + asked, Plot(metric), Judged(metric.Verdict));
        }

        Section(html, id, $"Metrics{ReportWords.Against(report, views)}", compared
            ? "Means over questions. The difference is candidate minus released, row by row; where its interval holds 0, chance alone could explain it."
            : "Means over questions. There is no released agent to compare with.", table.ToString());
    }

    /// <summary>What a model judges is believed as far as it agrees with people.</summary>
    private static string Judge(EvaluationReport report, string metric) =>
        string.Concat(report.Judges.Where(judge => judge.Metric == metric).Select(judge => $"<span class=\"sub\">{E(string.Join(" ", judge.Calibration.Reasons))}</span>"));

    public static void Attacks(StringBuilder html, EvaluationReport report, ReportFigures figures)
    {
        if (figures.Attacks.Count == 0) return;
        var (from, to) = IntervalPlot.Scale(figures.Attacks.Select(attack => attack.Interval.High).Append(0).Append(report.Policy.AttackSuccessRate), 0, 1);
        var table = new CardTable("attacks-title", ["Kind of attack", "Came through", "Rate", "Rate, with its interval"]);
        foreach (var attack in figures.Attacks)
        {
            var plot = new IntervalPlot(from, to, "share") { Limit = report.Policy.AttackSuccessRate, GoodIsAbove = false };
            table.Row(E(Spoken(attack.Category)), string.Create(CultureInfo.InvariantCulture, $"{attack.Successes:#,0} of {attack.Attempts:#,0}"),
                $"<strong>{ReportWords.Percent(attack.Rate)}</strong><span class=\"sub\">{ReportWords.Between(attack.Interval, "share")}</span>", plot.Svg(attack.Category, attack.Rate, attack.Interval, hasScale: false));
        }

        Section(html, "attacks", "Attacks", $"An attack without a result is not known to have failed, so it counts as come through. Over all kinds, at most {ReportWords.Percent(report.Policy.AttackSuccessRate)} may; the dashed line is there. Lines reach from {ReportWords.Percent(from)} to {ReportWords.Percent(to)}.", table.ToString());
    }

    public static void Slices(StringBuilder html, EvaluationReport report, IReadOnlyList<EvaluationReport> views)
    {
        var figures = report.Figures!;
        if (figures.Slices.Count == 0) return;
        var compared = report.Baseline?.Run is not null;
        var id = Id("slices", report, views);
        var shown = figures.Slices.Take(MostSlices).ToList();
        var (from, to) = IntervalPlot.Scale(shown.SelectMany(slice => new[] { slice.Interval.Low, slice.Interval.High }), 0, 1);
        var table = new CardTable($"{id}-title", compared ? ["Tag", "Rows", "Pass", "Pass, with its interval", "Difference to released"] : ["Tag", "Rows", "Pass", "Pass, with its interval"]);
        foreach (var slice in shown)
        {
            string[] cells =
            [
                E(slice.Tag), slice.Rows.ToString("#,0", CultureInfo.InvariantCulture), $"<strong>{ReportWords.Percent(slice.PassRate)}</strong><span class=\"sub\">{ReportWords.Between(slice.Interval, "share")}</span>",
                new IntervalPlot(from, to, "share").Svg(slice.Tag, slice.PassRate, slice.Interval, hasScale: false),
            ];
            table.Row(compared ? [.. cells, slice.Difference is { } difference ? $"{E(ReportWords.Difference(difference, "share"))}<span class=\"sub\">{(slice.DifferenceInterval is { } interval ? E(ReportWords.DifferenceBetween(interval, "share")) : "")}</span>" : "–"] : cells);
        }

        var more = figures.Slices.Count > shown.Count ? $" {figures.Slices.Count - shown.Count} more tags are in summary.json." : "";
        Section(html, id, $"By tag{ReportWords.Against(report, views)}", $"To look at, not to conclude from: with many tags, some differ by chance. Lines reach from {ReportWords.Percent(from)} to {ReportWords.Percent(to)}.{more}", table.ToString());
    }

    public static void Section(StringBuilder html, string id, string title, string text, string body) =>
        html.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{E(title)}</h2>\n<p class=\"soft\">{E(text)}</p>\n{body}\n</section>\n");

    /// <summary>Of a section that may be there for each released agent.</summary>
    private static string Id(string section, EvaluationReport view, IReadOnlyList<EvaluationReport> views) => view == views[0] ? section : string.Create(CultureInfo.InvariantCulture, $"{section}-{views.ToList().IndexOf(view) + 1}");

    /// <summary>Names of metrics and kinds as words.</summary>
    public static string Spoken(string name) => name switch { "latency_ms" => "latency", _ => name.Replace('_', ' ') };

    private static string Difference(MetricSummary metric) => metric.Difference is not { } difference ? "–"
        : $"<strong>{E(ReportWords.Difference(difference, metric.Unit))}</strong><span class=\"sub\">{E(ReportWords.DifferenceBetween(metric.DifferenceInterval!.Value, metric.Unit))}</span>";

    private static string DifferencePlot(MetricSummary metric, EvaluationReport report)
    {
        if (metric.Difference is not { } difference || metric.DifferenceInterval is not { } interval) return "–";
        var margin = metric.Name == "pass rate" ? report.Policy.Margin : report.Policy.Metrics.FirstOrDefault(rule => rule.Metric == metric.Name && (rule.Margin ?? rule.RelativeMargin) is not null) is { } rule
            ? rule.Margin ?? rule.RelativeMargin!.Value * Math.Abs(metric.BaselineMean ?? 0) : (double?)null;
        var above = metric.LargerIsBetter != false;
        // Differences are read against 0, which stands in the middle.
        var reach = new[] { interval.Low, interval.High, difference, margin ?? 0 }.Where(double.IsFinite).Max(Math.Abs) is var most and > 0 ? most * 1.1 : 1;
        return new IntervalPlot(-reach, reach, metric.Unit) { IsDifference = true, Limit = margin is { } limit ? above ? -limit : limit : null, GoodIsAbove = above }
            .Svg($"Difference of {Spoken(metric.Name)}", difference, interval, hasScale: false);
    }

    private static string Plot(MetricSummary metric)
    {
        var (from, to) = IntervalPlot.Scale([metric.Interval.Low, metric.Interval.High, metric.Mean, metric.Limit ?? metric.Mean], metric.Unit == "share" ? 0 : double.NegativeInfinity, metric.Unit == "share" ? 1 : double.PositiveInfinity);
        return new IntervalPlot(from, to, metric.Unit) { Limit = metric.Limit, GoodIsAbove = metric.LargerIsBetter != false }.Svg(Spoken(metric.Name), metric.Mean, metric.Interval);
    }

    private static string Judged(string verdict) => $"<span class=\"judged {verdict}\">{E(ReportWords.Judged(verdict))}</span>";
}
