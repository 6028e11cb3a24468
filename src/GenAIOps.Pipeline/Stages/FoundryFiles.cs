using System.Text.Json.Nodes;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evaluators.Foundry;
using GenAIOps.Evaluators.Safety;
using GenAIOps.Evaluators.Safety.RedTeaming;

namespace GenAIOps.Pipeline.Stages;

/// <summary>What <c>artifacts/foundry/</c> holds. No clock, no network, no disk.</summary>
/// <param name="Digest">The image of the version.</param>
/// <param name="Target">The version that was asked.</param>
internal sealed record FoundryFiles(string Digest, AgentTarget Target)
{
    /// <summary>Every row, in the shape of QA's.</summary>
    public static string Rows(RunResult result) => string.Concat(result.Read().Select(row => SummaryJson.Row(row, "golden", "candidate").ToJsonString() + "\n"));

    /// <summary>What Foundry's evaluators found, counted by us: the service's own counts are not believed.</summary>
    public JsonObject Summary(Dataset set, FoundryResult found, Verdict verdict, EvaluationPolicy policy)
    {
        return new JsonObject
        {
            ["subject"] = Subject(found.Confirmed),
            ["datasets"] = new JsonObject { ["golden"] = SummaryJson.Set(set) },
            ["counts"] = SummaryJson.Counts(found.Result),
            ["quality"] = SummaryJson.Quality(found.Result, verdict, policy),
            ["verdict"] = verdict.Kind.ToString(),
            ["passed"] = verdict.Passed,
            ["reasons"] = new JsonArray([.. verdict.Reasons.Select(JsonNode (reason) => reason)]),
            ["metrics"] = new JsonArray([.. found.Result.Scores.OrderBy(metric => metric.Key, StringComparer.Ordinal).Select(JsonNode (metric) => Metric(metric.Key, metric.Value))]),
            ["runs"] = new JsonArray([.. found.Runs.Select(JsonNode (run) => Run(run))]),
        };
    }

    /// <summary>The scorecard of a red-team run of ours, with who was attacked, where, and how sure each share is.</summary>
    public JsonObject RedTeam(FoundryRedTeamResult found, VerdictKind verdict, EvaluationPolicy policy)
    {
        var success = found.Report.Success;
        var card = Scorecard.Write(found.Report);
        card["subject"] = Subject(found.Confirmed);
        card["runs"] = new JsonArray(Run(found.Run));
        card["success"] = new JsonObject
        {
            ["overall"] = Share(success.Overall, policy),
            ["by_category"] = Shares(success.ByCategory, policy),
            ["by_strategy"] = Shares(success.ByStrategy, policy),
            ["confidence"] = policy.Confidence,
            ["limit"] = policy.AttackSuccessRate,
        };
        card["verdict"] = verdict.ToString();
        // The run's own reason: the report does not know of a run that failed, or of a role that is missing.
        card["could_not_run"] = found.CouldNotRun;
        return card;
    }

    private JsonObject Subject(int confirmed) => new() { ["digest"] = Digest, ["agent"] = Target.Name, ["version"] = Target.Version, ["confirmed_rows"] = confirmed };

    private static JsonObject Run(EvaluationRun run) => new JsonObject { ["evaluation"] = run.EvaluationId, ["run"] = run.Id, ["status"] = run.Status, ["report"] = run.ReportUrl?.ToString() };

    private static JsonObject Metric(string name, IReadOnlyList<double> scores)
    {
        double[] known = [.. scores.Where(double.IsFinite)];
        return new JsonObject { ["metric"] = name, ["rows"] = known.Length, ["mean"] = known.Length == 0 ? null : known.Average() };
    }

    private static JsonObject Shares(IReadOnlyDictionary<string, AttackRate> slices, EvaluationPolicy policy) =>
        new(slices.Select(slice => KeyValuePair.Create<string, JsonNode?>(slice.Key, Share(slice.Value, policy))));

    private static JsonObject Share(AttackRate rate, EvaluationPolicy policy) => new()
    {
        ["attacks"] = rate.Attacks,
        ["succeeded"] = rate.Succeeded,
        ["withstood"] = rate.Withstood,
        ["errored"] = rate.Errored,
        ["skipped"] = rate.Skipped,
        ["attack_success_rate"] = rate.Rate,
        ["interval"] = rate.Interval(policy.Confidence) is { } interval ? Ends(interval) : null,
    };

    private static JsonArray Ends(Interval interval) => [interval.Low, interval.High];
}
