using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Arm;

/// <summary>The identities that Resource Manager gives to any resource that asks for them in <c>identity</c>: its own, and user-assigned ones.</summary>
internal sealed class ResourceIdentity(ResourceStore store)
{
    /// <exception cref="AzureErrorException">A user-assigned identity is not there.</exception>
    public void Assign(ResourceId id, JsonObject resource)
    {
        if (resource["identity"] is not JsonObject identity) return;
        if (Has(identity, "SystemAssigned"))
        {
            identity["principalId"] = Principals.IdOf("principal", id);
            identity["tenantId"] = EmulatorInstance.TenantId;
        }
        else
        {
            identity.Remove("principalId");
            identity.Remove("tenantId");
        }
        if (identity["userAssignedIdentities"] is not JsonObject assigned) return;
        foreach (string each in assigned.Select(pair => pair.Key).ToList())
        {
            JsonNode known = store.Get(each)?["properties"] ?? throw AzureErrorException.BadRequest("FailedIdentityOperation",
                $"Identity operation for resource '{id}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. The user-assigned identity '{each}' was not found.'.");
            assigned[each] = new JsonObject { ["principalId"] = known["principalId"]?.DeepClone(), ["clientId"] = known["clientId"]?.DeepClone() };
        }
    }

    private static bool Has(JsonObject identity, string kind) =>
        identity["type"] is JsonValue type && type.TryGetValue(out string? text) && text.Contains(kind, StringComparison.OrdinalIgnoreCase);
}
