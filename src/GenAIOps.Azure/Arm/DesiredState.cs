using System.Text.Json.Nodes;

namespace GenAIOps.Azure.Arm;

/// <summary>Whether a resource already is what is wanted: Azure answers with more than it was given, never with less.</summary>
public static class DesiredState
{
    /// <param name="wanted">What would be put.</param>
    /// <param name="present">What Azure answers now.</param>
    /// <returns>Whether putting it would change nothing; false for a resource whose last change failed.</returns>
    public static bool IsMet(JsonObject wanted, JsonObject present) =>
        (Text(present["properties"]?["provisioningState"]) ?? "Succeeded") == "Succeeded" && Covers(present, wanted, name: null);

    private static bool Covers(JsonNode? present, JsonNode? wanted, string? name) => (wanted, present) switch
    {
        (null, null) => true,
        (JsonObject want, JsonObject have) => want.All(member => Find(have, member.Key, out var value) && Covers(value, member.Value, member.Key)),
        (JsonArray want, JsonArray have) => want.Count == have.Count && want.Zip(have).All(pair => Covers(pair.Second, pair.First, name)),
        (JsonValue, JsonValue) when Text(wanted) is { } want && Text(present) is { } have => Same(want, have, name),
        // 5 and 5.0 are one number.
        (JsonValue want, JsonValue have) when want.TryGetValue(out double number) && have.TryGetValue(out double other) => number == other,
        (JsonValue, JsonValue) => JsonNode.DeepEquals(wanted, present),
        _ => false,
    };

    // Azure returns some ids in another case, and 'West Europe' for westeurope.
    private static bool Same(string want, string have, string? name) =>
        want == have
        || (want.StartsWith('/') && want.Equals(have, StringComparison.OrdinalIgnoreCase))
        || (name == "location" && want.Equals(have.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    private static bool Find(JsonObject members, string name, out JsonNode? value)
    {
        if (members.TryGetPropertyValue(name, out value))
            return true;
        // Application Insights answers 'application_Type' for 'Application_Type' in some versions.
        var other = members.Select(member => member.Key).FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
        value = other is null ? null : members[other];
        return other is not null;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
