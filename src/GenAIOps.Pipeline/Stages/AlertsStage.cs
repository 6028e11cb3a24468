using GenAIOps.Operations.Alerts;
using GenAIOps.Operations.Dashboards;
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
        var app = $"{group}/providers/Microsoft.App/containerApps/{session.Agent.Name}";
        var alerts = await AlertRegistrar.ApplyAsync(
            cloud, group, session.Agent.Name, environment.ApplicationInsightsId, app, AgentAlerts.All, cancellationToken);
        var workbook = await Workbook.ApplyAsync(cloud, group, session.Agent.Name, environment.ApplicationInsightsId, app, AgentAlerts.All, cancellationToken);
        JsonFile.Write(session.Artifacts / "alerts.json", new AlertsReport(environment.Name, alerts).ToJson());
        var changed = alerts.Count(alert => alert.Changed);
        if (changed == 0 && !workbook)
        {
            BuildExtras.MarkCached($"{alerts.Count} rules are registered as described");
        }

        session.Report("Alerts", $"{alerts.Count} rules rehearsed and registered, {changed} of them new or changed, {alerts.Count(alert => alert.State == "Fired")} firing");
    }
}
