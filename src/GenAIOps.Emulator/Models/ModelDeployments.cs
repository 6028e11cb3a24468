using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Models;

/// <param name="Capacity">Thousands of tokens a minute; reported, not enforced.</param>
internal sealed record ModelDeployment(string Name, string ModelName, string ModelVersion, string ModelFormat, string SkuName, int Capacity, DateTimeOffset CreatedAt);

/// <summary>The model deployments and projects that ARM holds, as the data plane sees them.</summary>
internal sealed class ModelDeployments(ResourceStore store)
{
    public const string AccountType = "Microsoft.CognitiveServices/accounts";
    public const string ProjectType = AccountType + "/projects";
    public const string DeploymentType = AccountType + "/deployments";

    /// <returns>The project's ARM id, or null. Names are unique in this emulator: all projects share one host.</returns>
    public string? ProjectId(string project) => store.List(type: ProjectType).Select(resource => (string)resource["id"]!)
        .FirstOrDefault(id => string.Equals(ResourceId.Parse(id).Name, project, StringComparison.OrdinalIgnoreCase));

    /// <param name="project">Only the deployments of its account; null for all.</param>
    /// <exception cref="OpenAIErrorException">There is no such project.</exception>
    public IReadOnlyList<ModelDeployment> In(string? project)
    {
        string prefix = "";
        if (project is not null)
        {
            string id = ProjectId(project) ?? throw new OpenAIErrorException(404, "ProjectNotFound",
                $"The project '{project}' does not exist. Create the resource {ProjectType} with this name first.");
            prefix = ResourceId.Parse(id).Parent!.Value;
        }
        return [.. store.List(prefix, DeploymentType).Select(Read)];
    }

    /// <exception cref="OpenAIErrorException">There is no such deployment.</exception>
    public ModelDeployment Find(string? project, string name)
    {
        IReadOnlyList<ModelDeployment> known = In(project);
        return known.FirstOrDefault(deployment => string.Equals(deployment.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw OpenAIErrorException.DeploymentNotFound(name, known.Count == 0 ? "it has no deployments" : $"it has {string.Join(", ", known.Select(d => $"'{d.Name}'"))}");
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
