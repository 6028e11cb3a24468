using System.Text.Json;

namespace GenAIOps.Evaluation.Datasets;

/// <param name="Name">Of the tool.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">JSON Schema of its arguments; undefined where there is none.</param>
public sealed record ToolDefinition(string Name, string Description, JsonElement Parameters);
