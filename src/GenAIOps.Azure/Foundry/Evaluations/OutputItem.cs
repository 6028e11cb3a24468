using System.Globalization;
using System.Text.Json.Nodes;

namespace GenAIOps.Azure.Foundry.Evaluations;

/// <summary>What came of one row.</summary>
/// <param name="Id">Of the item; items come in no order that means anything.</param>
/// <param name="Status"><c>completed</c>, <c>pass</c>, <c>fail</c>, <c>error</c>, or a newer word; null where it is not told.</param>
/// <param name="Row">As it was sent, with what the service added.</param>
/// <param name="Sample">What was answered.</param>
/// <param name="Results">By criterion and metric.</param>
public sealed record OutputItem(string Id, string? Status, JsonObject Row, Sample Sample, IReadOnlyList<CriterionResult> Results)
{
    internal static OutputItem Read(JsonObject item)
    {
        var row = item.At("datasource_item") as JsonObject ?? [];
        return new OutputItem(
            item.At("id") is { } id ? id.ToString() : "", item.Text("status"), row, Sample.Read(item.At("sample"), row), [.. item.Items("results").Select(CriterionResult.Read)]);
    }
}

/// <summary>An answer.</summary>
/// <param name="Text">Null where there is none.</param>
/// <param name="Agent">Who answered, as far as the service tells it.</param>
/// <param name="Version">Which version answered, as far as the service tells it.</param>
/// <param name="Model">The model, as far as the service tells it.</param>
/// <param name="Error">Why there is no answer; null where there is one, or nothing is said.</param>
/// <param name="InputTokens">0 where nothing is said.</param>
/// <param name="OutputTokens">0 where nothing is said.</param>
public sealed record Sample(string? Text, string? Agent, string? Version, string? Model, string? Error, long InputTokens, long OutputTokens)
{
    internal static Sample Read(JsonNode? sample, JsonObject row)
    {
        var said = sample.Items("output").Select(message => Content(message.At("content"))).OfType<string>().ToList();
        return new Sample(
            sample.Text("output_text") ?? (said.Count > 0 ? string.Join("\n", said) : row.Text("sample.output_text")),
            row.Text("agent_name") ?? sample.Text("agent_reference", "name") ?? sample.Text("agent_name"),
            row.Word("agent_version") ?? sample.At("agent_reference").Word("version") ?? sample.Word("agent_version"),
            sample.Text("model"),
            sample.Text("error", "message") ?? sample.Text("error", "code"),
            (long)(sample.Number("usage", "prompt_tokens") ?? sample.Number("usage", "input_tokens") ?? 0),
            (long)(sample.Number("usage", "completion_tokens") ?? sample.Number("usage", "output_tokens") ?? 0));
    }

    private static string? Content(JsonNode? content) => content switch
    {
        JsonArray parts => string.Concat(parts.Select(part => part.Text("text"))),
        _ => content.Text(),
    };
}

/// <summary>What one criterion, or one metric of it, says of one row.</summary>
/// <param name="Name">The criterion's.</param>
/// <param name="Metric">Of an evaluator with several; null where it is not told.</param>
/// <param name="Score">Null where there is none.</param>
/// <param name="Passed">Null where it is not told.</param>
/// <param name="Label"><c>pass</c>, <c>fail</c>, or a word of the evaluator's own.</param>
/// <param name="Reason">In the evaluator's words.</param>
/// <param name="Threshold">Null where it is not told.</param>
/// <param name="Status"><c>error</c>, <c>skipped</c>, <c>completed</c>; null where it is not told.</param>
/// <param name="Error">What went wrong; null where nothing did.</param>
/// <param name="Properties">What the evaluator adds, such as <c>attack_success</c>.</param>
public sealed record CriterionResult(
    string Name, string? Metric, double? Score, bool? Passed, string? Label, string? Reason, double? Threshold, string? Status, string? Error, JsonObject Properties)
{
    internal static CriterionResult Read(JsonObject result) => new(
        result.Text("name") ?? "",
        result.Text("metric"),
        result.Number("score") is { } score && double.IsFinite(score) ? score : null,
        result.At("passed") is JsonValue value && value.TryGetValue(out bool passed) ? passed : null,
        result.Text("label"),
        result.Text("reason"),
        result.Number("threshold"),
        result.Text("status"),
        result.Text("sample", "error", "message") ?? result.Text("error", "message") ?? result.Text("sample", "error", "code") ?? result.Text("error", "code"),
        result.At("properties") as JsonObject ?? []);
}

internal static class WordReading
{
    /// <summary>A member that some services write as text and others as a number.</summary>
    public static string? Word(this JsonNode? node, string name) =>
        node.Text(name) ?? node.Number(name)?.ToString(CultureInfo.InvariantCulture);
}
