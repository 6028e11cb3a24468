using System.Globalization;
using System.Text;

namespace GenAIOps.Evaluation.Reports;

/// <summary>What answers took: latency, tokens, cost.</summary>
internal static class UsageSection
{
    public static void Write(StringBuilder html, ReportFigures figures)
    {
        var table = new CardTable("usage-title", ["Who and what", "p50", "p95", "p99", "Sum"]);
        Rows(table, "Candidate", figures.Questions);
        if (figures.Baseline is { } baseline) Rows(table, "Released agent", baseline);
        if (figures.Questions.Answers == 0) return;
        MetricSections.Section(html, "usage", "Time, tokens and cost", "Of answers to questions. Latency is that of the attempt that succeeded; waits before it do not count.", table.ToString());
    }

    private static void Rows(CardTable table, string who, UsageSummary usage)
    {
        void Row(string what, Percentiles? of, string unit, string sum)
        {
            if (of is not null) table.Row($"{who}: {what}", ReportWords.Value(of.P50, unit), ReportWords.Value(of.P95, unit), ReportWords.Value(of.P99, unit), sum);
        }

        Row("latency", usage.LatencyMs, "ms", string.Create(CultureInfo.InvariantCulture, $"{usage.Answers:#,0} answers, {usage.Requests:#,0} requests"));
        Row("tokens of an answer", usage.Tokens, "tokens", string.Create(CultureInfo.InvariantCulture, $"{usage.InputTokens:#,0} in, {usage.OutputTokens:#,0} out"));
        Row("cost of an answer", usage.CostOfAnswer, "cost", ReportWords.Value(usage.Cost ?? 0, "cost"));
    }
}
