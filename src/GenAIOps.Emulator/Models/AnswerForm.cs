using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Models;

/// <summary>The form that an answer must have (<c>response_format</c>, structured outputs): a text and a choice, as judges ask for.</summary>
/// <param name="Text">The member that takes a reason.</param>
/// <param name="Choice">The member that takes one of <paramref name="Values"/>.</param>
/// <param name="Values">As the schema lists them: whole numbers, or words.</param>
internal sealed record AnswerForm(string Text, string Choice, IReadOnlyList<JsonNode> Values)
{
    /// <returns>Null where any text will do.</returns>
    public static AnswerForm? Read(JsonObject body)
    {
        if (body["response_format"] is not { } format || OpenAIRequest.Text((format as JsonObject)?["type"]) is "text" or "json_object") return null;
        if (format is not JsonObject || OpenAIRequest.Text(format["type"]) is not "json_schema" || (format["json_schema"] as JsonObject)?["schema"] is not JsonObject schema)
            throw Unsupported("it must be {\"type\": \"json_schema\", \"json_schema\": {\"schema\": …}}, json_object or text");
        if (schema["properties"] is not JsonObject { Count: 2 } members) throw Unsupported("it has other members than a text and a choice");
        string[] texts = [.. members.Where(member => IsText(member.Value)).Select(member => member.Key)];
        string[] choices = [.. members.Where(member => member.Value?["enum"] is JsonArray { Count: > 1 }).Select(member => member.Key)];
        if (texts is not [var text] || choices is not [var choice]) throw Unsupported("one member must be a string, and the other an enum of two values or more");
        JsonNode[] values = [.. members[choice]!["enum"]!.AsArray().Select(value => value?.DeepClone() ?? throw Unsupported("null is no choice"))];
        return values.All(IsNumber) || IsOfTwo(values)
            ? new AnswerForm(text, choice, values)
            : throw Unsupported("the choice must be among whole numbers, or of 'first', 'second' and 'tie'");
    }

    /// <summary>Whether it asks which of two is better, and not how good one is.</summary>
    public bool IsPairwise => IsOfTwo(Values);

    /// <summary>In the schema's order of members, as structured outputs keep it: reasons first.</summary>
    public string Fill(string reason, JsonNode value) => new JsonObject { [Text] = reason, [Choice] = value.DeepClone() }.ToJsonString();

    private static bool IsText(JsonNode? member) => OpenAIRequest.Text(member?["type"]) is "string" && member!["enum"] is null;

    private static bool IsNumber(JsonNode value) => value is JsonValue number && number.TryGetValue(out int _);

    private static bool IsOfTwo(IEnumerable<JsonNode> values) => values.Select(OpenAIRequest.Text).Order(StringComparer.Ordinal).SequenceEqual(["first", "second", "tie"]);

    private static OpenAIErrorException Unsupported(string what) => OpenAIErrorException.Invalid(
        $"Invalid 'response_format': {ExtractiveModel.Name} fills in the forms of judges only, a reason and a score or a better one, and {what}.", "response_format", "unsupported_value");
}
