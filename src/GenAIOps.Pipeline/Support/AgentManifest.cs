using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GenAIOps.Pipeline.Support;

/// <summary>
/// What <c>agent.yaml</c> says of the agent's environment. Source: AgentSchema v1.0, ContainerAgent,
/// <c>environment_variables</c>: a list of <c>name</c> and <c>value</c>; <c>${NAME}</c> in a value is filled in when the agent is deployed.
/// </summary>
internal sealed partial class AgentManifest
{
    private readonly string _file;
    private readonly IReadOnlyList<(string Name, string Value, long Line)> _variables;

    private AgentManifest(string file, IReadOnlyList<(string Name, string Value, long Line)> variables)
    {
        _file = file;
        _variables = variables;
    }

    /// <summary>The variables as they stand there.</summary>
    public IReadOnlyDictionary<string, string> Declared => _variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);

    /// <summary>As evidence kept them.</summary>
    public static AgentManifest Of(IReadOnlyDictionary<string, string> declared) => new("the configuration in evidence", [.. declared.Select(pair => (pair.Key, pair.Value, 0L))]);

    /// <exception cref="InvalidDataException">The file is missing, is no YAML, or says something else than a list of variables.</exception>
    public static AgentManifest Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"{file} is missing. It describes the agent (AgentSchema, kind: hosted); README.md says what belongs in it.");
        }

        var stream = new YamlStream();
        try
        {
            using var reader = new StringReader(File.ReadAllText(file));
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw Wrong(file, e.Start.Line, $"is no YAML: {e.Message}");
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
        {
            throw Wrong(file, 1, "must be one mapping that begins with kind: hosted");
        }

        return new AgentManifest(file, root.Children.TryGetValue("environment_variables", out var list) ? [.. Variables(file, list)] : []);
    }

    /// <summary>The variables with their values, over those that are given; a value may name any of those that are given.</summary>
    /// <exception cref="InvalidDataException">A value names a variable that is not known.</exception>
    public Dictionary<string, string> Over(IReadOnlyDictionary<string, string> given)
    {
        var all = new Dictionary<string, string>(given);
        foreach (var (name, value, line) in _variables)
        {
            if (name == "GENAIOPS_IMAGE_DIGEST")
            {
                throw Wrong(_file, line, $"{name} is the pipeline's own: it proves which image answers");
            }

            all[name] = Placeholder().Replace(value, match => given.GetValueOrDefault(match.Groups[1].Value)
                ?? throw Wrong(_file, line, $"names {match.Value}, which no environment has. Known: {string.Join(", ", given.Keys.Order(StringComparer.Ordinal))}"));
        }

        return all;
    }

    private static IEnumerable<(string Name, string Value, long Line)> Variables(string file, YamlNode list)
    {
        if (list is not YamlSequenceNode items)
        {
            throw Wrong(file, list.Start.Line, "environment_variables must be a list of name and value");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item is not YamlMappingNode pair || Scalar(pair, "name") is not { Length: > 0 } name || Scalar(pair, "value") is not { } value)
            {
                throw Wrong(file, item.Start.Line, "an environment variable needs a name and a value");
            }

            yield return names.Add(name) ? (name, value, item.Start.Line) : throw Wrong(file, item.Start.Line, $"{name} is given twice");
        }
    }

    private static string? Scalar(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) && value is YamlScalarNode scalar ? scalar.Value : null;

    private static InvalidDataException Wrong(string file, long line, string what) => new($"{file}, line {line}: {what}. Mend it, then run the same command again.");

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Placeholder();
}
