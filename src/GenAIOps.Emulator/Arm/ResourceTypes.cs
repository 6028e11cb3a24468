using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Arm;

/// <summary>The resource types that ARM says it knows: those of this product, and whatever is stored.</summary>
internal sealed class ResourceTypes(ResourceStore store)
{
    /// <summary>Newest first, as clients take the first when they are not told one.</summary>
    private static readonly string[] Default = ["2025-07-01", "2024-01-01"];

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.Resources/resourceGroups"] = ["2025-04-01", "2021-04-01"],
        ["Microsoft.Resources/deployments"] = ["2025-04-01", "2021-04-01"],
        ["Microsoft.App/containerApps"] = ["2026-01-01", "2025-07-01", "2025-01-01"],
        ["Microsoft.App/containerApps/authConfigs"] = ["2026-01-01", "2025-07-01", "2025-01-01"],
        ["Microsoft.App/managedEnvironments"] = ["2026-01-01", "2025-07-01", "2025-01-01"],
        ["Microsoft.Network/virtualNetworks"] = ["2025-01-01", "2024-07-01"],
        ["Microsoft.Network/virtualNetworks/subnets"] = ["2025-01-01", "2024-07-01"],
        ["Microsoft.ContainerRegistry/registries"] = ["2025-11-01"],
        ["Microsoft.CognitiveServices/accounts"] = ["2026-09-01"],
        ["Microsoft.CognitiveServices/accounts/projects"] = ["2026-09-01"],
        ["Microsoft.CognitiveServices/accounts/deployments"] = ["2026-09-01"],
        ["Microsoft.Insights/components"] = ["2020-02-02"],
        ["Microsoft.Insights/metricAlerts"] = ["2026-01-01", "2018-03-01"],
        ["Microsoft.Insights/scheduledQueryRules"] = ["2026-03-01"],
        ["Microsoft.Insights/actionGroups"] = ["2023-01-01"],
        ["Microsoft.Insights/workbooks"] = ["2023-06-01"],
        ["Microsoft.OperationalInsights/workspaces"] = ["2026-03-01"],
        ["Microsoft.Authorization/roleAssignments"] = ["2022-04-01"],
        ["Microsoft.Authorization/roleDefinitions"] = ["2022-04-01"],
        ["Microsoft.KeyVault/vaults"] = ["2026-05-15", "2024-11-01", "2023-07-01"],
        ["Microsoft.Subscription/aliases"] = ["2021-10-01"],
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = ["2024-11-30"],
        ["Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"] = ["2024-11-30"],
        ["Microsoft.AlertsManagement/alerts"] = ["2019-05-05-preview"],
    };

    public IReadOnlyList<string> Namespaces() => [.. All().Select(Namespace).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    /// <param name="subscription">Null: as the tenant sees it.</param>
    public JsonObject Describe(string name, string? subscription = null)
    {
        IEnumerable<JsonObject> types = All().Where(type => Namespace(type).Equals(name, StringComparison.OrdinalIgnoreCase)).Select(type => new JsonObject
        {
            ["resourceType"] = type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..],
            ["locations"] = new JsonArray(EmulatorInstance.Location),
            ["apiVersions"] = new JsonArray([.. (Known.GetValueOrDefault(type) ?? Default).Select(version => JsonValue.Create(version))]),
        });
        return new JsonObject
        {
            ["id"] = subscription is null ? $"/providers/{name}" : $"/subscriptions/{subscription}/providers/{name}",
            ["namespace"] = name,
            ["registrationState"] = "Registered",
            ["registrationPolicy"] = "RegistrationRequired",
            ["resourceTypes"] = new JsonArray([.. types]),
        };
    }

    private IEnumerable<string> All() => Known.Keys.Concat(store.List().Select(resource => (string)resource["type"]!)).Distinct(StringComparer.OrdinalIgnoreCase);

    private static string Namespace(string type) => type[..type.IndexOf('/', StringComparison.Ordinal)];
}
