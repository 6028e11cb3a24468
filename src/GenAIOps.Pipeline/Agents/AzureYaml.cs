using YamlDotNet.RepresentationModel;

namespace GenAIOps.Pipeline.Agents;

/// <summary>The agent as azd knows it: a service of <c>azure.yaml</c> with host <c>azure.ai.agent</c>, told by its name or its folder.</summary>
/// <param name="File">The file.</param>
/// <param name="Service">What it says of the agent.</param>
internal sealed record AzureYaml(string File, YamlMappingNode Service)
{
    private const string Host = "azure.ai.agent";

    /// <summary>Looks in the agent's folder and those above it, up to the root.</summary>
    /// <returns>One for each file that names the agent.</returns>
    /// <exception cref="InvalidDataException">A file is wrong, or has two services that may be the agent.</exception>
    public static IReadOnlyList<AzureYaml> Find(AgentDefinition agent, string root) =>
        [.. Files(agent.Project, root).Select(file => (File: file, Service: ServiceOf(agent, file))).Where(found => found.Service is not null).Select(found => new AzureYaml(found.File, found.Service!))];

    /// <summary>Names of services that are agents, in files that do not name this one.</summary>
    public static IEnumerable<(string File, string Services)> Others(AgentDefinition agent, string root) =>
        from file in Files(agent.Project, root)
        let services = Services(file).ToList()
        where services.Count > 0 && ServiceOf(agent, file) is null
        select (file, string.Join(", ", services.Select(service => service.Name)));

    public IEnumerable<Setting> Settings()
    {
        if (Reference() is { } file)
        {
            var referred = YamlFile.Root(file, "kind: hosted");
            if (YamlFile.Child(referred, "$ref") is { } again) throw YamlFile.Wrong(file, again.Start.Line, "a file that azure.yaml refers to refers to another");
            foreach (var setting in AgentYaml.Settings(file, referred)) yield return setting;
        }

        foreach (var setting in AgentYaml.Settings(File, Service)) yield return setting;
    }

    /// <returns>Where it says that the image is of a Dockerfile, or is there already; null where it does not.</returns>
    public string? ImagePlace() =>
        (YamlFile.Child(Service, "docker") ?? YamlFile.Child(Service, "image") ?? (YamlFile.Scalar(Service, "language") == "docker" ? YamlFile.Child(Service, "language") : null)) is { } node ? YamlFile.Place(File, node.Start.Line) : null;

    private string? Reference() => YamlFile.Scalar(Service, "$ref") is { } reference ? Full(File, reference) : null;

    private static IEnumerable<string> Files(string project, string root)
    {
        project = Path.TrimEndingDirectorySeparator(Path.GetFullPath(project));
        for (var folder = project; folder is not null && (folder == project || IsIn(folder, root)); folder = Path.GetDirectoryName(folder))
        {
            string[] files = [.. new[] { "azure.yaml", "azure.yml" }.Select(name => Path.Combine(folder, name)).Where(System.IO.File.Exists)];
            if (files.Length > 1) throw new InvalidDataException($"{files[0]} and {files[1]} are both there, and azd reads one of them. Delete the other, then run the same command again.");
            if (files.Length == 1) yield return files[0];
        }
    }

    private static bool IsIn(string folder, string root) => Path.GetRelativePath(root, folder) is var relative && relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative);

    private static YamlMappingNode? ServiceOf(AgentDefinition agent, string file)
    {
        var services = Services(file).ToList();
        var named = services.FindAll(service => service.Name == agent.Name || YamlFile.Scalar(service.Node, "name") == agent.Name);
        var found = named.Count > 0 ? named : services.FindAll(service => FolderOf(file, service.Node) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(agent.Project)));
        return found.Count < 2
            ? found.FirstOrDefault().Node
            : throw YamlFile.Wrong(file, found[1].Node.Start.Line, $"the services {string.Join(" and ", found.Select(service => service.Name))} may both be the agent '{agent.Name}'. Name one of them like it");
    }

    /// <summary>Of this host, and the agents in services of the former host.</summary>
    private static IEnumerable<(string Name, YamlMappingNode Node)> Services(string file)
    {
        foreach (var (key, value) in YamlFile.Mapping(file, YamlFile.Root(file, "name:"), "services")?.Children ?? Enumerable.Empty<KeyValuePair<YamlNode, YamlNode>>())
        {
            if (value is not YamlMappingNode service) continue;
            if (YamlFile.Scalar(service, "host") == Host) yield return (YamlFile.Text(key) ?? "", service);
            if (YamlFile.Scalar(service, "host") != "microsoft.foundry" || YamlFile.Child(service, "agents") is not YamlSequenceNode agents) continue;
            foreach (var agent in agents.OfType<YamlMappingNode>()) yield return (YamlFile.Scalar(agent, "name") ?? "", agent);
        }
    }

    private static string FolderOf(string file, YamlMappingNode service) => Path.TrimEndingDirectorySeparator(
        YamlFile.Scalar(service, "project") is { } project ? Full(file, project)
        : YamlFile.Scalar(service, "$ref") is { } reference ? Path.GetDirectoryName(Full(file, reference))!
        : Path.GetDirectoryName(file)!);

    private static string Full(string file, string path) => Path.GetFullPath(path.Replace('\\', '/'), Path.GetDirectoryName(file)!);
}
