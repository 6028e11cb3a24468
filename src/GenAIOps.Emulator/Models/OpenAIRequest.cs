using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Models;

/// <summary>Reads what OpenAI's APIs have in common: the body, and texts that are a string or a list of parts.</summary>
internal static class OpenAIRequest
{
    /// <summary>A member that stands twice is an error: nothing says which of the two is meant.</summary>
    public static readonly JsonDocumentOptions Unambiguous = new() { AllowDuplicateProperties = false };

    /// <summary>Runs an endpoint and answers its errors in OpenAI's form.</summary>
    public static RequestDelegate Answering(Func<HttpContext, Task> handler) => async http =>
    {
        try
        {
            await handler(http);
        }
        catch (OpenAIErrorException error) when (!http.Response.HasStarted)
        {
            await error.WriteAsync(http);
        }
    };

    public static async Task<JsonObject> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, documentOptions: Unambiguous, cancellationToken: http.RequestAborted) as JsonObject
                ?? throw OpenAIErrorException.Invalid("The body of the request must be a JSON object.", code: "invalid_json");
        }
        catch (JsonException error)
        {
            throw OpenAIErrorException.Invalid($"We could not parse the JSON body of your request: {error.Message}", code: "invalid_json");
        }
    }

    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static bool Flag(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag) && flag;

    /// <returns>A positive whole number, or null when the member is not there.</returns>
    public static int? Positive(JsonObject body, string name)
    {
        if (body[name] is not { } node) return null;
        return node is JsonValue value && value.TryGetValue(out int number) && number > 0
            ? number : throw OpenAIErrorException.Invalid($"Invalid '{name}': {node.ToJsonString()} is not a positive integer.", name, "invalid_type");
    }

    /// <param name="content">A string, or a list of parts that each hold <c>text</c>.</param>
    public static string Flatten(JsonNode? content, string where) => content switch
    {
        null => "",
        JsonArray parts => string.Join("\n", parts.Select((part, at) => Part(part, $"{where}[{at}]"))),
        _ => Text(content) ?? throw OpenAIErrorException.Invalid($"Invalid type for '{where}': expected a string or an array of content parts.", where, "invalid_type"),
    };

    private static string Part(JsonNode? part, string where) =>
        Text(part?["text"]) ?? Text(part?["refusal"]) ?? throw OpenAIErrorException.Invalid(
            $"Invalid content part at '{where}': type '{Text(part?["type"])}' is not supported by {ExtractiveModel.Name}, which reads text only.", where);
}
