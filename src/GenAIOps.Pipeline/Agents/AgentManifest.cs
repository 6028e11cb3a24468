using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace GenAIOps.Pipeline.Agents;

/// <summary>
/// What files beside the agent say of it: <c>agent.yaml</c> (AgentSchema v1.0, ContainerAgent: <c>environment_variables</c>, <c>resources</c>) and <c>azure.yaml</c> (azd: the
/// service with host <c>azure.ai.agent</c>, its <c>env</c> and <c>container.resources</c>). <c>${NAME}</c> in a value is filled in when the agent is deployed.
/// </summary>
internal sealed partial class AgentManifest
{
    private const string OwnVariable = "GENAIOPS_IMAGE_DIGEST";

    private readonly IReadOnlyList<Setting> _variables;

    private AgentManifest(IReadOnlyList<Setting> variables, Setting? cpu, Setting? memory)
    {
        _variables = variables;
        Cpu = cpu is null ? null : CpuOf(cpu);
        Memory = memory?.Value;
    }

    /// <summary>The variables as they stand there.</summary>
    public IReadOnlyDictionary<string, string> Declared => _variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);

    /// <summary>Cores; null where no file says.</summary>
    public double? Cpu { get; }

    /// <summary>Such as 1Gi; null where no file says.</summary>
    public string? Memory { get; }

    /// <summary>As evidence kept them.</summary>
    public static AgentManifest Of(IReadOnlyDictionary<string, string> declared) => new([.. declared.Select(pair => new Setting(pair.Key, pair.Value, "the configuration in evidence"))], null, null);

    /// <exception cref="InvalidDataException">No file describes the agent, one is wrong, or two say different things.</exception>
    public static AgentManifest Of(AgentDefinition agent, string root)
    {
        var service = AzureYaml.Find(agent, root);
        var file = agent.Project / "agent.yaml";
        if (!File.Exists(file) && service is null) throw new InvalidDataException($"{file} is missing. It describes the agent (AgentSchema, kind: hosted); README.md says what belongs in it.");
        List<Setting> own = File.Exists(file) ? OwnSettings(file) : [];
        return Merge(own, service ?? []);
    }

    /// <exception cref="InvalidDataException">The file is missing, is no YAML, or says something else than a list of variables.</exception>
    public static AgentManifest Read(string file) => File.Exists(file)
        ? Merge(OwnSettings(file), [])
        : throw new InvalidDataException($"{file} is missing. It describes the agent (AgentSchema, kind: hosted); README.md says what belongs in it.");

    /// <summary>The variables with their values, over those that are given; a value may name any of those that are given.</summary>
    /// <exception cref="InvalidDataException">A value names a variable that is not known.</exception>
    public Dictionary<string, string> Over(IReadOnlyDictionary<string, string> given)
    {
        var all = new Dictionary<string, string>(given);
        foreach (var variable in _variables)
        {
            if (variable.Name == OwnVariable) throw YamlFile.Wrong(variable.Place, $"{OwnVariable} is the pipeline's own: it proves which image answers");
            all[variable.Name] = Placeholder().Replace(variable.Value, match => given.GetValueOrDefault(match.Groups[1].Value)
                ?? throw YamlFile.Wrong(variable.Place, $"names {match.Value}, which no environment has. Known: {string.Join(", ", given.Keys.Order(StringComparer.Ordinal))}"));
        }

        return all;
    }

    private static AgentManifest Merge(IReadOnlyList<Setting> one, IReadOnlyList<Setting> other)
    {
        foreach (var setting in one)
        {
            if (other.FirstOrDefault(its => its.Name == setting.Name && its.IsVariable == setting.IsVariable && its.Value != setting.Value) is { } different)
                throw new InvalidDataException($"{setting.Name} is '{setting.Value}' in {setting.Place}, and '{different.Value}' in {different.Place}. Nothing was deployed. Say it once, or say the same in both.");
        }

        List<Setting> all = [.. one, .. other.Where(its => one.All(setting => setting.Name != its.Name || setting.IsVariable != its.IsVariable))];
        return new AgentManifest([.. all.Where(setting => setting.IsVariable)], all.FirstOrDefault(setting => setting is { IsVariable: false, Name: "cpu" }), all.FirstOrDefault(setting => setting is { IsVariable: false, Name: "memory" }));
    }

    private static List<Setting> OwnSettings(string file)
    {
        var root = YamlFile.Root(file, "kind: hosted");
        List<Setting> settings = root.Children.TryGetValue("environment_variables", out var list) ? [.. Variables(file, list)] : [];
        if (root.Children.TryGetValue("resources", out var resources) && resources is YamlMappingNode mapping) settings.AddRange(YamlFile.Resources(file, mapping));
        return settings;
    }

    private static IEnumerable<Setting> Variables(string file, YamlNode list)
    {
        if (list is not YamlSequenceNode items) throw YamlFile.Wrong(file, list.Start.Line, "environment_variables must be a list of name and value");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item is not YamlMappingNode pair || YamlFile.Scalar(pair, "name") is not { Length: > 0 } name || YamlFile.Scalar(pair, "value") is not { } value)
                throw YamlFile.Wrong(file, item.Start.Line, "an environment variable needs a name and a value");
            yield return names.Add(name) ? new Setting(name, value, YamlFile.Place(file, item.Start.Line)) : throw YamlFile.Wrong(file, item.Start.Line, $"{name} is given twice");
        }
    }

    private static double CpuOf(Setting setting) => setting.Value.EndsWith('m') && int.TryParse(setting.Value[..^1], out var thousandths) ? thousandths / 1000.0
        : double.TryParse(setting.Value, System.Globalization.CultureInfo.InvariantCulture, out var cores) ? cores
        : throw YamlFile.Wrong(setting.Place, $"cpu is '{setting.Value}', and must be such as 0.5 or 500m");

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Placeholder();
}

/// <param name="Name">Of a variable, or <c>cpu</c> or <c>memory</c>.</param>
/// <param name="Value">As it stands there.</param>
/// <param name="Place">File and line.</param>
/// <param name="IsVariable">Whether the agent sees it.</param>
internal sealed record Setting(string Name, string Value, string Place, bool IsVariable = true);
