using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Pipeline.Context;

/// <summary>Subscriptions that an environment is in. In Azure somebody made them; on the emulator provisioning does.</summary>
internal static class SubscriptionsOf
{
    private const string Version = "2021-10-01";

    public static async Task EnsureAsync(AzureCloud cloud, EnvironmentModel environment, CancellationToken cancellationToken)
    {
        if (!environment.IsEmulated) return;
        ArmResources arm = new(cloud);
        foreach (var subscription in new[] { environment.Estate.SubscriptionId, environment.Estate.Registry.Id.Split('/')[2] }.Distinct(StringComparer.OrdinalIgnoreCase).Where(id => id != PipelineModel.EmulatorSubscription))
        {
            var alias = $"/providers/Microsoft.Subscription/aliases/genaiops-{subscription}";
            if (await arm.GetAsync(alias, Version, cancellationToken) is null)
                await arm.CreateOrUpdateAsync(alias, Version, new JsonObject { ["properties"] = new JsonObject { ["subscriptionId"] = subscription } }, cancellationToken);
        }
    }
}
