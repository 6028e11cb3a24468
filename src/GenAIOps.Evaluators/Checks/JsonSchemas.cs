using System.Collections.Concurrent;
using System.Text.Json;
using NJsonSchema;

namespace GenAIOps.Evaluators.Checks;

/// <summary>Reads JSON Schemas once, and checks JSON against them. Nothing is fetched: a schema may refer to itself only.</summary>
internal static class JsonSchemas
{
    private const int MostKept = 1000;

    private static readonly ConcurrentDictionary<string, JsonSchema> Kept = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">It is no schema, or refers to another document.</exception>
    public static JsonSchema Read(string schema)
    {
        if (Kept.TryGetValue(schema, out var kept))
        {
            return kept;
        }

        try
        {
            using var document = JsonDocument.Parse(schema);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ArgumentException($"The JSON Schema is {document.RootElement.ValueKind}, and must be an object.", nameof(schema));
            }

            if (Foreign(document.RootElement) is { } foreign)
            {
                throw new ArgumentException($"The JSON Schema refers to \"{foreign}\". Only references within the schema (#…) are followed; put that part into its $defs.", nameof(schema));
            }

            // Without foreign references this completes at once.
            var read = JsonSchema.FromJsonAsync(schema).GetAwaiter().GetResult();
            if (Kept.Count >= MostKept)
            {
                Kept.Clear();
            }

            return Kept.GetOrAdd(schema, read);
        }
        catch (Exception e) when (e is JsonException or Newtonsoft.Json.JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"The JSON Schema cannot be read: {e.Message}", nameof(schema), e);
        }
    }

    /// <returns>What is wrong, each with its path; empty where nothing is.</returns>
    public static IReadOnlyList<string> Problems(JsonSchema schema, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            return [$"it is no JSON: {e.Message}"];
        }

        return [.. schema.Validate(json).Select(error => $"{(string.IsNullOrEmpty(error.Path) ? "#" : error.Path)}: {error.Kind}")];
    }

    private static string? Foreign(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Select(Foreign).FirstOrDefault(found => found is not null),
        JsonValueKind.Object => element.EnumerateObject()
            .Select(property => property.Name == "$ref" && property.Value.ValueKind == JsonValueKind.String && !property.Value.GetString()!.StartsWith('#')
                ? property.Value.GetString() : Foreign(property.Value))
            .FirstOrDefault(found => found is not null),
        _ => null,
    };
}
