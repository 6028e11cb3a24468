using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Infrastructure;

/// <summary>Makes an environment what its description says: level-triggered, so running it again repairs and otherwise changes nothing.</summary>
public static class Provisioner
{
    /// <param name="cloud">Where.</param>
    /// <param name="environment">What.</param>
    /// <param name="ct">Stops after the resource under way; run again to go on.</param>
    /// <param name="report">Called after each resource.</param>
    /// <exception cref="ArgumentException">The description is wrong; nothing was changed.</exception>
    /// <exception cref="global::Azure.RequestFailedException">Azure refused a resource; the ones before it are there.</exception>
    public static async Task<ProvisionedEnvironment> ApplyAsync(
        AzureCloud cloud, AgentEnvironment environment, CancellationToken ct, Action<ProvisionedResource>? report = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var resources = AgentResources.Of(environment.Checked());
        var arm = new ArmResources(cloud);
        var tags = new Dictionary<string, string> { ["genaiops-workload"] = environment.Workload };
        foreach (var group in resources.Select(resource => resource.Group).Distinct(StringComparer.OrdinalIgnoreCase))
            await arm.EnsureGroupAsync(environment.SubscriptionId, group, environment.Location, tags, ct);

        var present = new PresentValues(environment);
        var changes = new List<ProvisionedResource>();
        foreach (var resource in resources)
        {
            var (id, state, change) = await ApplyAsync(arm, resource, environment, present, ct);
            present.Add(resource.Key, id, state);
            changes.Add(new ProvisionedResource(id, change));
            report?.Invoke(changes[^1]);
        }
        return Describe(environment, present, changes);
    }

    private static async Task<(string Id, JsonObject State, ProvisioningChange Change)> ApplyAsync(
        ArmResources arm, AgentResource resource, AgentEnvironment environment, PresentValues present, CancellationToken ct)
    {
        var id = resource.Id(environment.SubscriptionId, present.Id);
        var wanted = resource.Body(present);
        var found = await arm.GetAsync(id, resource.ApiVersion, ct);
        if (found is not null && DesiredState.IsMet(wanted, found))
            return (id, found, ProvisioningChange.Unchanged);
        // An assignment cannot be given to another principal, which is what an identity made anew is.
        if (found is not null && resource.Type == "Microsoft.Authorization/roleAssignments")
            await arm.DeleteAsync(id, resource.ApiVersion, ct);
        var made = await arm.CreateOrUpdateAsync(id, resource.ApiVersion, wanted, ct);
        return (id, made, found is null ? ProvisioningChange.Created : ProvisioningChange.Updated);
    }

    private static ProvisionedEnvironment Describe(AgentEnvironment environment, PresentValues present, IReadOnlyList<ProvisionedResource> changes) => new()
    {
        Name = environment.Name,
        SubscriptionId = environment.SubscriptionId,
        ResourceGroup = environment.ResourceGroup,
        RegistryLoginServer = present.Read(AgentResources.Registry, "properties.loginServer"),
        ContainerEnvironmentId = present.Id(AgentResources.ContainerEnvironment),
        ProjectEndpoint = new Uri(present.Read(AgentResources.Project, "properties.endpoints.AI Foundry API")),
        ModelDeployment = environment.Model.Name,
        ApplicationInsightsId = present.Id(AgentResources.Component),
        ConnectionString = present.Read(AgentResources.Component, "properties.ConnectionString"),
        IdentityId = present.Id(AgentResources.Identity),
        IdentityClientId = present.Read(AgentResources.Identity, "properties.clientId"),
        StorageAccountId = present.Id(AgentResources.Storage),
        Resources = changes,
    };

    /// <summary>What the resources that are there already are called and say.</summary>
    private sealed class PresentValues(AgentEnvironment environment) : IValues
    {
        private readonly Dictionary<string, (string Id, JsonObject State)> _resources = [];

        public string Location => environment.Location;

        public void Add(string key, string id, JsonObject state) => _resources[key] = (id, state);

        public string Id(string key) => _resources[key].Id;

        public string RoleDefinition(string role) =>
            $"/subscriptions/{environment.SubscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{role}";

        public string Read(string key, string path)
        {
            var (id, state) = _resources[key];
            JsonNode? node = state;
            foreach (var name in path.Split('.'))
                node = (node as JsonObject)?[name];
            return node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0
                ? text
                : throw new AzureCloudException($"'{id}' is there, but has no '{path}', which the resources after it need. What was made before it stays. Look at the resource, and run Provision again.");
        }
    }
}
