using System.Text.Json.Nodes;

namespace GenAIOps.Azure.ContainerApps;

/// <summary>The variables of a container, some of which are ours and some of others.</summary>
internal static class ContainerVariables
{
    /// <summary>Names those that a release set, so that the next one can take a dropped one away and leave those of others. A tag is too short for it.</summary>
    public const string Ours = "GENAIOPS_VARIABLES";

    /// <param name="template">All that the release sets: values, and names of secrets.</param>
    /// <param name="present">The container's <c>env</c> now; null in a new app.</param>
    /// <returns>Entries of others as they are and where they are; ours with the new values, new ones last.</returns>
    public static JsonArray Write(RevisionTemplate template, JsonArray? present)
    {
        SortedDictionary<string, (string Member, string Value)> values = new(template.Environment.ToDictionary(pair => pair.Key, pair => ("value", pair.Value)), StringComparer.Ordinal);
        foreach (var (name, secret) in template.SecretVariables) values[name] = ("secretRef", secret);
        values[Ours] = ("value", string.Join(',', values.Keys.Where(name => name != Ours)));
        var dropped = SetBefore(present).Where(name => !values.ContainsKey(name)).ToHashSet(StringComparer.Ordinal);
        var array = new JsonArray();
        foreach (var entry in (present ?? []).OfType<JsonObject>().Where(entry => !dropped.Contains(entry.Text("name") ?? "")))
            array.Add((JsonNode)(values.Remove(entry.Text("name") ?? "", out var value) ? Entry(entry.Text("name")!, value) : entry.DeepClone()));
        foreach (var (name, value) in values)
            array.Add((JsonNode)Entry(name, value));
        return array;
    }

    /// <summary>The names of those that stay and that no release set.</summary>
    public static IEnumerable<string> OfOthers(RevisionTemplate template, JsonArray? present)
    {
        var ours = SetBefore(present);
        return (present ?? []).OfType<JsonObject>().Select(entry => entry.Text("name") ?? "").Where(name => name != Ours && !template.Environment.ContainsKey(name) && !template.SecretVariables.ContainsKey(name) && !ours.Contains(name));
    }

    private static HashSet<string> SetBefore(JsonArray? present) =>
        [.. ((present ?? []).OfType<JsonObject>().FirstOrDefault(entry => entry.Text("name") == Ours).Text("value") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)];

    private static JsonObject Entry(string name, (string Member, string Value) value) => new() { ["name"] = name, [value.Member] = value.Value };
}
