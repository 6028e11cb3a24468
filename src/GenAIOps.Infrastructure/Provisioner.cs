using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Infrastructure;

/// <summary>What a stage needs to know of an environment that stands.</summary>
public sealed record ProvisionedEnvironment
{
    public required string Name { get; init; }
    public required string SubscriptionId { get; init; }
    public required string ResourceGroup { get; init; }

    /// <summary>For example <c>genaiops.azurecr.io</c>.</summary>
    public required string RegistryLoginServer { get; init; }
    public required string ContainerEnvironmentId { get; init; }
    public required Uri ProjectEndpoint { get; init; }
    public required string ModelDeployment { get; init; }
    public required string ApplicationInsightsId { get; init; }

    /// <summary>Names the telemetry's destination; it is no secret, but is not logged.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The user-assigned identity that the workload runs under.</summary>
    public required string IdentityId { get; init; }

    public required string IdentityClientId { get; init; }

    /// <summary>Resources that were created or changed; empty when everything stood as described.</summary>
    public required IReadOnlyList<string> Changed { get; init; }
}

/// <summary>Makes an environment what its description says. Level-triggered: it compares before it writes, so a second run writes nothing.</summary>
public static class Provisioner
{
    public static async Task<ProvisionedEnvironment> ApplyAsync(AzureCloud cloud, AgentEnvironment environment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var arm = new ArmResources(cloud);
        var changed = new List<string>();
        foreach (var (group, tag) in new[] { (environment.SharedGroupId, "shared"), (environment.GroupId, environment.Name) }.Distinct())
        {
            await EnsureAsync(arm, new EnvironmentResource(group, "Microsoft.Resources/resourceGroups", "2024-11-01", new JsonObject
            {
                ["location"] = environment.Location,
                ["tags"] = new JsonObject { ["environment"] = tag, ["managed-by"] = "GenAIOps" },
            }), changed, cancellationToken);
        }

        var standing = new Dictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in EnvironmentResources.Of(environment))
        {
            standing[resource.Id] = await EnsureAsync(arm, resource, changed, cancellationToken);
        }

        var identity = standing[EnvironmentResources.IdentityId(environment)];
        foreach (var role in EnvironmentResources.RoleAssignments(environment, Text(identity, "properties", "principalId")))
        {
            await EnsureAsync(arm, role, changed, cancellationToken);
        }

        var insights = EnvironmentResources.ApplicationInsightsId(environment);
        return new ProvisionedEnvironment
        {
            Name = environment.Name,
            SubscriptionId = environment.SubscriptionId,
            ResourceGroup = environment.ResourceGroup,
            RegistryLoginServer = Text(standing[EnvironmentResources.RegistryId(environment)], "properties", "loginServer"),
            ContainerEnvironmentId = EnvironmentResources.ContainerEnvironmentId(environment),
            ProjectEndpoint = new Uri(Text(standing[EnvironmentResources.ProjectId(environment)], "properties", "endpoints", "AI Foundry API")),
            ModelDeployment = environment.Model.Name,
            ApplicationInsightsId = insights,
            ConnectionString = Text(standing[insights], "properties", "ConnectionString"),
            IdentityId = EnvironmentResources.IdentityId(environment),
            IdentityClientId = Text(identity, "properties", "clientId"),
            Changed = changed,
        };
    }

    private static async Task<JsonObject> EnsureAsync(ArmResources arm, EnvironmentResource wanted, List<string> changed, CancellationToken cancellationToken)
    {
        var there = await arm.GetAsync(wanted.Id, wanted.ApiVersion, cancellationToken);
        if (there is not null && Contains(there, wanted.Body))
        {
            return there;
        }

        changed.Add(wanted.Id);
        return await arm.CreateOrUpdateAsync(wanted.Id, wanted.ApiVersion, (JsonObject)wanted.Body.DeepClone(), cancellationToken);
    }

    /// <summary>Whether everything that is wanted is there; Azure adds properties of its own, which do not count.</summary>
    internal static bool Contains(JsonNode? there, JsonNode? wanted) => (there, wanted) switch
    {
        (JsonObject has, JsonObject wants) => wants.All(property => Contains(has[property.Key], property.Value)),
        (JsonArray has, JsonArray wants) => has.Count == wants.Count && has.Zip(wants).All(pair => Contains(pair.First, pair.Second)),
        (JsonValue has, JsonValue wants) => string.Equals(has.ToJsonString(), wants.ToJsonString(), StringComparison.OrdinalIgnoreCase),
        _ => there is null && wanted is null,
    };

    private static string Text(JsonObject resource, params ReadOnlySpan<string> path)
    {
        JsonNode? node = resource;
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return (string?)node ?? throw new AzureCloudException(
            $"Resource {(string?)resource["id"] ?? "(no id)"} has no {string.Join('.', path.ToArray())} although it was provisioned. Nothing was deployed. Run ./build.sh Provision again; if it stays so, look at the resource in the portal.");
    }
}
