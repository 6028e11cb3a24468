using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.Arm;
using GenAIOps.Azure.Monitor;

namespace GenAIOps.Operations.Alerts;

/// <param name="Rule">The rule.</param>
/// <param name="FiresOnIncident">As rehearsed.</param>
/// <param name="SilentWhenHealthy">As rehearsed.</param>
/// <param name="Changed">Whether it was new or different.</param>
/// <param name="State">Fired, Resolved or never.</param>
public sealed record RegisteredAlert(AlertRule Rule, bool FiresOnIncident, bool SilentWhenHealthy, bool Changed, string State);

/// <summary>Registers alert rules: first each is rehearsed; one that would not have fired, or would cry wolf, is registered nowhere.</summary>
public static class AlertRegistrar
{
    private const string RuleApi = "2018-03-01";
    private const string GroupApi = "2023-01-01";

    /// <param name="cloud">Where, and as whom.</param>
    /// <param name="groupId">The environment's resource group.</param>
    /// <param name="agent">The agent's name.</param>
    /// <param name="applicationInsightsId">What telemetry rules watch.</param>
    /// <param name="containerAppId">What platform rules watch.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="cancellationToken">Stops between rules.</param>
    /// <exception cref="InvalidDataException">A rehearsal failed; nothing was registered.</exception>
    public static async Task<IReadOnlyList<RegisteredAlert>> ApplyAsync(
        AzureCloud cloud, string groupId, string agent, string applicationInsightsId, string containerAppId, IReadOnlyList<AlertRule> rules, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(groupId);
        ArgumentNullException.ThrowIfNull(rules);
        var bad = rules.Where(rule => !rule.FiresOn(rule.Incident) || rule.FiresOn(rule.Healthy)).Select(rule => rule.Id).ToList();
        if (bad.Count > 0)
        {
            throw new InvalidDataException($"Alert rules that do not stand their rehearsal: {string.Join(", ", bad)}. Nothing was registered. A rule must fire on its incident and be silent on its healthy series: adjust threshold, window or series.");
        }

        var arm = new ArmResources(cloud);
        var actionGroup = $"{groupId}/providers/Microsoft.Insights/actionGroups/{agent}";
        if (await arm.GetAsync(actionGroup, GroupApi, cancellationToken) is null)
        {
            await arm.CreateOrUpdateAsync(actionGroup, GroupApi, new JsonObject
            {
                ["location"] = "global",
                ["properties"] = new JsonObject { ["groupShortName"] = agent[..Math.Min(12, agent.Length)], ["enabled"] = true, ["emailReceivers"] = new JsonArray(), ["webhookReceivers"] = new JsonArray() },
            }, cancellationToken);
        }

        var registered = new List<RegisteredAlert>();
        var parts = groupId.Split('/');
        foreach (var rule in rules)
        {
            var id = $"{groupId}/providers/Microsoft.Insights/metricAlerts/{agent}-{rule.Id}";
            var body = rule.Body(rule.Target == AlertTarget.Telemetry ? applicationInsightsId : containerAppId, actionGroup);
            var there = await arm.GetAsync(id, RuleApi, cancellationToken);
            var changed = there is null || !Same(there["properties"], body["properties"]);
            if (changed)
            {
                await arm.CreateOrUpdateAsync(id, RuleApi, body, cancellationToken);
            }

            registered.Add(new RegisteredAlert(rule, true, true, changed, "never"));
        }

        var fired = await new AlertsClient(cloud).GetAsync(parts[2], parts[4], cancellationToken);
        return [.. registered.Select(alert => alert with { State = fired.FirstOrDefault(known => known.Rule == $"{agent}-{alert.Rule.Id}")?.Condition ?? "never" })];
    }

    private static bool Same(JsonNode? there, JsonNode? wanted) => wanted is JsonObject wants && there is JsonObject has
        && wants.All(property => JsonNode.DeepEquals(has[property.Key], property.Value));
}
