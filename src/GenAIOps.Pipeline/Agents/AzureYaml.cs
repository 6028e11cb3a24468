using YamlDotNet.RepresentationModel;

namespace GenAIOps.Pipeline.Agents;

/// <summary>The agent as azd knows it: a service of <c>azure.yaml</c> with host <c>azure.ai.agent</c>, told by its folder or its name.</summary>
internal static class AzureYaml
{
    private const string Host = "azure.ai.agent";

    /// <summary>Looks in the agent's folder, then in the root.</summary>
    /// <returns>Null where no file names the agent.</returns>
    public static IReadOnlyList<Setting>? Find(AgentDefinition agent, string root)
    {
        foreach (var file in new[] { Path.Combine(agent.Project, "azure.yaml"), Path.Combine(root, "azure.yaml") }.Distinct().Where(File.Exists))
        {
            if (ServiceOf(agent, file) is { } service) return [.. Settings(file, service)];
        }

        return null;
    }

    private static YamlMappingNode? ServiceOf(AgentDefinition agent, string file)
    {
        var services = YamlFile.Mapping(YamlFile.Root(file, "name:"), "services")?.Children.Where(pair => pair.Value is YamlMappingNode node && YamlFile.Scalar(node, "host") == Host) ?? [];
        return services.Where(pair => Is(agent, file, ((YamlScalarNode)pair.Key).Value, (YamlMappingNode)pair.Value)).Select(pair => (YamlMappingNode)pair.Value).FirstOrDefault();
    }

    private static bool Is(AgentDefinition agent, string file, string? name, YamlMappingNode service) =>
        name == agent.Name
        || YamlFile.Scalar(service, "name") == agent.Name
        || (YamlFile.Scalar(service, "project") is { } project && Path.GetFullPath(project, Path.GetDirectoryName(file)!).TrimEnd('/') == Path.GetFullPath(agent.Project).TrimEnd('/'));

    private static IEnumerable<Setting> Settings(string file, YamlMappingNode service)
    {
        foreach (var (key, value) in YamlFile.Mapping(service, "env")?.Children ?? Enumerable.Empty<KeyValuePair<YamlNode, YamlNode>>())
        {
            yield return key is YamlScalarNode { Value: { Length: > 0 } name } && value is YamlScalarNode { Value: { } text }
                ? new Setting(name, text, YamlFile.Place(file, value.Start.Line))
                : throw YamlFile.Wrong(file, key.Start.Line, "an entry of env needs a name and a value");
        }

        if (YamlFile.Mapping(YamlFile.Mapping(service, "container"), "resources") is not { } resources) yield break;
        foreach (var setting in YamlFile.Resources(file, resources)) yield return setting;
    }
}
