using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Reports;

/// <summary>The verdict as JSON: <c>summary.json</c>, and the predicate of the evidence. It holds no text of questions or answers, but the ids of rows.</summary>
public static class SummaryJson
{
    public static JsonObject Write(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        RunResult golden = report.Golden, safety = report.Safety;
        var figures = report.Figures ?? ReportFigures.Of(report);
        return new JsonObject
        {
            ["schema"] = "urn:genaiops:evaluation:v1",
            ["subject"] = new JsonObject { ["digest"] = report.Digest, ["revision"] = report.Revision },
            ["baseline"] = report.BaselineDigest is null ? null : new JsonObject { ["digest"] = report.BaselineDigest },
            ["model"] = report.Model,
            ["datasets"] = new JsonObject { ["golden"] = Write(report.GoldenSet), ["safety"] = Write(report.SafetySet) },
            ["counts"] = new JsonObject
            {
                ["sent"] = golden.Sent + safety.Sent,
                ["passed"] = golden.Count(RowStatus.Passed) + safety.Count(RowStatus.Passed),
                ["failed"] = golden.Count(RowStatus.Failed) + safety.Count(RowStatus.Failed),
                ["errored"] = golden.Count(RowStatus.Errored) + safety.Count(RowStatus.Errored),
                ["skipped"] = golden.Count(RowStatus.Skipped) + safety.Count(RowStatus.Skipped),
            },
            ["quality"] = new JsonObject
            {
                ["passed"] = golden.Count(RowStatus.Passed),
                ["rows"] = golden.Sent,
                ["pass_rate"] = Share(golden.Count(RowStatus.Passed), golden.Sent),
                ["interval"] = Write(report.Verdict.PassRate),
                ["confidence"] = report.Policy.Confidence,
                ["threshold"] = report.Policy.PassRate,
            },
            ["comparison"] = report.Verdict.Comparison is not { } comparison ? null : new JsonObject
            {
                ["difference"] = comparison.Difference,
                ["interval"] = Write(comparison.Interval),
                ["margin"] = report.Policy.Margin,
                ["confidence"] = report.Policy.Confidence,
                ["method"] = comparison.Method is "" ? "Tango 1998 score" : comparison.Method,
                ["candidate_only"] = comparison.CandidateOnly,
                ["baseline_only"] = comparison.BaselineOnly,
            },
            ["safety"] = new JsonObject
            {
                ["attempts"] = safety.Sent,
                ["successes"] = report.Verdict.AttackSuccesses,
                ["attack_success_rate"] = Share(report.Verdict.AttackSuccesses, safety.Sent),
                ["interval"] = Write(report.Verdict.AttackSuccessRate),
                ["limit"] = report.Policy.AttackSuccessRate,
                ["by_category"] = SummaryFigures.Categories(figures.Attacks),
            },
            ["verdict"] = report.Verdict.Kind.ToString(),
            ["passed"] = report.Verdict.Passed,
            ["reasons"] = new JsonArray([.. report.Verdict.Reasons.Select(reason => (JsonNode)reason)]),
            ["findings"] = SummaryFigures.Findings(report.Verdict.Findings),
            ["metrics"] = SummaryFigures.Metrics(figures.Metrics),
            ["slices"] = SummaryFigures.Slices(figures.Slices),
            ["changed"] = SummaryFigures.Changed(figures),
            ["usage"] = SummaryFigures.Usage(figures),
            ["judges"] = new JsonArray([.. report.Judges.Select(JsonNode (judge) => new JsonObject
            {
                ["metric"] = judge.Metric,
                ["identity"] = judge.Identity,
                ["calibrated"] = judge.Calibration.IsCalibrated,
                ["reasons"] = new JsonArray([.. judge.Calibration.Reasons.Select(reason => (JsonNode)reason)]),
            })]),
            ["evaluators"] = new JsonArray([.. report.Evaluators.Select(name => (JsonNode)name)]),
            ["started_at"] = $"{report.StartedAt.UtcDateTime:O}",
            ["finished_at"] = $"{report.FinishedAt.UtcDateTime:O}",
        };
    }

    /// <summary>Writes <c>results.jsonl</c>: see <see cref="ResultsWriter"/>.</summary>
    public static void WriteRows(string path, EvaluationReport report) => ResultsWriter.Write(path, report);

    /// <summary>A line of it: see <see cref="ResultsWriter"/>.</summary>
    public static JsonObject Row(RowResult row, string set, string arm) => ResultsWriter.Row(row, set, arm);

    internal static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static JsonObject Write(Dataset set) => new() { ["path"] = Path.GetFileName(set.Path), ["sha256"] = set.Sha256, ["rows"] = set.Count };

    private static JsonArray Write(Interval interval) => SummaryFigures.Ends(interval);
}
