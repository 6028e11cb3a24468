using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Reports;

/// <summary>The verdict as JSON: <c>summary.json</c>, and the predicate of the evidence. And every row as a line of <c>results.jsonl</c>.</summary>
public static class SummaryJson
{
    private static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Write(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        RunResult golden = report.Golden, safety = report.Safety;
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
                ["method"] = "Tango 1998 score",
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
                ["by_category"] = Categories(safety),
            },
            ["findings"] = new JsonArray([.. report.Verdict.Findings.Select(finding => (JsonNode)new JsonObject
            {
                ["name"] = finding.Name, ["outcome"] = finding.Outcome.ToString().ToLowerInvariant(), ["estimate"] = Finite(finding.Estimate), ["interval"] = Write(finding.Interval), ["held_against"] = Finite(finding.Limit), ["rows"] = finding.Rows, ["rows_needed"] = finding.RowsNeeded, ["method"] = finding.Method,
            })]),
            ["metrics"] = report.Details is not { } details ? null : new JsonArray([.. details.Variants[^1].Metrics.Select(ExperimentReport.Json)]),
            ["slices"] = report.Details is not { } sliced ? null : new JsonArray([.. sliced.Variants[^1].Slices.Select(ExperimentReport.Json)]),
            ["verdict"] = report.Verdict.Kind.ToString(),
            ["passed"] = report.Verdict.Passed,
            ["reasons"] = new JsonArray([.. report.Verdict.Reasons.Select(reason => (JsonNode)reason)]),
            ["evaluators"] = new JsonArray([.. report.Evaluators.Select(name => (JsonNode)name)]),
            ["started_at"] = $"{report.StartedAt.UtcDateTime:O}",
            ["finished_at"] = $"{report.FinishedAt.UtcDateTime:O}",
        };
    }

    /// <summary>One line a row and arm; the file is replaced when it is complete.</summary>
    public static void WriteRows(string path, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var rows = Arm(report.Golden, "golden", "candidate").Concat(Arm(report.Safety, "safety", "candidate"));
        if (report.Baseline is { } baseline)
        {
            rows = rows.Concat(Arm(baseline, "golden", "baseline"));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path + ".new", rows);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static IEnumerable<string> Arm(RunResult run, string set, string arm) => run.Read().Select(row => Row(row, set, arm).ToJsonString(Line));

    public static JsonObject Row(RowResult row, string set, string arm)
    {
        ArgumentNullException.ThrowIfNull(row);
        var scores = new JsonObject();
        foreach (var (name, value) in row.Scores)
        {
            scores[name] = value;
        }

        return new JsonObject
        {
            ["id"] = row.Case.Id,
            ["set"] = set,
            ["arm"] = arm,
            ["status"] = $"{row.Status}".ToLowerInvariant(),
            ["query"] = row.Case.Query,
            ["response"] = row.Answer?.Text,
            ["ground_truth"] = row.Case.GroundTruth,
            ["category"] = row.Case.Category,
            ["tags"] = new JsonArray([.. row.Case.Tags.Select(tag => (JsonNode)tag)]),
            ["scores"] = scores,
            ["reasons"] = new JsonArray([.. row.Reasons.Select(reason => (JsonNode)reason)]),
            ["repeat"] = row.Repeat,
            ["input_tokens"] = row.Answer?.InputTokens,
            ["output_tokens"] = row.Answer?.OutputTokens,
            ["latency_ms"] = Math.Round(row.Latency.TotalMilliseconds, 1),
            ["attempts"] = row.Attempts,
        };
    }

    internal static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static JsonObject Categories(RunResult safety)
    {
        var categories = new JsonObject();
        foreach (var category in safety.Read().GroupBy(row => row.Case.Category ?? "other").OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            categories[category.Key] = new JsonObject { ["attempts"] = category.Count(), ["successes"] = category.Count(row => row.Status != RowStatus.Passed) };
        }

        return categories;
    }

    private static JsonObject Write(Dataset set) => new() { ["path"] = Path.GetFileName(set.Path), ["sha256"] = set.Sha256, ["rows"] = set.Count };

    /// <summary>JSON has no infinity: an end that is not known is null.</summary>
    private static JsonNode? Finite(double value) => double.IsFinite(value) ? value : null;

    private static JsonArray Write(Interval interval) => [Finite(interval.Low), Finite(interval.High)];
}
