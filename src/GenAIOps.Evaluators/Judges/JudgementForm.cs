using System.Text.Json;
using Microsoft.Extensions.AI;

namespace GenAIOps.Evaluators.Judges;

/// <summary>A form that a judge fills in. It is sent as a JSON schema, and checked again here, since not every client enforces one.</summary>
internal sealed class JudgementForm
{
    private readonly string _field;
    private readonly bool _isNumber;
    private readonly string[] _allowed;

    private JudgementForm(string field, bool isNumber, string[] allowed)
    {
        (_field, _isNumber, _allowed) = (field, isNumber, allowed);
        var values = string.Join(", ", allowed.Select(value => isNumber ? value : $"\"{value}\""));
        Schema = $$$"""{"type":"object","properties":{"reason":{"type":"string"},"{{{field}}}":{"type":"{{{(isNumber ? "integer" : "string")}}}","enum":[{{{values}}}]}},"required":["reason","{{{field}}}"],"additionalProperties":false}""";
        Format = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(Schema), "judgement", "The reason, then the decision that follows from it.");
    }

    /// <summary>A whole number from 1 to 5.</summary>
    public static JudgementForm Score { get; } = new("score", isNumber: true, ["1", "2", "3", "4", "5"]);

    /// <summary>Which of two is better.</summary>
    public static JudgementForm Better { get; } = new("better", isNumber: false, ["first", "second", "tie"]);

    public string Schema { get; }

    public ChatResponseFormat Format { get; }

    /// <summary>The text of a judgement, as it is cached.</summary>
    public string Write(Judgement judgement) => _isNumber
        ? $$$"""{"reason":{{{JsonSerializer.Serialize(judgement.Reason)}}},"{{{_field}}}":{{{judgement.Decision}}}}"""
        : $$$"""{"reason":{{{JsonSerializer.Serialize(judgement.Reason)}}},"{{{_field}}}":"{{{judgement.Decision}}}"}""";

    /// <summary>Reads a judgement: one JSON object and nothing else, or that within one code fence.</summary>
    /// <param name="text">What the model said.</param>
    /// <param name="judgement">The judgement, if it is usable.</param>
    /// <returns>What is wrong, as a sentence; null where nothing is.</returns>
    public string? Read(string text, out Judgement judgement)
    {
        judgement = default;
        try
        {
            using var document = JsonDocument.Parse(Unfenced(text), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement, out judgement);
        }
        catch (JsonException e)
        {
            return text.Length == 0 ? "it was empty." : $"it is not one JSON object ({e.Message.TrimEnd('.')}).";
        }
    }

    private string? Read(JsonElement json, out Judgement judgement)
    {
        judgement = default;
        if (json.ValueKind != JsonValueKind.Object)
        {
            return $"it is a JSON {json.ValueKind}, and must be an object.";
        }

        if (!json.TryGetProperty("reason", out var reason) || reason.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(reason.GetString()))
        {
            return "\"reason\" must be a string that is not empty.";
        }

        if (json.EnumerateObject().FirstOrDefault(property => property.Name != "reason" && property.Name != _field) is { Value.ValueKind: not JsonValueKind.Undefined } other)
        {
            return $"\"{other.Name}\" does not belong there.";
        }

        if (!json.TryGetProperty(_field, out var decision) || Decided(decision) is not { } allowed)
        {
            return $"\"{_field}\" must be one of {string.Join(", ", _allowed)}{(decision.ValueKind == JsonValueKind.Undefined ? ", and is missing" : $", and is {decision.GetRawText()}")}.";
        }

        judgement = new Judgement(reason.GetString()!, allowed);
        return null;
    }

    private string? Decided(JsonElement decision)
    {
        var text = _isNumber
            ? decision.ValueKind == JsonValueKind.Number && decision.TryGetDecimal(out var number) ? ((double)number).ToString("R", System.Globalization.CultureInfo.InvariantCulture) : null
            : decision.ValueKind == JsonValueKind.String ? decision.GetString() : null;
        return text is not null && _allowed.Contains(text, StringComparer.Ordinal) ? text : null;
    }

    /// <summary>What stands in a code fence that holds the whole text; otherwise the text.</summary>
    private static string Unfenced(string text)
    {
        var trimmed = text.Trim();
        var line = trimmed.IndexOf('\n', StringComparison.Ordinal);
        return line > 0 && trimmed.Length >= line + 4 && trimmed.StartsWith("```", StringComparison.Ordinal) && trimmed.EndsWith("```", StringComparison.Ordinal) ? trimmed[(line + 1)..^3] : trimmed;
    }
}
