using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Azure;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Infrastructure;

/// <summary>Makes an environment what its description says: level-triggered, so running it again repairs and otherwise changes nothing.</summary>
public static class Provisioner
{
    /// <param name="cloud">Where, and as whom.</param>
    /// <param name="environment">What.</param>
    /// <param name="cancellationToken">Stops after the resource under way; run again to go on.</param>
    /// <exception cref="ArgumentException">The description is wrong; nothing was changed.</exception>
    /// <exception cref="RequestFailedException">Azure refused a resource; the ones before it are there.</exception>
    public static async Task<ProvisionedEnvironment> ApplyAsync(AzureCloud cloud, AgentEnvironment environment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var resources = AgentResources.Of(environment.Checked());
        var arm = new ArmResources(cloud);
        foreach (var group in resources.Select(resource => resource.Group).Distinct(StringComparer.OrdinalIgnoreCase))
            await EnsureGroupAsync(arm, environment, group, cancellationToken);

        var present = new PresentValues(environment);
        List<string> changed = [], skipped = [];
        foreach (var resource in resources)
        {
            if (resource.OmittedWithout is { } needed && present.Find(needed.Key, needed.Path) is null)
            {
                skipped.Add($"{resource.Key}: '{present.Id(needed.Key)}' has no '{needed.Path}'.");
                continue;
            }
            var id = resource.Id(environment.SubscriptionId, present.Id);
            var (state, isChanged) = await EnsureAsync(arm, id, resource, resource.Body(present), cancellationToken);
            present.Add(resource.Key, id, state);
            if (isChanged)
                changed.Add(id);
        }
        return Describe(environment, present, changed, skipped);
    }

    private static Task<JsonObject> EnsureGroupAsync(ArmResources arm, AgentEnvironment environment, string group, CancellationToken cancellationToken)
    {
        var isShared = !group.Equals(environment.ResourceGroup, StringComparison.OrdinalIgnoreCase);
        var tags = new Dictionary<string, string> { ["environment"] = isShared ? "shared" : environment.Name, ["managed-by"] = "GenAIOps", ["workload"] = environment.Workload };
        return arm.EnsureGroupAsync(environment.SubscriptionId, group, environment.Location, tags, cancellationToken);
    }

    private static async Task<(JsonObject State, bool Changed)> EnsureAsync(
        ArmResources arm, string id, AgentResource resource, JsonObject wanted, CancellationToken cancellationToken)
    {
        var found = await arm.GetAsync(id, resource.ApiVersion, cancellationToken);
        if (found is not null && DesiredState.IsMet(wanted, found))
            return (found, false);
        var isRole = resource.Type == AgentResource.RoleAssignment;
        // An assignment cannot be given to another principal, which is what an identity made anew is.
        if (found is not null && isRole)
            await arm.DeleteAsync(id, resource.ApiVersion, cancellationToken);
        try
        {
            return (await arm.CreateOrUpdateAsync(id, resource.ApiVersion, wanted, cancellationToken), true);
        }
        catch (RequestFailedException exists) when (isRole && exists.ErrorCode == "RoleAssignmentExists")
        {
            // Somebody assigned the same role by hand, under a name of his own: what is wanted is there.
            return (wanted, false);
        }
    }

    private static ProvisionedEnvironment Describe(
        AgentEnvironment environment, PresentValues present, IReadOnlyList<string> changed, IReadOnlyList<string> skipped) => new()
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
            Changed = changed,
            Skipped = skipped,
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

        public string Read(string key, string path) => Find(key, path)
            ?? throw new AzureCloudException($"'{Id(key)}' is there, but has no '{path}', which the resources after it need. What was made before it stays. Look at the resource, and run ./build.sh Provision again.");

        public string? Find(string key, string path)
        {
            JsonNode? node = _resources[key].State;
            foreach (var name in path.Split('.'))
                node = (node as JsonObject)?[name];
            return node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
        }
    }
}
