using System.Text.Json.Nodes;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Agents;

/// <summary>What an agent is given in an environment and no agent version names, as far as it may change answers.</summary>
/// <param name="Environment">Its name.</param>
/// <param name="Variables">Of the agent's files and the environment's own, by name; <c>${NAME}</c> in a value as it stands there.</param>
/// <param name="Secrets">Variables whose values nobody says, by name.</param>
/// <param name="Resources"><c>cpu</c>, <c>memory</c> and <c>contentFilter</c>, as far as somebody says.</param>
public sealed record EnvironmentSettings(string Environment, IReadOnlyDictionary<string, string> Variables, IReadOnlyList<string> Secrets, IReadOnlyDictionary<string, string> Resources)
{
    private const int MostText = 80;

    /// <summary>Each thing that another environment has otherwise, with both values: <c>STYLE is 'short' in qa and not set in prod</c>.</summary>
    public IReadOnlyList<string> DifferencesTo(EnvironmentSettings other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return
        [
            .. Differ([.. Variables.Keys, .. Secrets, .. other.Variables.Keys, .. other.Secrets], settings => name => settings.Secrets.Contains(name) ? "a secret" : Quoted(settings.Variables, name)),
            .. Differ([.. Resources.Keys, .. other.Resources.Keys], settings => name => Quoted(settings.Resources, name)),
        ];

        IEnumerable<string> Differ(IEnumerable<string> names, Func<EnvironmentSettings, Func<string, string>> say) => names.Distinct().Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Here: say(this)(name), There: say(other)(name))).Where(one => one.Here != one.There)
            .Select(one => $"{one.Name} is {Short(one.Here)} in {Environment} and {Short(one.There)} in {other.Environment}");
    }

    internal JsonObject Write() => new()
    {
        ["environment"] = Environment,
        ["variables"] = Texts(Variables),
        ["secrets"] = new JsonArray([.. Secrets.Select(name => (JsonNode)name)]),
        ["resources"] = Texts(Resources),
    };

    internal static EnvironmentSettings Read(JsonFields fields) => new(fields.Text("environment"), fields.Map("variables"), fields.Texts("secrets"), fields.Map("resources"));

    private static JsonObject Texts(IReadOnlyDictionary<string, string> texts) => new(texts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static string Quoted(IReadOnlyDictionary<string, string> values, string name) => values.TryGetValue(name, out var value) ? $"'{value}'" : "not set";

    private static string Short(string text) => text.ReplaceLineEndings(" ") is var line && line.Length <= MostText ? line : $"{line[..MostText]}…";
}
