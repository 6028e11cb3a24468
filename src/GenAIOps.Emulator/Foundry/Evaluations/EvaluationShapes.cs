using System.Text.Json.Nodes;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>Evaluations in the JSON of OpenAI's evals API, with what Foundry adds.</summary>
internal static class EvaluationShapes
{
    public static JsonObject Evaluation(Evaluation evaluation) => new()
    {
        ["object"] = "eval",
        ["id"] = evaluation.Id,
        ["name"] = evaluation.Name,
        ["created_at"] = evaluation.CreatedAt.ToUnixTimeSeconds(),
        ["data_source_config"] = evaluation.Items.DeepClone(),
        ["testing_criteria"] = evaluation.Criteria.DeepClone(),
        ["metadata"] = evaluation.Metadata?.DeepClone() ?? new JsonObject(),
    };

    public static JsonObject Run(EvaluationRun run)
    {
        List<JsonObject[]> rows = [.. run.Output.Select(item => item!["results"]!.AsArray().OfType<JsonObject>().ToArray())];
        ILookup<string, JsonObject> byCriterion = rows.SelectMany(row => row).ToLookup(result => (string)result["name"]!, StringComparer.Ordinal);
        return new JsonObject
        {
            ["object"] = "eval.run",
            ["id"] = run.Id,
            ["eval_id"] = run.EvaluationId,
            ["name"] = run.Name,
            ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
            ["status"] = run.Status switch { RunStatus.InProgress => "in_progress", var other => other.ToString().ToLowerInvariant() },
            ["error"] = run.Problem is null ? null : new JsonObject { ["code"] = "run_failed", ["message"] = run.Problem },
            ["data_source"] = WithoutRows(run.Source),
            ["result_counts"] = Counts(rows),
            ["per_testing_criteria_results"] = new JsonArray([.. byCriterion.Select(criterion => new JsonObject
            {
                ["testing_criteria"] = criterion.Key,
                ["passed"] = criterion.Count(result => Passed(result) == true),
                ["failed"] = criterion.Count(result => Passed(result) == false),
                ["errored"] = criterion.Count(result => Passed(result) is null),
                ["skipped"] = 0,
            })]),
            ["report_url"] = null,
        };
    }

    public static JsonObject OutputItem(EvaluationRun run, int index, EvaluationRow row, JsonArray results, DateTimeOffset now)
    {
        JsonObject item = row.Item.DeepClone().AsObject();
        JsonObject sample = row.Sample.DeepClone().AsObject();
        if (sample["agent_reference"] is { } who)
        {
            item["agent_name"] = who["name"]?.DeepClone();
            item["agent_version"] = who["version"]?.DeepClone();
            sample.Remove("agent_reference");
        }
        return new JsonObject
        {
            ["object"] = "eval.run.output_item",
            ["id"] = $"{run.Id}_{index + 1}",
            ["run_id"] = run.Id,
            ["eval_id"] = run.EvaluationId,
            ["created_at"] = now.ToUnixTimeSeconds(),
            ["status"] = "completed",
            ["datasource_item_id"] = index,
            ["datasource_item"] = item,
            ["sample"] = sample,
            ["results"] = results,
        };
    }

    /// <summary>A page of a list: <c>limit</c> 1 to 100, <c>order</c>, cursor <c>after</c>.</summary>
    /// <param name="items">Oldest first; each has an <c>id</c>.</param>
    public static JsonObject Page(IEnumerable<JsonObject> items, IQueryCollection query)
    {
        int limit = int.TryParse(query["limit"], out int asked) ? Math.Clamp(asked, 1, 100) : 20;
        List<JsonObject> left = [.. query["order"] == "desc" ? items.Reverse() : items];
        if (query["after"].ToString() is { Length: > 0 } after) left = [.. left.SkipWhile(item => (string?)item["id"] != after).Skip(1)];
        List<JsonObject> page = [.. left.Take(limit)];
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. page.Select(item => item.DeepClone())]),
            ["first_id"] = page.Count > 0 ? page[0]["id"]!.DeepClone() : null,
            ["last_id"] = page.Count > 0 ? page[^1]["id"]!.DeepClone() : null,
            ["has_more"] = left.Count > page.Count,
        };
    }

    // A row with a pass and an error counts as passed, as in Microsoft's own aggregation; clients must not believe it.
    private static JsonObject Counts(List<JsonObject[]> rows)
    {
        int failed = rows.Count(row => row.Any(result => Passed(result) == false));
        int passed = rows.Count(row => row.Any(result => Passed(result) == true) && !row.Any(result => Passed(result) == false));
        return new JsonObject { ["total"] = rows.Count, ["passed"] = passed, ["failed"] = failed, ["errored"] = rows.Count - passed - failed, ["skipped"] = 0 };
    }

    private static bool? Passed(JsonObject result) => result["passed"] is JsonValue value && value.TryGetValue(out bool passed) ? passed : null;

    private static JsonObject WithoutRows(JsonObject source)
    {
        JsonObject copy = source.DeepClone().AsObject();
        if (OpenAIRequest.Text(copy["source"]?["type"]) is "file_content") copy["source"]!.AsObject().Remove("content");
        return copy;
    }
}
