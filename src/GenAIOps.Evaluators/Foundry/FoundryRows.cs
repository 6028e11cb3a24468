using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluators.Foundry;

/// <summary>Rows of a set as items of a cloud evaluation.</summary>
internal static class FoundryRows
{
    /// <summary>The column that results are joined by: order says nothing, and <c>datasource_item_id</c> counts anew in each run.</summary>
    public const string Id = "row_id";

    /// <summary>What the service writes into a row to say who answered.</summary>
    private static readonly string[] s_reserved = [Id, "agent_name", "agent_version", "response_id"];

    public static CustomItems Schema { get; } = new(new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(new[] { Id, "query", "response", "context", "ground_truth" }.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["type"] = "string" }))),
        ["required"] = new JsonArray(Id, "query"),
    });

    public static JsonObject Item(EvaluationCase row)
    {
        var item = new JsonObject { [Id] = row.Id, ["query"] = row.Query, ["context"] = row.Context, ["ground_truth"] = row.GroundTruth };
        if (row.Response is not null)
            item["response"] = row.Response;
        if (row.ToolDefinitions.Count > 0)
            item["tool_definitions"] = new JsonArray([.. row.ToolDefinitions.Select(tool => (JsonNode)new JsonObject { ["name"] = tool.Name, ["description"] = tool.Description, ["parameters"] = Node(tool.Parameters) })]);
        if (row.ToolCalls is { Count: > 0 } calls)
            item["tool_calls"] = new JsonArray([.. calls.Select(call => (JsonNode)new JsonObject { ["type"] = "tool_call", ["tool_call_id"] = call.Id, ["name"] = call.Name, ["arguments"] = Node(call.Arguments) })]);
        foreach (var (name, value) in row.Fields.Where(field => !item.ContainsKey(field.Key) && !s_reserved.Contains(field.Key)))
            item[name] = Node(value);
        return item;
    }

    /// <summary>Why a row cannot be judged there as it is meant; null where it can.</summary>
    public static string? Problem(EvaluationCase row, bool answersAreGiven) => (answersAreGiven, row) switch
    {
        (true, { Response: null }) => $"row '{row.Id}' brings no response, and no Target is named to give one",
        (false, { History.Count: > 0 }) => $"row '{row.Id}' has {row.History.Count} earlier messages, and a run sends an agent one message only; ask it locally, or let the row bring its response",
        (false, { Attachments.Count: > 0 }) => $"row '{row.Id}' has {row.Attachments.Count} attachments, which a run does not send; ask it locally, or let the row bring its response",
        _ => null,
    };

    private static JsonNode? Node(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(value.GetRawText());
}
