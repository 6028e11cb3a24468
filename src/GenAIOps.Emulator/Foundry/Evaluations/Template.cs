using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>A row of a run: what was sent, and what was answered.</summary>
/// <param name="Item">As it was sent.</param>
/// <param name="Sample"><c>output_text</c>, …; empty where nobody was asked.</param>
internal sealed record EvaluationRow(JsonObject Item, JsonObject Sample)
{
    /// <summary>Why there is no answer; null where there is one, or nobody was asked.</summary>
    public string? Error => OpenAIRequest.Text(Sample["error"]?["message"]);
}

/// <summary>Texts with <c>{{item.column}}</c> and <c>{{sample.output_text}}</c> in them.</summary>
internal static partial class Template
{
    /// <exception cref="UnscoredException">The row has no such column.</exception>
    public static string Fill(string template, EvaluationRow row) => Placeholder().Replace(template, match =>
        Find(match.Groups["path"].Value, row) ?? throw new UnscoredException("MissingColumn", $"The row has no '{match.Groups["path"].Value}'."));

    private static string? Find(string path, EvaluationRow row)
    {
        string[] parts = path.Split('.');
        // What the agent did is, here, only what it said.
        if (path is "sample.output_items") return OpenAIRequest.Text(row.Sample["output_text"]);
        JsonNode? node = parts[0] switch { "item" => row.Item, "sample" => row.Sample, _ => null };
        foreach (string part in parts.Skip(1)) node = (node as JsonObject)?[part];
        return node is null || parts.Length < 2 ? null : OpenAIRequest.Text(node) ?? node.ToJsonString();
    }

    [GeneratedRegex(@"\{\{\s*(?<path>[^{}\s]+)\s*\}\}")]
    private static partial Regex Placeholder();
}

/// <summary>A criterion cannot score a row: its score is null.</summary>
internal sealed class UnscoredException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
