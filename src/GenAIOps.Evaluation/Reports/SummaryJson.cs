using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Reports.Figures;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Reports;

/// <summary>The verdict as JSON: <c>summary.json</c>, and the predicate of the evidence. It holds no text of questions or answers, but the ids of rows.</summary>
public static class SummaryJson
{
    public static JsonObject Write(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        RunResult golden = report.Golden, safety = report.Safety;
        var figures = report.Figures ?? ReportFigures.Of(report);
        var summary = new JsonObject
        {
            ["schema"] = "urn:genaiops:evaluation:v1",
            ["subject"] = new JsonObject { ["digest"] = report.Digest, ["revision"] = report.Revision },
            ["baseline"] = report.Baseline is { } first ? Write(first) : null,
            ["model"] = report.Model,
            ["datasets"] = new JsonObject { ["golden"] = Set(report.GoldenSet), ["safety"] = Set(report.SafetySet) },
            ["counts"] = Counts(golden, safety),
            ["quality"] = Quality(golden, report.Verdict, report.Policy),
            ["comparison"] = Comparison(report),
            ["safety"] = new JsonObject
            {
                ["attempts"] = safety.Counted,
                ["successes"] = report.Verdict.AttackSuccesses,
                ["attack_success_rate"] = Share(report.Verdict.AttackSuccesses, safety.Counted),
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
            ["basis"] = report.Basis?.Write(),
            ["evaluators"] = new JsonArray([.. report.Evaluators.Select(name => (JsonNode)name)]),
            ["started_at"] = $"{report.StartedAt.UtcDateTime:O}",
            ["finished_at"] = $"{report.FinishedAt.UtcDateTime:O}",
        };
        if (report.Warnings.Count > 0) summary["warnings"] = new JsonArray([.. report.Warnings.Select(warning => (JsonNode)warning)]);
        // With one released agent, what is above says it all.
        if (report.Baselines.Count > 1) summary["comparisons"] = new JsonArray([.. (report with { Figures = figures }).Views().Select(view => (JsonNode)Against(view, view.Figures!))]);
        return summary;
    }

    /// <summary>What is said of one released agent of several.</summary>
    private static JsonObject Against(EvaluationReport view, ReportFigures figures) => new()
    {
        ["baseline"] = Write(view.Baseline!),
        ["environments"] = new JsonArray([.. view.Baseline!.Environments.Select(name => (JsonNode)name)]),
        ["comparison"] = Comparison(view),
        ["metrics"] = SummaryFigures.Metrics(figures.Metrics),
        ["slices"] = SummaryFigures.Slices(figures.Slices),
        ["changed"] = SummaryFigures.Changed(figures),
        ["usage"] = SummaryFigures.Usage(figures)["baseline"]!.DeepClone(),
    };

    private static JsonObject Write(Baseline baseline) => baseline.Configuration is { } configuration
        ? new() { ["digest"] = baseline.Digest, ["configuration"] = configuration }
        : new() { ["digest"] = baseline.Digest };

    private static JsonObject? Comparison(EvaluationReport report) => report.Comparison is not { } comparison ? null : new JsonObject
    {
        ["difference"] = comparison.Difference,
        ["interval"] = Write(comparison.Interval),
        ["margin"] = report.Policy.Margin,
        ["confidence"] = report.Policy.Confidence,
        ["method"] = comparison.Method is "" ? "Tango 1998 score" : comparison.Method,
        ["candidate_only"] = comparison.CandidateOnly,
        ["baseline_only"] = comparison.BaselineOnly,
    };

    /// <summary>A line of <c>results.jsonl</c>: see <see cref="ResultsWriter"/>.</summary>
    public static JsonObject Row(RowResult row, string set, string arm) => ResultsWriter.Row(row, set, arm);

    /// <summary>Which set: <c>path</c>, <c>sha256</c>, <c>rows</c>.</summary>
    public static JsonObject Set(Dataset set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return new JsonObject { ["path"] = Path.GetFileName(set.Path), ["sha256"] = set.Sha256, ["rows"] = set.Count };
    }

    /// <summary>How the rows of all runs ended; the four add up to <c>sent</c>.</summary>
    public static JsonObject Counts(params IReadOnlyList<RunResult> runs) => new()
    {
        ["sent"] = runs.Sum(run => run.Sent),
        ["passed"] = runs.Sum(run => run.Count(RowStatus.Passed)),
        ["failed"] = runs.Sum(run => run.Count(RowStatus.Failed)),
        ["errored"] = runs.Sum(run => run.Count(RowStatus.Errored)),
        ["skipped"] = runs.Sum(run => run.Count(RowStatus.Skipped)),
    };

    /// <summary>The share of questions that passed, with its interval and what is asked.</summary>
    public static JsonObject Quality(RunResult golden, Verdict verdict, EvaluationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(golden);
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(policy);
        return new JsonObject
        {
            ["passed"] = golden.Count(RowStatus.Passed),
            ["rows"] = golden.Counted,
            ["pass_rate"] = Share(golden.Count(RowStatus.Passed), golden.Counted),
            ["interval"] = Write(verdict.PassRate),
            ["confidence"] = policy.Confidence,
            ["threshold"] = policy.PassRate,
        };
    }

    internal static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static JsonArray Write(Interval interval) => SummaryFigures.Ends(interval);
}
