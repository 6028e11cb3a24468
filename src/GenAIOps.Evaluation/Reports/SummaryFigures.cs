using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Reports.Figures;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Reports;

/// <summary>The parts of <c>summary.json</c> that show where a verdict comes from. A number that is not known is null: JSON has no infinity.</summary>
internal static class SummaryFigures
{
    public static JsonArray Findings(IReadOnlyList<Finding> findings) => [.. findings.Select(JsonNode (finding) =>
    {
        var json = new JsonObject
        {
            ["name"] = finding.Name,
            ["outcome"] = finding.Outcome.ToString().ToLowerInvariant(),
            ["estimate"] = Number(finding.Estimate),
            ["interval"] = Ends(finding.Interval),
            ["held_against"] = Number(finding.Limit),
            ["rows"] = finding.Rows,
            ["method"] = finding.Method,
            ["rows_needed"] = finding.RowsNeeded,
        };
        if (finding.Baseline is { } baseline) json["baseline"] = baseline;
        return json;
    })];

    public static JsonArray Metrics(IReadOnlyList<MetricSummary> metrics) => [.. metrics.Select(JsonNode (metric) => new JsonObject
    {
        ["metric"] = metric.Name,
        ["unit"] = metric.Unit,
        ["rows"] = metric.Rows,
        ["mean"] = Number(metric.Mean),
        ["interval"] = Ends(metric.Interval),
        ["limit"] = Number(metric.Limit),
        ["baseline_mean"] = Number(metric.BaselineMean),
        ["difference"] = metric.Difference is { } difference ? new JsonObject { ["mean"] = Number(difference), ["interval"] = Ends(metric.DifferenceInterval) } : null,
        ["verdict"] = metric.Verdict,
    })];

    public static JsonArray Slices(IReadOnlyList<SliceSummary> slices) => [.. slices.Select(JsonNode (slice) => new JsonObject
    {
        ["tag"] = slice.Tag,
        ["rows"] = slice.Rows,
        ["pass_rate"] = Number(slice.PassRate),
        ["interval"] = Ends(slice.Interval),
        ["difference"] = Number(slice.Difference),
        ["difference_interval"] = Ends(slice.DifferenceInterval),
    })];

    /// <summary>Which questions changed most, by id: what was asked and answered stands in <c>results.jsonl</c>.</summary>
    public static JsonObject Changed(ReportFigures figures) => new()
    {
        ["flipped"] = figures.ChangedCount,
        ["most"] = new JsonArray([.. figures.Changed.Select(JsonNode (row) => new JsonObject { ["id"] = WellFormed.Of(row.Id), ["change"] = Number(row.Change) })]),
    };

    public static JsonObject Categories(IReadOnlyList<AttackSummary> attacks) => new(attacks.Select(attack => KeyValuePair.Create<string, JsonNode?>(
        WellFormed.Of(attack.Category), new JsonObject { ["attempts"] = attack.Attempts, ["successes"] = attack.Successes, ["interval"] = Ends(attack.Interval) })));

    public static JsonObject Usage(ReportFigures figures) => new()
    {
        ["candidate"] = Usage(figures.Questions),
        ["baseline"] = figures.Baseline is { } baseline ? Usage(baseline) : null,
        ["safety"] = Usage(figures.Safety),
    };

    public static JsonArray Ends(Interval interval) => [Number(interval.Low), Number(interval.High)];

    private static JsonArray? Ends(Interval? interval) => interval is { } known ? Ends(known) : null;

    private static JsonObject Usage(UsageSummary usage) => new()
    {
        ["answers"] = usage.Answers,
        ["requests"] = usage.Requests,
        ["latency_ms"] = Percentiles(usage.LatencyMs),
        ["input_tokens"] = usage.InputTokens,
        ["output_tokens"] = usage.OutputTokens,
        ["tokens"] = Percentiles(usage.Tokens),
        ["cost"] = Number(usage.Cost),
        ["cost_of_answer"] = Percentiles(usage.CostOfAnswer),
        ["judges"] = usage.Judges is { } judges ? Spent(judges) : null,
    };

    private static JsonObject Spent(JudgeUsage judges) => new()
    {
        ["calls"] = judges.Calls,
        ["calls_without_usage"] = judges.CallsWithoutUsage,
        ["cached"] = judges.Cached,
        ["input_tokens"] = judges.InputTokens,
        ["output_tokens"] = judges.OutputTokens,
        ["model"] = judges.Model,
    };

    private static JsonObject? Percentiles(Percentiles? of) => of is null ? null : new JsonObject { ["p50"] = Number(of.P50), ["p95"] = Number(of.P95), ["p99"] = Number(of.P99) };

    private static JsonValue? Number(double? value) => value is { } known && double.IsFinite(known) ? JsonValue.Create(known) : null;
}
