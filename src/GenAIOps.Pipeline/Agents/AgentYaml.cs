using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace GenAIOps.Pipeline.Agents;

/// <summary>
/// The definition of an agent, whichever file holds it: variables (<c>environment_variables</c>, <c>environmentVariables</c>, <c>env</c>; a list of name and value or a
/// mapping), and cores and memory (<c>resources</c>, <c>container.resources</c>, <c>config.container.resources</c>).
/// </summary>
internal static partial class AgentYaml
{
    private static readonly string[] s_variables = ["environment_variables", "environmentVariables", "env"];

    /// <summary>What is read, and what says nothing of how the agent runs.</summary>
    private static readonly HashSet<string> s_known = new(
        [.. s_variables, "kind", "name", "displayName", "description", "metadata", "protocols", "template", "resources", "parameters", "container", "config", "host", "project", "language", "uses", "docker", "image", "$ref"],
        StringComparer.Ordinal);

    /// <param name="file">For places.</param>
    /// <param name="definition">The mapping.</param>
    /// <param name="isTemplate">Whether it is the template of a manifest, in which <c>{{name}}</c> is a parameter.</param>
    /// <exception cref="InvalidDataException">It is no agent in a container, or something of it is wrong.</exception>
    public static IEnumerable<Setting> Settings(string file, YamlMappingNode definition, bool isTemplate = false)
    {
        if (YamlFile.Scalar(definition, "kind") is { } kind && kind.ToLowerInvariant() is not ("hosted" or "container"))
            throw YamlFile.Wrong(file, definition.Children["kind"].Start.Line, $"kind is {kind}, and this pipeline ships agents in containers (kind: hosted)");
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var variable in s_variables.SelectMany(key => Variables(file, key, YamlFile.Child(definition, key))))
        {
            if (!names.Add(variable.Name)) throw YamlFile.Wrong(variable.Place, $"{variable.Name} is given twice");
            yield return Checked(variable, isTemplate);
        }

        // A list of resources is what a manifest wants to have made: models and tools.
        if (YamlFile.Child(definition, "resources") is YamlMappingNode own) foreach (var resource in Resources(file, own)) yield return resource;
        foreach (var outer in new[] { definition, YamlFile.Mapping(file, definition, "config") })
        {
            if (YamlFile.Mapping(file, YamlFile.Mapping(file, outer, "container"), "resources") is { } resources) foreach (var resource in Resources(file, resources)) yield return resource;
        }
    }

    /// <summary>Keys that nothing here reads, each with its line.</summary>
    public static IEnumerable<string> Unread(YamlMappingNode definition) =>
        definition.Children.Keys.OfType<YamlScalarNode>().Where(key => key.Value is { } name && !s_known.Contains(name)).Select(key => $"{key.Value} (line {key.Start.Line})");

    private static IEnumerable<Setting> Variables(string file, string key, YamlNode? node) => node switch
    {
        null => [],
        YamlMappingNode mapping => mapping.Children.Select(pair => Variable(file, pair.Key, YamlFile.Text(pair.Key), YamlFile.Text(pair.Value))),
        YamlSequenceNode list => list.Children.Select(item => item is YamlMappingNode pair
            ? Variable(file, item, YamlFile.Scalar(pair, "name") ?? YamlFile.Scalar(pair, "key"), YamlFile.Text(pair.Children.TryGetValue("value", out var value) ? value : null))
            : throw YamlFile.Wrong(file, item.Start.Line, "an environment variable needs a name and a value")),
        _ => throw YamlFile.Wrong(file, node.Start.Line, $"{key} must be a list of name and value, or a mapping"),
    };

    private static Setting Variable(string file, YamlNode node, string? name, string? value) => name is { Length: > 0 } && value is not null
        ? new Setting(name, value, YamlFile.Place(file, node.Start.Line))
        : throw YamlFile.Wrong(file, node.Start.Line, "an environment variable needs a name and a value");

    /// <summary>Others resolve these expressions, or nobody does; the agent would see them as they stand.</summary>
    private static Setting Checked(Setting variable, bool isTemplate)
    {
        if (variable.Value.Contains("${{", StringComparison.Ordinal))
            throw YamlFile.Wrong(variable.Place, $"{variable.Name} is '{variable.Value}', which Agent Service resolves and Container Apps does not. Take it out here, and give the environments a secret of Key Vault (Secrets in Build.cs)");
        if (OtherExpression().IsMatch(variable.Value))
            throw YamlFile.Wrong(variable.Place, $"{variable.Name} is '{variable.Value}', and only ${{NAME}} is filled in. Write that, or the value itself");
        if (isTemplate && variable.Value.Contains("{{", StringComparison.Ordinal))
            throw YamlFile.Wrong(variable.Place, $"{variable.Name} is '{variable.Value}', a parameter of a manifest. Write the value itself, or ${{MODEL_DEPLOYMENT_NAME}} for the environment's model");
        return variable;
    }

    private static IEnumerable<Setting> Resources(string file, YamlMappingNode node)
    {
        foreach (var (name, read) in new (string, Func<string, string?>)[] { ("cpu", Cores), ("memory", Gibibytes) })
        {
            if (YamlFile.Child(node, name) is not { } value) continue;
            yield return new Setting(name, YamlFile.Text(value) is { } text && read(text) is { } amount ? amount : throw YamlFile.Wrong(file, value.Start.Line, $"{name} is '{value}', and must be such as {(name == "cpu" ? "0.5 or 500m" : "1Gi or 512Mi")}"), YamlFile.Place(file, value.Start.Line), IsVariable: false);
        }
    }

    private static string? Cores(string text) => Amount(text, "m", 1000) ?? Amount(text, "", 1);

    private static string? Gibibytes(string text) => (Amount(text, "Gi", 1) ?? Amount(text, "Mi", 1024)) is { } amount ? $"{amount}Gi" : null;

    private static string? Amount(string text, string unit, decimal parts) => text.EndsWith(unit, StringComparison.Ordinal) && decimal.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
        ? (amount / parts).ToString("0.##########", CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"\$\{(?![A-Za-z_][A-Za-z0-9_]*\})")]
    private static partial Regex OtherExpression();
}

/// <param name="Name">Of a variable, or <c>cpu</c> (cores) or <c>memory</c> (such as 1Gi).</param>
/// <param name="Value">Of a variable, as it stands there.</param>
/// <param name="Place">File and line.</param>
/// <param name="IsVariable">Whether the agent sees it.</param>
internal sealed record Setting(string Name, string Value, string Place, bool IsVariable = true);
