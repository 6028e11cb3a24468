using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Access;
using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Models;

/// <param name="Capacity">Thousands of tokens a minute; reported, not enforced.</param>
internal sealed record ModelDeployment(string Name, string ModelName, string ModelVersion, string ModelFormat, string SkuName, int Capacity, DateTimeOffset CreatedAt);

/// <summary>The model deployments and projects that ARM holds, as the data plane sees them.</summary>
internal sealed class ModelDeployments
{
    public const string AccountType = "Microsoft.CognitiveServices/accounts";
    public const string ProjectType = AccountType + "/projects";
    public const string DeploymentType = AccountType + "/deployments";

    private readonly ResourceStore _store;
    /// <summary>The ids of projects by name, and of accounts: asked for with every request.</summary>
    private ImmutableDictionary<string, string> _projects = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
    private ImmutableHashSet<string> _accounts = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    public ModelDeployments(ResourceStore store)
    {
        _store = store;
        store.Changed += change => Index((change.New ?? change.Old)!, isGone: change.New is null);
        foreach (JsonObject resource in store.List()) Index(resource, isGone: false);
    }

    /// <returns>The project's ARM id, or null. Names are unique in this emulator: all projects share one host.</returns>
    public string? ProjectId(string project) => Volatile.Read(ref _projects).GetValueOrDefault(project);

    /// <summary>The ids of all accounts.</summary>
    public IEnumerable<string> Accounts() => Volatile.Read(ref _accounts);

    /// <param name="project">Only the deployments of its account; null for those of all accounts that may be used.</param>
    /// <exception cref="OpenAIErrorException">There is no such project.</exception>
    public IReadOnlyList<ModelDeployment> In(string? project, UsableAccounts? usable = null)
    {
        string prefix = "";
        if (project is not null)
        {
            string id = ProjectId(project) ?? throw new OpenAIErrorException(404, "ProjectNotFound",
                $"The project '{project}' does not exist. Create the resource {ProjectType} with this name first.");
            prefix = ResourceId.Parse(id).Parent!.Value;
        }
        IEnumerable<string> scopes = project is null && usable?.Ids is { } ids ? ids : [prefix];
        return [.. scopes.SelectMany(scope => _store.List(scope, DeploymentType)).Select(Read)];
    }

    /// <exception cref="OpenAIErrorException">There is no such deployment.</exception>
    public ModelDeployment Find(string? project, string name, UsableAccounts? usable = null)
    {
        IReadOnlyList<ModelDeployment> known = In(project, usable);
        return known.FirstOrDefault(deployment => string.Equals(deployment.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw OpenAIErrorException.DeploymentNotFound(name, known.Count == 0 ? "it has no deployments" : $"it has {string.Join(", ", known.Select(d => $"'{d.Name}'"))}");
    }

    private void Index(JsonObject resource, bool isGone)
    {
        string? type = (string?)resource["type"];
        string id = (string)resource["id"]!, name = (string)resource["name"]!;
        if (string.Equals(type, ProjectType, StringComparison.OrdinalIgnoreCase))
            ImmutableInterlocked.Update(ref _projects, known => isGone ? known.Remove(name) : known.SetItem(name, id));
        else if (string.Equals(type, AccountType, StringComparison.OrdinalIgnoreCase))
            ImmutableInterlocked.Update(ref _accounts, known => isGone ? known.Remove(id) : known.Add(id));
    }

    private static ModelDeployment Read(JsonObject resource)
    {
        JsonNode? model = resource["properties"]?["model"];
        JsonNode? sku = resource["sku"];
        return new ModelDeployment((string)resource["name"]!, Text(model?["name"]) ?? ExtractiveModel.Name, Text(model?["version"]) ?? "1",
            Text(model?["format"]) ?? "OpenAI", Text(sku?["name"]) ?? "GlobalStandard",
            sku?["capacity"] is JsonValue capacity && capacity.TryGetValue(out int thousands) ? thousands : 1,
            DateTimeOffset.TryParse(Text(resource["systemData"]?["createdAt"]), out DateTimeOffset created) ? created : DateTimeOffset.UnixEpoch);
    }

    private static string? Text(JsonNode? node) => OpenAIRequest.Text(node);
}
