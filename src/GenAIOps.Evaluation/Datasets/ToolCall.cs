using System.Text.Json;

namespace GenAIOps.Evaluation.Datasets;

/// <param name="Name">Of the tool.</param>
/// <param name="Arguments">A JSON object; undefined where there are none.</param>
public sealed record ToolCall(string Name, JsonElement Arguments)
{
    /// <summary>What answers refer to; null where nobody does.</summary>
    public string? Id { get; init; }
}
