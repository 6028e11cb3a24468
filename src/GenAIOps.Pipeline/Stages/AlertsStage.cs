using System.Text.Json.Nodes;
using GenAIOps.Operations.Alerts;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Rehearses PROD's alert rules and registers them.</summary>
internal static class AlertsStage
{
    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var cloud = await session.CloudAsync(cancellationToken);
        var environment = await session.EnvironmentAsync(ProdStage.Environment, cancellationToken);
        var group = $"/subscriptions/{environment.SubscriptionId}/resourceGroups/{environment.ResourceGroup}";
        var alerts = await AlertRegistrar.ApplyAsync(
            cloud, group, session.Agent.Name, environment.ApplicationInsightsId, $"{group}/providers/Microsoft.App/containerApps/{session.Agent.Name}", AgentAlerts.All, cancellationToken);
        JsonFile.Write(session.Artifacts / "alerts.json", new JsonObject
        {
            ["environment"] = environment.Name,
            ["rules"] = new JsonArray([.. alerts.Select(alert => (JsonNode)new JsonObject
            {
                ["id"] = alert.Rule.Id,
                ["description"] = alert.Rule.Description,
                ["severity"] = alert.Rule.Severity,
                ["metric"] = alert.Rule.Metric,
                ["aggregation"] = alert.Rule.Aggregation,
                ["operator"] = alert.Rule.Operator,
                ["threshold"] = alert.Rule.Threshold,
                ["window_minutes"] = alert.Rule.WindowMinutes,
                ["frequency_minutes"] = alert.Rule.FrequencyMinutes,
                ["rehearsed"] = new JsonObject { ["fires_on_incident"] = alert.FiresOnIncident, ["silent_when_healthy"] = alert.SilentWhenHealthy },
                ["registered"] = true,
                ["state"] = alert.State.ToLowerInvariant(),
            })]),
        });
        var changed = alerts.Count(alert => alert.Changed);
        if (changed == 0)
        {
            BuildExtras.MarkCached($"{alerts.Count} rules are registered as described");
        }

        session.Report("Alerts", $"{alerts.Count} rules rehearsed and registered, {changed} of them new or changed, {alerts.Count(alert => alert.State == "Fired")} firing");
    }
}
