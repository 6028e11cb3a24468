using System.Globalization;
using System.Text;
using GenAIOps.Evaluation.Reports.Figures;

namespace GenAIOps.Evaluation.Reports.Html;

/// <summary>What answers took: latency, tokens, cost.</summary>
internal static class UsageSection
{
    public static void Write(StringBuilder html, IReadOnlyList<EvaluationReport> views)
    {
        var candidate = views[0].Figures!.Questions;
        var table = new CardTable("usage-title", ["What an answer took", "p50", "p95", "p99", "All together"]);
        (string Who, UsageSummary Usage)[] arms = [("candidate", candidate), .. views.Where(view => view.Figures!.Baseline is not null).Select(view => (HtmlText.E(ReportWords.Released(view, views)), view.Figures!.Baseline!))];
        foreach (var (who, usage) in arms)
            Row(table, "Latency", who, usage.LatencyMs, "ms", string.Create(CultureInfo.InvariantCulture, $"{usage.Answers:#,0} answers, {usage.Requests:#,0} requests"));
        foreach (var (who, usage) in arms)
            Row(table, "Tokens", who, usage.Tokens, "tokens", string.Create(CultureInfo.InvariantCulture, $"{usage.InputTokens:#,0} in, {usage.OutputTokens:#,0} out"));
        foreach (var (who, usage) in arms)
            Row(table, "Cost", who, usage.CostOfAnswer, "cost", ReportWords.Value(usage.Cost ?? 0, "cost"));
        foreach (var (who, usage) in arms)
        {
            if (usage.Judges is { } judges) table.Row($"Judges<span class=\"sub\">{who}</span>", "", "", "", ReportWords.Spent(judges));
        }

        if (candidate.Answers == 0) return;
        MetricSections.Section(html, "usage", "Time, tokens and cost", "Of answers to questions. Latency is that of the attempt that succeeded; waits before it do not count.", table.ToString());
    }

    private static void Row(CardTable table, string what, string who, Percentiles? of, string unit, string sum)
    {
        if (of is not null) table.Row($"{what}<span class=\"sub\">{who}</span>", ReportWords.Value(of.P50, unit), ReportWords.Value(of.P95, unit), ReportWords.Value(of.P99, unit), sum);
    }
}
