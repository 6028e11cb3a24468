using System.Globalization;
using System.Text.RegularExpressions;
using GenAIOps.Delivery.Images;
using Serilog;

namespace GenAIOps.Pipeline.Agents;

/// <summary>
/// What files beside the agent say of it: <c>agent.yaml</c> (AgentSchema v1.0, ContainerAgent, or a manifest with its <c>template</c>) and <c>azure.yaml</c> (azd).
/// <c>${NAME}</c> in a value is filled in when the agent is deployed.
/// </summary>
internal sealed partial class AgentManifest
{
    private const string OwnVariable = "GENAIOPS_IMAGE_DIGEST";

    private readonly IReadOnlyList<Setting> _variables;

    private AgentManifest(IReadOnlyList<Setting> settings)
    {
        _variables = [.. settings.Where(setting => setting.IsVariable)];
        Cpu = ValueOf("cpu") is { } cores ? double.Parse(cores, CultureInfo.InvariantCulture) : null;
        Memory = ValueOf("memory");

        string? ValueOf(string name) => settings.FirstOrDefault(setting => !setting.IsVariable && setting.Name == name)?.Value;
    }

    /// <summary>The variables as they stand there.</summary>
    public IReadOnlyDictionary<string, string> Declared => _variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);

    /// <summary>Cores; null where no file says.</summary>
    public double? Cpu { get; }

    /// <summary>Such as 1Gi; null where no file says.</summary>
    public string? Memory { get; }

    /// <summary>As evidence kept them.</summary>
    public static AgentManifest Of(IReadOnlyDictionary<string, string> declared) => new([.. declared.Select(pair => new Setting(pair.Key, pair.Value, "the configuration in evidence"))]);

    /// <exception cref="InvalidDataException">No file describes the agent, one is wrong, or two say different things.</exception>
    public static AgentManifest Of(AgentDefinition agent, string root)
    {
        var services = AzureYaml.Find(agent, root);
        var file = FileOf(agent);
        return services.Count > 0 || File.Exists(file) ? new(Together([.. File.Exists(file) ? OwnSettings(file) : [], .. services.SelectMany(service => service.Settings())])) : throw Missing(file);
    }

    /// <exception cref="InvalidDataException">The file is missing, is no YAML, or is wrong.</exception>
    public static AgentManifest Read(string file) => File.Exists(file) ? new(Together(OwnSettings(file))) : throw Missing(file);

    /// <summary>Reads the files that are there before anything is built, and says what of them counts for nothing here.</summary>
    /// <exception cref="InvalidDataException">The agent's folder is not there, a file is wrong, or two say different things.</exception>
    public static void Check(AgentDefinition agent, string root)
    {
        if (!Directory.Exists(agent.Project)) throw new InvalidDataException($"{SourcePlace.Of(root, agent.File, agent.Line)}agent '{agent.Name}': Project is {agent.Project}, and no such folder is there. Nothing was built. Correct it, then run the same command again.");
        var services = AzureYaml.Find(agent, root);
        var file = FileOf(agent);
        if (services.Count > 0 || File.Exists(file)) _ = Of(agent, root);
        if (File.Exists(file))
        {
            var own = YamlFile.Root(file, "kind: hosted");
            Tell(file, AgentYaml.Unread(own).Concat(AgentYaml.Unread(YamlFile.Mapping(file, own, "template") ?? [])));
        }

        foreach (var service in services)
        {
            Tell(service.File, AgentYaml.Unread(service.Service));
            if (agent.Image is ProjectImage && service.ImagePlace() is { } place)
                Log.Warning("{Place}: azd would take the image from a Dockerfile or a registry. Here it is published from the project, as Build.cs says; if that is not meant, set Image = Image.FromDockerfile() or Image.FromRegistry(…) there", place);
        }

        foreach (var (other, names) in AzureYaml.Others(agent, root)) Log.Information("{File}: none of its agents ({Agents}) is named {Agent} or has its folder, so it is not read", other, names, agent.Name);

        static void Tell(string file, IEnumerable<string> unread)
        {
            if (string.Join(", ", unread) is { Length: > 0 } keys) Log.Information("{File}: {Keys} count for nothing here", file, keys);
        }
    }

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

    /// <summary>Each once; what is said in two places must be the same.</summary>
    private static List<Setting> Together(IEnumerable<Setting> all)
    {
        Dictionary<(string, bool), Setting> first = [];
        foreach (var setting in all)
        {
            if (!first.TryAdd((setting.Name, setting.IsVariable), setting) && first[(setting.Name, setting.IsVariable)] is var said && said.Value != setting.Value)
                throw new InvalidDataException($"{setting.Name} is '{said.Value}' in {said.Place}, and '{setting.Value}' in {setting.Place}. Nothing was deployed. Say it once, or say the same in both.");
        }

        return [.. first.Values];
    }

    private static IEnumerable<Setting> OwnSettings(string file)
    {
        var root = YamlFile.Root(file, "kind: hosted");
        IEnumerable<Setting> own = AgentYaml.Settings(file, root);
        return YamlFile.Mapping(file, root, "template") is { } template ? own.Concat(AgentYaml.Settings(file, template, isTemplate: true)) : own;
    }

    private static string FileOf(AgentDefinition agent) => agent.Project / "agent.yaml";

    private static InvalidDataException Missing(string file) => new($"{file} is missing. It describes the agent (AgentSchema, kind: hosted); README.md says what belongs in it.");

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Placeholder();
}
