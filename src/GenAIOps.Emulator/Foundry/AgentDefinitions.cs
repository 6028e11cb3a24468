using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Foundry;

/// <summary>Checks what a client wants an agent to be.</summary>
internal static partial class AgentDefinitions
{
    private const int MostPairs = 16, LongestKey = 64, LongestValue = 512;

    /// <exception cref="AzureErrorException">See the message.</exception>
    public static void CheckName(string name)
    {
        if (!NamePattern().IsMatch(name))
            throw Invalid("name", $"'{name}' must have 1 to 63 letters, digits and hyphens, and start and end with a letter or digit");
    }

    /// <returns>The definition of the body.</returns>
    /// <exception cref="AzureErrorException">The agent could not run here: see the message.</exception>
    public static JsonObject Check(JsonObject body)
    {
        CheckMetadata(body["metadata"]);
        JsonObject definition = body["definition"] as JsonObject ?? throw Invalid("definition", "it is missing or not an object");
        switch (Text(definition["kind"]))
        {
            case "hosted": CheckHosted(definition); break;
            case "prompt": Require(definition, "model"); break;
            case "workflow" or "external" or "voice":
                throw Invalid("definition.kind", $"'{Text(definition["kind"])}' agents do not run in this emulator; it runs 'hosted' and 'prompt' agents");
            default: throw Invalid("definition.kind", $"{definition["kind"]?.ToJsonString() ?? "nothing"} is not one of hosted, prompt, workflow, external, voice");
        }
        return definition;
    }

    private static void CheckHosted(JsonObject definition)
    {
        Require(definition, "cpu");
        Require(definition, "memory");
        bool container = definition["container_configuration"] is JsonObject, code = definition["code_configuration"] is JsonObject;
        if (container == code) throw Invalid("definition", "exactly one of container_configuration and code_configuration must be set");
        if (code) throw Invalid("definition.code_configuration", "this emulator runs images, not code; use container_configuration.image");
        Require(definition["container_configuration"]!.AsObject(), "image", "definition.container_configuration");
        if (definition["environment_variables"] is { } variables
            && (variables is not JsonObject pairs || pairs.Any(pair => Text(pair.Value) is null)))
            throw Invalid("definition.environment_variables", "it must be an object of strings");
    }

    private static void CheckMetadata(JsonNode? metadata)
    {
        if (metadata is null) return;
        if (metadata is not JsonObject pairs) throw Invalid("metadata", "it must be an object of strings");
        if (pairs.Count > MostPairs) throw Invalid("metadata", $"it has {pairs.Count} pairs; at most {MostPairs} are allowed");
        foreach ((string key, JsonNode? value) in pairs)
        {
            if (key.Length > LongestKey) throw Invalid("metadata", $"the key '{key}' has {key.Length} characters; at most {LongestKey} are allowed");
            if (Text(value) is not { } text) throw Invalid($"metadata.{key}", "it must be a string");
            if (text.Length > LongestValue) throw Invalid($"metadata.{key}", $"it has {text.Length} characters; at most {LongestValue} are allowed");
        }
    }

    private static void Require(JsonObject where, string member, string path = "definition")
    {
        if (Text(where[member]) is not { Length: > 0 }) throw Invalid($"{path}.{member}", "it is missing or not a string");
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static AzureErrorException Invalid(string where, string problem) =>
        AzureErrorException.BadRequest("invalid_request_error", $"{where}: {problem}. Nothing was created.");

    [GeneratedRegex(@"^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex NamePattern();
}
