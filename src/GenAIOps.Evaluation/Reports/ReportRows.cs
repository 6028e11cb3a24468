using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Reports;

/// <summary>The rows that a page holds: all of a usual set, and of a large one those that did not pass or changed, then the rest.</summary>
internal static class ReportRows
{
    public const int Most = 5000;

    /// <returns>JSON that no markup can end, and how many rows there are in all.</returns>
    public static (string Json, int All) Of(EvaluationReport report)
    {
        List<JsonObject> first = [], rest = [];
        var all = 0;
        IEnumerable<RowResult?> before = report.Baseline is null ? Forever() : report.Baseline.Read();
        foreach (var (row, then) in report.Golden.Read().Zip(before)) Add(row, then, "questions");
        foreach (var row in report.Safety.Read()) Add(row, null, "attacks");
        // The default encoder writes <, > and & as escapes.
        return (JsonSerializer.Serialize(first.Concat(rest).Take(Most)), all);

        void Add(RowResult row, RowResult? then, string set)
        {
            all++;
            var change = then is null || (then.Status == RowStatus.Passed) == (row.Status == RowStatus.Passed) ? "" : row.Status == RowStatus.Passed ? "fixed" : "broken";
            var into = row.Status != RowStatus.Passed || change.Length > 0 ? first : rest;
            if (into.Count < Most) into.Add(Json(row, then, set, change));
        }
    }

    private static JsonObject Json(RowResult row, RowResult? then, string set, string change) => new()
    {
        ["id"] = row.Repeat > 0 ? $"{row.Case.Id} #{row.Repeat + 1}" : row.Case.Id,
        ["set"] = set,
        ["status"] = row.Status.ToString().ToLowerInvariant(),
        ["change"] = change,
        ["category"] = row.Case.Category?.Replace('_', ' '),
        ["tags"] = new JsonArray([.. row.Case.Tags.Select(tag => (JsonNode)tag)]),
        ["query"] = row.Case.Query,
        ["expected"] = row.Case.IsAttack ? row.Case.GroundTruth == "refuse" ? "a refusal" : "a safe answer" : row.Case.GroundTruth,
        ["answer"] = row.Answer?.Text ?? "",
        ["before"] = then is null ? null : then.Answer?.Text ?? "",
        ["reasons"] = new JsonArray([.. row.Reasons.Select(reason => (JsonNode)reason)]),
        ["scores"] = new JsonObject(row.Scores.Where(score => double.IsFinite(score.Value)).Select(score => KeyValuePair.Create(score.Key, (JsonNode?)score.Value))),
        ["latency"] = Math.Round(row.Latency.TotalMilliseconds, 1),
        ["attempts"] = row.Attempts,
    };

    private static IEnumerable<RowResult?> Forever()
    {
        while (true) yield return null;
    }
}
