using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Arm;

/// <summary><c>Microsoft.Subscription/aliases</c>: makes a subscription, or makes one known by its id. As on Azure, deleting the alias leaves the subscription.</summary>
internal sealed class AliasProvider(Subscriptions subscriptions) : IResourceProvider
{
    public string Type => "Microsoft.Subscription/aliases";

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        JsonObject properties = write.Properties;
        string? known = Text(write.Existing?["properties"]?["subscriptionId"]), asked = Text(properties["subscriptionId"]);
        if (asked is not null && !Guid.TryParse(asked, out _)) throw AzureErrorException.BadRequest("InvalidSubscriptionId", $"The provided subscription identifier '{asked}' is malformed or invalid.");
        if (known is not null && asked is not null && !known.Equals(asked, StringComparison.OrdinalIgnoreCase))
            throw AzureErrorException.Conflict("AliasInUse", $"The alias '{write.Id.Name}' stands for subscription '{known}' and cannot be given to '{asked}'.");
        string? displayName = Text(properties["displayName"]);
        if (asked is null && known is null && (displayName is not { Length: > 0 } || Text(properties["workload"]) is not ("Production" or "DevTest") || Text(properties["billingScope"]) is not { Length: > 0 }))
            throw AzureErrorException.BadRequest("BadRequest", "The alias needs properties.subscriptionId, or for a new subscription properties.displayName, properties.workload (Production or DevTest) and properties.billingScope.");
        string id = (known ?? asked ?? Guid.NewGuid().ToString()).ToLowerInvariant();
        subscriptions.Add(id, displayName ?? write.Id.Name);
        properties["subscriptionId"] = id;
        return Task.FromResult(Provisioning.Done);
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
