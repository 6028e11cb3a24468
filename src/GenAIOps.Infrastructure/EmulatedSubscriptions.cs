using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Azure;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Infrastructure;

/// <summary>The emulator's subscriptions, which provisioning makes: what is in one that is not there yet is not there either. In Azure somebody else makes them.</summary>
internal sealed class EmulatedSubscriptions(AzureCloud cloud) : ArmResources(cloud)
{
    private const string Version = "2021-10-01";

    private readonly ConcurrentDictionary<string, bool> _absent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that a look did not find.</summary>
    public IReadOnlyList<string> Absent => [.. _absent.Keys.Order(StringComparer.Ordinal)];

    public override async Task<JsonObject?> GetAsync(string resourceId, string apiVersion, CancellationToken cancellationToken)
    {
        try
        {
            return await base.GetAsync(resourceId, apiVersion, cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.ErrorCode == "SubscriptionNotFound")
        {
            _absent[resourceId.Split('/')[2]] = true;
            return null;
        }
    }

    public Task MakeAsync(string subscription, CancellationToken cancellationToken) =>
        CreateOrUpdateAsync($"/providers/Microsoft.Subscription/aliases/genaiops-{subscription}", Version, new JsonObject { ["properties"] = new JsonObject { ["subscriptionId"] = subscription } }, cancellationToken);
}
