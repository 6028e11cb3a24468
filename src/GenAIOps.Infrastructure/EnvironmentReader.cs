using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Infrastructure;

/// <summary>Looks at an environment. Sends nothing but GET.</summary>
public static class EnvironmentReader
{
    /// <summary>What a release needs, all of it.</summary>
    /// <exception cref="MissingResourcesException">Something is not there, or may not be seen.</exception>
    public static async Task<LiveEnvironment> ReadAsync(AzureCloud cloud, AgentEnvironment environment, CancellationToken cancellationToken)
    {
        var resources = AgentResources.Of(environment.Checked());
        string[] keys =
        [
            AgentResources.Registry, AgentResources.ContainerEnvironment, AgentResources.Project, AgentResources.Component,
            .. environment.AllAgents.Select(AgentResources.IdentityOf),
            .. environment.HasSecrets ? [AgentResources.Vault] : Array.Empty<string>(),
        ];
        List<AgentResource> needed = [.. resources.Where(resource => keys.Contains(resource.Key))];
        ConcurrentBag<AgentResource> refused = [];
        var found = await ResourceReads.ReadAsync(new ArmResources(cloud), needed, cancellationToken, refused.Add);
        AgentResource[] gone = [.. needed.Where(resource => !found.ContainsKey(resource.Key))];
        var absent = gone.ToLookup(refused.Contains, resource => $"the {Word(resource)} {resource.Id}{(resource.Exists ? ", which Build.cs says exists" : "")}");
        if (gone.Length > 0) throw new MissingResourcesException(environment.Name, [.. absent[false]], [.. absent[true]]) { IsBrought = gone.All(resource => resource.Exists) };
        PresentValues present = new(environment, resources);
        foreach (var (key, state) in found) present.Add(key, state);
        return Describe(environment, present);
    }

    /// <summary>The registry alone: its login server.</summary>
    /// <exception cref="MissingResourcesException">It is not there.</exception>
    public static async Task<string> ReadRegistryAsync(AzureCloud cloud, AgentEnvironment environment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var registry = AgentResources.Of(environment).First(resource => resource.Key == AgentResources.Registry);
        var state = await new ArmResources(cloud).GetAsync(registry.Id, registry.ApiVersion, cancellationToken)
            ?? throw new MissingResourcesException(environment.Name, [$"the registry {registry.Id}{(registry.Exists ? ", which Build.cs says exists" : "")}"], []) { IsBrought = registry.Exists };
        return (string?)(state["properties"] as JsonObject)?["loginServer"]
            ?? throw new AzureCloudException($"'{registry.Id}' is there, but has no 'properties.loginServer'. Look at the resource.");
    }

    private static LiveEnvironment Describe(AgentEnvironment environment, PresentValues present) => new()
    {
        Name = environment.Name,
        SubscriptionId = environment.SubscriptionId,
        ResourceGroup = environment.ResourceGroup,
        RegistryLoginServer = present.Read(AgentResources.Registry, "properties.loginServer"),
        ContainerEnvironmentId = present.Id(AgentResources.ContainerEnvironment),
        DefaultDomain = present.Find(AgentResources.ContainerEnvironment, "properties.defaultDomain"),
        ProjectEndpoint = new Uri(present.Read(AgentResources.Project, "properties.endpoints.AI Foundry API")),
        ModelDeployment = environment.Models[0].Name,
        ApplicationInsightsId = present.Id(AgentResources.Component),
        ConnectionString = present.Read(AgentResources.Component, "properties.ConnectionString"),
        Identities = environment.AllAgents.ToDictionary(
            agent => agent,
            agent => new AgentIdentity(present.Id(AgentResources.IdentityOf(agent)), present.Read(AgentResources.IdentityOf(agent), "properties.clientId"), present.Read(AgentResources.IdentityOf(agent), "properties.tenantId"))),
        VaultUri = environment.HasSecrets ? new Uri(present.Read(AgentResources.Vault, "properties.vaultUri")) : null,
    };

    internal static string Word(AgentResource resource) => resource.Key switch
    {
        AgentResources.Registry => "registry",
        AgentResources.ContainerEnvironment => "Container Apps environment",
        AgentResources.Project => "Foundry project",
        AgentResources.Account => "Foundry account",
        AgentResources.Component => "Application Insights component",
        AgentResources.Workspace => "Log Analytics workspace",
        AgentResources.Vault => "Key Vault",
        AgentResources.Storage => "storage account",
        _ when resource.Type == AgentApps.Type => "container app",
        _ when resource.Key.StartsWith("identity-", StringComparison.Ordinal) => "managed identity",
        _ when resource.Key.StartsWith("model-", StringComparison.Ordinal) => "model deployment",
        _ => resource.Type,
    };
}
