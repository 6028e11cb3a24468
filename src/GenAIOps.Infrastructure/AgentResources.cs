using System.Text.Json.Nodes;

namespace GenAIOps.Infrastructure;

/// <summary>Everything an environment consists of, each after what it needs.</summary>
internal static class AgentResources
{
    public const string Workspace = "workspace", Component = "component", Registry = "registry", Account = "account",
        Project = "project", ContainerEnvironment = "containers", Storage = "storage", BlobService = "blobs", Vault = "vault", Network = "network", Subnet = "subnet";

    public const string WorkspaceType = "Microsoft.OperationalInsights/workspaces", ComponentType = "Microsoft.Insights/components", AccountType = "Microsoft.CognitiveServices/accounts",
        ProjectType = "Microsoft.CognitiveServices/accounts/projects", ContainerEnvironmentType = "Microsoft.App/managedEnvironments", StorageType = "Microsoft.Storage/storageAccounts", VaultType = "Microsoft.KeyVault/vaults",
        SubnetType = "Microsoft.Network/virtualNetworks/subnets";

    /// <summary>The tag by which the pipeline knows what it made.</summary>
    public const string ManagedBy = "managed-by";

    private const string FoundryVersion = "2026-09-01", StorageVersion = "2026-09-01", NetworkVersion = "2024-07-01";

    private static readonly Dictionary<string, Ownership> s_capacity = new() { ["sku.capacity"] = Ownership.AtLeast };

    public static string IdentityOf(string agent) => $"identity-{agent}";

    public static string ModelOf(ModelDeployment model) => $"model-{model.Name}";

    public static IReadOnlyList<AgentResource> Of(AgentEnvironment environment) =>
        [.. Observation(environment), .. Foundry(environment), .. Hosting(environment), .. Data(environment), .. AgentRoles.Of(environment), .. AgentApps.Of(environment)];

    private static IEnumerable<AgentResource> Observation(AgentEnvironment environment)
    {
        yield return Made(environment, Workspace, WorkspaceType, "2026-03-01", environment.Project, environment.Existing.Workspace, values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
            ["properties"] = new JsonObject { ["sku"] = new JsonObject { ["name"] = "PerGB2018" }, ["retentionInDays"] = environment.LogRetentionDays ?? 30 },
        }) with
        { Rules = Defaults(("properties.sku.name", true), ("properties.retentionInDays", environment.LogRetentionDays is null)) };
        yield return Made(environment, Component, ComponentType, "2020-02-02", environment.Project, environment.Existing.ApplicationInsights, values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
            ["kind"] = "web",
            ["properties"] = new JsonObject { ["Application_Type"] = "web", ["WorkspaceResourceId"] = values.Id(Workspace), ["IngestionMode"] = "LogAnalytics" },
        });
    }

    private static IEnumerable<AgentResource> Foundry(AgentEnvironment environment)
    {
        var account = Made(environment, Account, AccountType, FoundryVersion, environment.AccountName, environment.Existing.AccountOf, values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
            ["kind"] = "AIServices",
            ["sku"] = new JsonObject { ["name"] = "S0" },
            ["identity"] = new JsonObject { ["type"] = "SystemAssigned" },
            ["properties"] = new JsonObject
            {
                ["customSubDomainName"] = environment.AccountName,
                ["allowProjectManagement"] = true,
                ["disableLocalAuth"] = true,
                ["publicNetworkAccess"] = environment.PublicNetworkAccess is false ? "Disabled" : "Enabled",
            },
        }) with
        { Rules = Defaults(("properties.publicNetworkAccess", environment.PublicNetworkAccess is null), ("identity.type", true)) };
        yield return account;
        yield return new AgentResource(Project, ProjectType, FoundryVersion, environment.Existing.Project ?? $"{account.Id}/projects/{environment.Project}", values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
            ["identity"] = new JsonObject { ["type"] = "SystemAssigned" },
            ["properties"] = new JsonObject { ["displayName"] = environment.Project, ["description"] = $"{environment.Workload} in {environment.Name}" },
        })
        { After = [Account], Exists = environment.Existing.Project is not null, Rules = Defaults(("identity.type", true), ("properties.displayName", true), ("properties.description", true)) };
        // One after the other, and after the project: an account takes one change at a time.
        var before = Project;
        foreach (var model in environment.Models)
        {
            yield return new AgentResource(ModelOf(model), "Microsoft.CognitiveServices/accounts/deployments", FoundryVersion, $"{account.Id}/deployments/{model.Name}", _ => Deployment(model))
            { After = [Account, before], Rules = s_capacity };
            before = ModelOf(model);
        }
    }

    private static JsonObject Deployment(ModelDeployment model)
    {
        var properties = new JsonObject
        {
            ["model"] = new JsonObject { ["format"] = model.Format, ["name"] = model.Model, ["version"] = model.Version },
            ["versionUpgradeOption"] = "NoAutoUpgrade",
        };
        if (model.ContentFilter is not null) properties["raiPolicyName"] = model.ContentFilter;
        return new JsonObject { ["sku"] = new JsonObject { ["name"] = model.Sku, ["capacity"] = model.Capacity }, ["properties"] = properties };
    }

    private static IEnumerable<AgentResource> Hosting(AgentEnvironment environment)
    {
        // Shared: no tag and no setting of one environment may be in it, or they would overwrite each other's.
        yield return new AgentResource(Registry, RegistryPlace.Type, "2025-11-01", environment.Registry.Id, _ => new()
        {
            ["location"] = environment.Registry.Location,
            ["tags"] = new JsonObject { ["workload"] = environment.Workload, [ManagedBy] = "GenAIOps" },
            ["sku"] = new JsonObject { ["name"] = "Standard" },
            ["properties"] = new JsonObject { ["adminUserEnabled"] = false },
        })
        { Exists = environment.Registry.Exists, Rules = Defaults(("sku.name", true)) };
        foreach (var agent in environment.AllAgents)
        {
            yield return Made(environment, IdentityOf(agent), "Microsoft.ManagedIdentity/userAssignedIdentities", "2024-11-30", $"{agent}-{environment.Name}", null, values => new()
            {
                ["location"] = values.Location,
                ["tags"] = Tags(environment),
            });
        }

        foreach (var resource in NetworkOf(environment)) yield return resource;
        yield return Made(environment, ContainerEnvironment, ContainerEnvironmentType, "2025-07-01", environment.Name, environment.Existing.ContainerEnvironment, values => ContainerEnvironmentOf(environment, values)) with
        { Rules = Defaults(("properties.zoneRedundant", true), ("properties.appLogsConfiguration.destination", true)) };
        if (environment.Existing.ContainerEnvironment is not null) yield break;
        // Logs by way of Azure Monitor need no workspace key in the environment.
        yield return new AgentResource("container-logs", "Microsoft.Insights/diagnosticSettings", "2021-05-01-preview", $"{environment.IdOf(ContainerEnvironmentType, environment.Name)}/providers/Microsoft.Insights/diagnosticSettings/to-workspace", values => new()
        {
            ["properties"] = new JsonObject
            {
                ["workspaceId"] = values.Id(Workspace),
                ["logs"] = new JsonArray(new JsonObject { ["categoryGroup"] = "allLogs", ["enabled"] = true }),
            },
        })
        { Extends = ContainerEnvironment };
    }

    private static IEnumerable<AgentResource> NetworkOf(AgentEnvironment environment)
    {
        if (environment.Network is not { } network) yield break;
        var made = Made(environment, Network, "Microsoft.Network/virtualNetworks", NetworkVersion, environment.Project, null, values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
            ["properties"] = new JsonObject { ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray(network.AddressPrefix) } },
        });
        yield return made;
        yield return new AgentResource(Subnet, SubnetType, NetworkVersion, $"{made.Id}/subnets/container-apps", _ => new()
        {
            ["properties"] = new JsonObject
            {
                ["addressPrefix"] = network.Subnet,
                ["delegations"] = new JsonArray(new JsonObject { ["name"] = "container-apps", ["properties"] = new JsonObject { ["serviceName"] = "Microsoft.App/environments" } }),
            },
        })
        { After = [Network] };
    }

    private static JsonObject ContainerEnvironmentOf(AgentEnvironment environment, IValues values)
    {
        var properties = new JsonObject
        {
            ["appLogsConfiguration"] = new JsonObject { ["destination"] = "azure-monitor" },
            ["workloadProfiles"] = new JsonArray(new JsonObject { ["name"] = "Consumption", ["workloadProfileType"] = "Consumption" }),
            ["zoneRedundant"] = false,
        };
        if ((environment.Network is null ? environment.Existing.Subnet : values.Id(Subnet)) is { } subnet)
        {
            RefuseAnotherNetwork(values.State(ContainerEnvironment), subnet);
            properties["vnetConfiguration"] = new JsonObject { ["infrastructureSubnetId"] = subnet, ["internal"] = environment.IsInternal };
        }

        return new JsonObject { ["location"] = values.Location, ["tags"] = Tags(environment), ["properties"] = properties };
    }

    private static void RefuseAnotherNetwork(JsonObject? present, string subnet)
    {
        if (present is null || (string?)present["properties"]?["vnetConfiguration"]?["infrastructureSubnetId"] is var actual && subnet.Equals(actual, StringComparison.OrdinalIgnoreCase)) return;
        throw new ArgumentException($"The Container Apps environment '{present["id"]}' is in {actual ?? "a network of Azure's"}, not in {subnet}, and Azure decides that when it is made. Nothing was changed. Take the network out of build/Build.cs, or delete the environment and its apps: then ./build.sh Provision makes it anew.");
    }

    private static IEnumerable<AgentResource> Data(AgentEnvironment environment)
    {
        var storage = Made(environment, Storage, StorageType, StorageVersion, environment.StorageName, environment.Existing.Storage, values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
            ["kind"] = "StorageV2",
            ["sku"] = new JsonObject { ["name"] = "Standard_LRS" },
            ["properties"] = new JsonObject
            {
                ["isHnsEnabled"] = true,
                ["allowBlobPublicAccess"] = false,
                ["allowSharedKeyAccess"] = false,
                ["minimumTlsVersion"] = "TLS1_2",
                ["supportsHttpsTrafficOnly"] = true,
            },
        }) with
        { Rules = Defaults(("sku.name", true), ("properties.minimumTlsVersion", true)) };
        yield return storage;
        if (!storage.Exists)
        {
            yield return new AgentResource(BlobService, "Microsoft.Storage/storageAccounts/blobServices", StorageVersion, $"{storage.Id}/blobServices/default", _ => new()
            {
                ["properties"] = new JsonObject { ["deleteRetentionPolicy"] = new JsonObject { ["enabled"] = true, ["days"] = 7 } },
            })
            { After = [Storage], Rules = new Dictionary<string, Ownership> { ["properties.deleteRetentionPolicy.days"] = Ownership.AtLeast } };
        }

        foreach (var container in (string[])["datasets", "batches"])
        {
            yield return new AgentResource($"container-{container}", "Microsoft.Storage/storageAccounts/blobServices/containers", StorageVersion, $"{storage.Id}/blobServices/default/containers/{container}", _ => new()
            {
                ["properties"] = new JsonObject { ["publicAccess"] = "None" },
            })
            { After = storage.Exists ? [Storage] : [BlobService] };
        }

        if (!environment.HasSecrets && environment.Existing.KeyVault is null) yield break;
        yield return Made(environment, Vault, VaultType, "2024-11-01", environment.VaultName, environment.Existing.KeyVault, values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
            ["properties"] = new JsonObject
            {
                ["tenantId"] = values.Read(IdentityOf(environment.AllAgents[0]), "properties.tenantId"),
                ["sku"] = new JsonObject { ["family"] = "A", ["name"] = "standard" },
                ["enableRbacAuthorization"] = true,
            },
        }) with
        { Rules = Defaults(("properties.sku.name", true)) };
    }

    private static AgentResource Made(AgentEnvironment environment, string key, string type, string version, string name, string? existing, Func<IValues, JsonObject> body) =>
        new(key, type, version, existing ?? environment.IdOf(type, name), body) { Exists = existing is not null };

    private static Dictionary<string, Ownership> Defaults(params IEnumerable<(string Path, bool IsDefault)> paths) =>
        paths.Where(path => path.IsDefault).ToDictionary(path => path.Path, _ => Ownership.AtCreation);

    private static JsonObject Tags(AgentEnvironment environment) =>
        new() { ["workload"] = environment.Workload, ["environment"] = environment.Name, [ManagedBy] = "GenAIOps" };
}
