using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Infrastructure;

/// <summary>A resource as Resource Manager takes it: its id, the API version, and the body of the PUT.</summary>
public sealed record EnvironmentResource(string Id, string Type, string ApiVersion, JsonObject Body)
{
    /// <summary>The last segment of the id.</summary>
    public string Name => Id[(Id.LastIndexOf('/') + 1)..];
}

/// <summary>What one environment is made of, in the order in which it can be created.</summary>
public static class EnvironmentResources
{
    private const string AcrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
    private const string FoundryUser = "53ca6127-db72-4b80-b1b0-d745d6d5456d";
    private const string OpenAIUser = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
    private const string StorageBlobDataReader = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";

    /// <returns>Resources such that each comes after those that it names.</returns>
    public static IReadOnlyList<EnvironmentResource> Of(AgentEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var group = environment.GroupId;
        var registry = RegistryId(environment);
        var workspace = $"{group}/providers/Microsoft.OperationalInsights/workspaces/{environment.Project}";
        var account = AccountId(environment);
        var identity = IdentityId(environment);
        var storage = StorageId(environment);
        List<EnvironmentResource> resources =
        [
            new(registry, "Microsoft.ContainerRegistry/registries", "2025-11-01", Located(environment, new JsonObject
            {
                ["sku"] = new JsonObject { ["name"] = "Standard" },
                ["properties"] = new JsonObject { ["adminUserEnabled"] = false, ["anonymousPullEnabled"] = false },
            })),
            new(workspace, "Microsoft.OperationalInsights/workspaces", "2025-02-01", Located(environment, new JsonObject
            {
                ["properties"] = new JsonObject { ["sku"] = new JsonObject { ["name"] = "PerGB2018" }, ["retentionInDays"] = 30 },
            })),
            new(ApplicationInsightsId(environment), "Microsoft.Insights/components", "2020-02-02", Located(environment, new JsonObject
            {
                ["kind"] = "web",
                ["properties"] = new JsonObject { ["Application_Type"] = "web", ["WorkspaceResourceId"] = workspace, ["IngestionMode"] = "LogAnalytics" },
            })),
            new(identity, "Microsoft.ManagedIdentity/userAssignedIdentities", "2024-11-30", Located(environment, [])),
            new(storage, "Microsoft.Storage/storageAccounts", "2024-01-01", Located(environment, new JsonObject
            {
                ["kind"] = "StorageV2",
                ["sku"] = new JsonObject { ["name"] = "Standard_ZRS" },
                ["properties"] = new JsonObject
                {
                    ["allowBlobPublicAccess"] = false, ["allowSharedKeyAccess"] = false, ["minimumTlsVersion"] = "TLS1_2", ["isHnsEnabled"] = true,
                },
            })),
            new(account, "Microsoft.CognitiveServices/accounts", "2025-06-01", Located(environment, new JsonObject
            {
                ["kind"] = "AIServices",
                ["sku"] = new JsonObject { ["name"] = "S0" },
                ["identity"] = new JsonObject { ["type"] = "SystemAssigned" },
                ["properties"] = new JsonObject
                {
                    ["customSubDomainName"] = AccountName(environment), ["disableLocalAuth"] = true, ["allowProjectManagement"] = true,
                },
            })),
            new($"{account}/deployments/{environment.Model.Name}", "Microsoft.CognitiveServices/accounts/deployments", "2025-06-01", new JsonObject
            {
                ["sku"] = new JsonObject { ["name"] = environment.Model.Sku, ["capacity"] = environment.Model.Capacity },
                ["properties"] = new JsonObject
                {
                    ["model"] = new JsonObject
                    {
                        ["format"] = environment.Model.Format, ["name"] = environment.Model.Model, ["version"] = environment.Model.Version,
                    },
                },
            }),
            new(ProjectId(environment), "Microsoft.CognitiveServices/accounts/projects", "2025-06-01", Located(environment, new JsonObject
            {
                ["identity"] = new JsonObject { ["type"] = "SystemAssigned" },
                ["properties"] = new JsonObject { ["displayName"] = environment.Project, ["description"] = $"{environment.Workload} in {environment.Name}" },
            })),
            new(ContainerEnvironmentId(environment), "Microsoft.App/managedEnvironments", "2025-07-01", Located(environment, new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    ["appLogsConfiguration"] = new JsonObject { ["destination"] = "azure-monitor" },
                    ["workloadProfiles"] = new JsonArray(new JsonObject { ["name"] = "Consumption", ["workloadProfileType"] = "Consumption" }),
                },
            })),
        ];
        return resources;
    }

    /// <summary>Least privilege: the workload pulls images, calls models and reads data; it changes nothing.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="principalId">The workload identity's object id: known once the identity exists.</param>
    public static IReadOnlyList<EnvironmentResource> RoleAssignments(AgentEnvironment environment, string principalId) =>
    [
        Role(environment, RegistryId(environment), AcrPull, principalId, "ServicePrincipal"),
        Role(environment, AccountId(environment), FoundryUser, principalId, "ServicePrincipal"),
        Role(environment, AccountId(environment), OpenAIUser, principalId, "ServicePrincipal"),
        Role(environment, StorageId(environment), StorageBlobDataReader, principalId, "ServicePrincipal"),
    ];

    internal static string RegistryId(AgentEnvironment environment) =>
        $"{environment.SharedGroupId}/providers/Microsoft.ContainerRegistry/registries/{environment.Registry}";

    internal static string ApplicationInsightsId(AgentEnvironment environment) =>
        $"{environment.GroupId}/providers/Microsoft.Insights/components/{environment.Project}";

    internal static string IdentityId(AgentEnvironment environment) =>
        $"{environment.GroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{environment.Project}";

    internal static string ContainerEnvironmentId(AgentEnvironment environment) =>
        $"{environment.GroupId}/providers/Microsoft.App/managedEnvironments/{environment.Name}";

    internal static string ProjectId(AgentEnvironment environment) => $"{AccountId(environment)}/projects/{environment.Project}";

    private static string AccountId(AgentEnvironment environment) =>
        $"{environment.GroupId}/providers/Microsoft.CognitiveServices/accounts/{AccountName(environment)}";

    private static string AccountName(AgentEnvironment environment) => $"{environment.Project}-{Unique(environment)[..6]}";

    private static string StorageId(AgentEnvironment environment) =>
        $"{environment.GroupId}/providers/Microsoft.Storage/storageAccounts/{environment.Name}{Unique(environment)[..12]}";

    private static JsonObject Located(AgentEnvironment environment, JsonObject body)
    {
        body["location"] = environment.Location;
        body["tags"] = new JsonObject { ["workload"] = environment.Workload, ["environment"] = environment.Name, ["managed-by"] = "GenAIOps" };
        return body;
    }

    private static EnvironmentResource Role(AgentEnvironment environment, string scope, string role, string principalId, string principalType)
    {
        // Resource Manager wants a GUID that is the same at every run: a name-based one (RFC 9562, version 8) of what is assigned.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{scope}|{role}|{principalId}".ToLowerInvariant()));
        hash[7] = (byte)((hash[7] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new EnvironmentResource(
            $"{scope}/providers/Microsoft.Authorization/roleAssignments/{new Guid(hash.AsSpan(0, 16))}",
            "Microsoft.Authorization/roleAssignments",
            "2022-04-01",
            new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    ["roleDefinitionId"] = $"/subscriptions/{environment.SubscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{role}",
                    ["principalId"] = principalId,
                    ["principalType"] = principalType,
                },
            });
    }

    /// <summary>What makes global names unique: a hash of the resource group's id, as Azure's <c>uniqueString</c> does.</summary>
    private static string Unique(AgentEnvironment environment) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(environment.GroupId.ToLowerInvariant())));
}
