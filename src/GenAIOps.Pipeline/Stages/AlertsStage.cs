using GenAIOps.Operations.Alerts;
using GenAIOps.Operations.Dashboards;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Rehearses PROD's alert rules and registers them.</summary>
internal static class AlertsStage
{
    public static async Task<AlertsResult> RunAsync(EnvironmentContext context, CancellationToken cancellationToken)
    {
        var cloud = await context.CloudAsync(cancellationToken);
        var environment = await context.ReadAsync(cancellationToken);
        var group = $"/subscriptions/{environment.SubscriptionId}/resourceGroups/{environment.ResourceGroup}";
        var app = $"{group}/providers/Microsoft.App/containerApps/{context.Agent.Name}";
        var alerts = await AlertRegistrar.ApplyAsync(
            cloud, group, context.Agent.Name, environment.ApplicationInsightsId, app, AgentAlerts.All, cancellationToken, context.Environment.Definition.Receivers);
        var workbook = await Workbook.ApplyAsync(cloud, group, context.Agent.Name, environment.ApplicationInsightsId, app, AgentAlerts.All, cancellationToken);
        JsonFile.Write(context.Results(EnvironmentStages.Release) / "alerts.json", new AlertsReport(environment.Name, alerts).ToJson());
        var changed = alerts.Count(alert => alert.Changed);
        if (changed == 0 && !workbook)
        {
            BuildExtras.MarkCached($"{alerts.Count} rules are registered as described");
        }

        AlertsResult result = new(context.Agent.Name, context.Name, alerts.Count, changed, alerts.Count(alert => alert.State == "Fired"));
        context.Report(EnvironmentStages.Release, "Alerts", $"{result.Rules} rules rehearsed and registered, {result.Changed} of them new or changed, {result.Firing} firing");
        return result;
    }
}
