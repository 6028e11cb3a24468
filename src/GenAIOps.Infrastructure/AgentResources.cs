using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Infrastructure;

/// <summary>Everything an environment consists of, each after what it needs.</summary>
internal static class AgentResources
{
    public const string Workspace = "workspace", Component = "component", Registry = "registry", Identity = "identity", Account = "account",
        Project = "project", Model = "model", ContainerEnvironment = "containers", Storage = "storage", BlobService = "blobs";

    public static IReadOnlyList<AgentResource> Of(AgentEnvironment environment) =>
        [.. Observation(environment), .. Foundry(environment), .. Hosting(environment), .. Data(environment), .. Roles(environment)];

    private static IEnumerable<AgentResource> Observation(AgentEnvironment environment)
    {
        yield return new(Workspace, "Microsoft.OperationalInsights/workspaces", "2026-03-01", environment.Project, environment.ResourceGroup, values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
            ["properties"] = new JsonObject { ["sku"] = new JsonObject { ["name"] = "PerGB2018" }, ["retentionInDays"] = environment.LogRetentionDays },
        });
        yield return new(Component, "Microsoft.Insights/components", "2020-02-02", environment.Project, environment.ResourceGroup, values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
            ["kind"] = "web",
            ["properties"] = new JsonObject { ["Application_Type"] = "web", ["WorkspaceResourceId"] = values.Id(Workspace), ["IngestionMode"] = "LogAnalytics" },
        });
    }

    private static IEnumerable<AgentResource> Foundry(AgentEnvironment environment)
    {
        yield return new(Account, "Microsoft.CognitiveServices/accounts", "2026-09-01", environment.AccountName, environment.ResourceGroup, values => new()
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
                ["publicNetworkAccess"] = "Enabled",
            },
        });
        yield return new(Project, "Microsoft.CognitiveServices/accounts/projects", "2026-09-01", $"{environment.AccountName}/{environment.Project}", environment.ResourceGroup, values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
            ["identity"] = new JsonObject { ["type"] = "SystemAssigned" },
            ["properties"] = new JsonObject { ["displayName"] = environment.Project, ["description"] = $"{environment.Workload} in {environment.Name}" },
        })
        { After = [Account] };
        // After the project, for an account takes one change at a time.
        yield return new(Model, "Microsoft.CognitiveServices/accounts/deployments", "2026-09-01", $"{environment.AccountName}/{environment.Model.Name}", environment.ResourceGroup, _ => new()
        {
            ["sku"] = new JsonObject { ["name"] = environment.Model.Sku, ["capacity"] = environment.Model.Capacity },
            ["properties"] = new JsonObject
            {
                ["model"] = new JsonObject { ["format"] = environment.Model.Format, ["name"] = environment.Model.Model, ["version"] = environment.Model.Version },
                ["versionUpgradeOption"] = "NoAutoUpgrade",
            },
        })
        { After = [Account, Project] };
    }

    private static IEnumerable<AgentResource> Hosting(AgentEnvironment environment)
    {
        // Shared: no tag and no setting of one environment may be in it, or they would overwrite each other's.
        yield return new(Registry, "Microsoft.ContainerRegistry/registries", "2025-11-01", environment.Registry, environment.SharedResourceGroup, values => new()
        {
            ["location"] = environment.RegistryLocation ?? values.Location,
            ["tags"] = new JsonObject { ["workload"] = environment.Workload, ["managed-by"] = "GenAIOps" },
            ["sku"] = new JsonObject { ["name"] = "Standard" },
            ["properties"] = new JsonObject { ["adminUserEnabled"] = false },
        });
        yield return new(Identity, "Microsoft.ManagedIdentity/userAssignedIdentities", "2024-11-30", environment.Project, environment.ResourceGroup, values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
        });
        yield return new(ContainerEnvironment, "Microsoft.App/managedEnvironments", "2025-07-01", environment.Name, environment.ResourceGroup, values => new()
        {
            ["location"] = values.Location,
            ["tags"] = Tags(environment),
            ["properties"] = new JsonObject
            {
                ["appLogsConfiguration"] = new JsonObject { ["destination"] = "azure-monitor" },
                ["workloadProfiles"] = new JsonArray(new JsonObject { ["name"] = "Consumption", ["workloadProfileType"] = "Consumption" }),
                ["zoneRedundant"] = false,
            },
        });
        // Logs by way of Azure Monitor need no workspace key in the environment.
        yield return new("container-logs", "Microsoft.Insights/diagnosticSettings", "2021-05-01-preview", "to-workspace", environment.ResourceGroup, values => new()
        {
            ["properties"] = new JsonObject
            {
                ["workspaceId"] = values.Id(Workspace),
                ["logs"] = new JsonArray(new JsonObject { ["categoryGroup"] = "allLogs", ["enabled"] = true }),
            },
        })
        { Extends = ContainerEnvironment };
    }

    private static IEnumerable<AgentResource> Data(AgentEnvironment environment)
    {
        yield return new(Storage, "Microsoft.Storage/storageAccounts", "2026-09-01", environment.StorageName, environment.ResourceGroup, values => new()
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
        });
        yield return new(BlobService, "Microsoft.Storage/storageAccounts/blobServices", "2026-09-01", $"{environment.StorageName}/default", environment.ResourceGroup, _ => new()
        {
            ["properties"] = new JsonObject { ["deleteRetentionPolicy"] = new JsonObject { ["enabled"] = true, ["days"] = 7 } },
        })
        { After = [Storage] };
        foreach (var container in (string[])["datasets", "batches"])
            yield return new($"container-{container}", "Microsoft.Storage/storageAccounts/blobServices/containers", "2026-09-01", $"{environment.StorageName}/default/{container}", environment.ResourceGroup, _ => new()
            {
                ["properties"] = new JsonObject { ["publicAccess"] = "None" },
            })
            { After = [BlobService] };
    }

    /// <remarks>Least privilege: the app pulls images, calls models and reads data; it changes nothing.</remarks>
    private static IEnumerable<AgentResource> Roles(AgentEnvironment environment)
    {
        yield return Role(environment, "app-pulls", Registry, BuiltInRole.AcrPull, App);
        // Agent Service pulls hosted agents' images as the project.
        yield return Role(environment, "project-pulls", Registry, BuiltInRole.AcrPull, values => values.Read(Project, "identity.principalId")) with { OmittedWithout = (Project, "identity.principalId") };
        yield return Role(environment, "app-calls-agents", Account, BuiltInRole.FoundryUser, App);
        yield return Role(environment, "app-calls-models", Account, BuiltInRole.OpenAIUser, App);
        yield return Role(environment, "app-reads-data", Storage, BuiltInRole.BlobDataReader, App);
        if (environment.DeployerObjectId is not { } deployer)
            yield break;
        yield return Role(environment, "deployer-pushes", Registry, BuiltInRole.AcrPush, _ => deployer, principalType: null);
        // Evaluation needs both, and yields nulls instead of an error without one of them.
        yield return Role(environment, "deployer-makes-agents", Account, BuiltInRole.FoundryUser, _ => deployer, principalType: null);
        yield return Role(environment, "deployer-calls-models", Account, BuiltInRole.OpenAIUser, _ => deployer, principalType: null);
        yield return Role(environment, "deployer-keeps-data", Storage, BuiltInRole.BlobDataContributor, _ => deployer, principalType: null);
    }

    private static string App(IValues values) => values.Read(Identity, "properties.principalId");

    /// <param name="principalType">Said for identities, so that Azure does not look up one that is a second old; null: Azure finds out.</param>
    private static AgentResource Role(
        AgentEnvironment environment, string key, string scope, string role, Func<IValues, string> principal, string? principalType = "ServicePrincipal")
    {
        var group = scope == Registry ? environment.SharedResourceGroup : environment.ResourceGroup;
        var name = NameOf(string.Join('/', environment.SubscriptionId, environment.ResourceGroup, environment.Workload, environment.Name, key));
        return new(key, AgentResource.RoleAssignment, "2022-04-01", name, group, values =>
        {
            var properties = new JsonObject { ["roleDefinitionId"] = values.RoleDefinition(role), ["principalId"] = principal(values) };
            if (principalType is not null)
                properties["principalType"] = principalType;
            return new() { ["properties"] = properties };
        })
        { Extends = scope };
    }

    /// <summary>An RFC 9562 version 8 UUID from a hash: role assignments are named by UUIDs, and ours must be the same each time.</summary>
    private static string NameOf(string seed)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(seed.ToLowerInvariant()))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static JsonObject Tags(AgentEnvironment environment) =>
        new() { ["workload"] = environment.Workload, ["environment"] = environment.Name, ["managed-by"] = "GenAIOps" };
}

/// <summary>Ids of Azure's built-in roles, the same in every tenant.</summary>
internal static class BuiltInRole
{
    public const string AcrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
    public const string FoundryUser = "53ca6127-db72-4b80-b1b0-d745d6d5456d";
    public const string OpenAIUser = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
    public const string AcrPush = "8311e382-0749-4cb8-b61a-304f252e45ec";
    public const string BlobDataReader = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
    public const string BlobDataContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
}
