using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Arm;

/// <summary>The subscriptions: one that is always there, and those that the owner made through <see cref="AliasProvider"/>.</summary>
internal sealed class Subscriptions(ResourceStore store)
{
    public bool Exists(string id) => id == EmulatorInstance.SubscriptionId || store.GetETag($"/subscriptions/{id}") is not null;

    /// <returns>Azure's answer for a subscription that is not there; null for one that is.</returns>
    public AzureErrorException? Problem(string id) => Exists(id) ? null
        : Guid.TryParse(id, out _) ? ArmErrors.SubscriptionNotFound(id)
        : AzureErrorException.BadRequest("InvalidSubscriptionId", $"The provided subscription identifier '{id}' is malformed or invalid.");

    public IEnumerable<JsonObject> All() =>
        [Describe(EmulatorInstance.SubscriptionId, "GenAIOps emulator"), .. store.List(type: ResourceId.SubscriptionType).Select(each => Describe((string)each["name"]!, (string)each["displayName"]!))];

    public JsonObject Describe(string id) => id == EmulatorInstance.SubscriptionId
        ? Describe(id, "GenAIOps emulator")
        : Describe(id, (string?)store.Get($"/subscriptions/{id}")?["displayName"] ?? id);

    public void Add(string id, string displayName)
    {
        if (Exists(id)) return;
        store.Put($"/subscriptions/{id}", new JsonObject { ["id"] = $"/subscriptions/{id}", ["name"] = id, ["type"] = ResourceId.SubscriptionType, ["displayName"] = displayName });
    }

    private static JsonObject Describe(string id, string displayName) => new()
    {
        ["id"] = $"/subscriptions/{id}",
        ["subscriptionId"] = id,
        ["tenantId"] = EmulatorInstance.TenantId,
        ["displayName"] = displayName,
        ["state"] = "Enabled",
    };
}
