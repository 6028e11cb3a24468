using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Arm;

/// <summary>The identity that Resource Manager gives to any resource that asks for one: <c>identity.type</c> with <c>SystemAssigned</c>.</summary>
internal static class SystemIdentity
{
    public static void Assign(ResourceId id, JsonObject resource)
    {
        if (resource["identity"] is not JsonObject identity) return;
        bool assigned = identity["type"] is JsonValue type && type.TryGetValue(out string? text) && text.Contains("SystemAssigned", StringComparison.OrdinalIgnoreCase);
        if (assigned)
        {
            identity["principalId"] = Principals.IdOf("principal", id);
            identity["tenantId"] = EmulatorInstance.TenantId;
        }
        else
        {
            identity.Remove("principalId");
            identity.Remove("tenantId");
        }
    }
}
