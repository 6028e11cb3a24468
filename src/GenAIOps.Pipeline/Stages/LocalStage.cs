using Azure;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Azure.Monitor;
using GenAIOps.Pipeline.Context;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Starts, stops, resets and describes the local Azure.</summary>
internal static class LocalStage
{
    public static async Task UpAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var (instance, started) = await context.Emulator.UpAsync(cancellationToken);
        context.Report("Emulator", $"{(started ? "started" : "runs already")}: {instance.Endpoint}, process {instance.Pid}");
    }

    public static async Task DownAsync(BuildContext context, CancellationToken cancellationToken) =>
        context.Report("Emulator", await context.Emulator.DownAsync(cancellationToken) ? "stopped; its state is kept" : "was not running");

    public static async Task ResetAsync(BuildContext context, CancellationToken cancellationToken)
    {
        await context.Emulator.ResetAsync(cancellationToken);
        context.Report("Emulator", "stopped, and its state is deleted");
    }

    public static async Task StatusAsync(BuildContext context, CancellationToken cancellationToken)
    {
        if (context.Model.IsEmulated)
        {
            if (await context.Emulator.StatusAsync(cancellationToken) is not { } instance)
            {
                context.Report("Emulator", "does not run; ./build.sh LocalUp starts it");
                return;
            }

            context.Report("Emulator", $"{instance.Endpoint}");
        }

        foreach (var environment in context.Model.Environments)
        {
            foreach (var agent in context.Agents) await DescribeAsync(agent.In(environment), cancellationToken);
        }
    }

    /// <returns>Null where there is nothing to describe, which is reported. Before a first provisioning nobody has a role, so that an absent app is one that may not be seen.</returns>
    private static async Task<ContainerApp?> FindAsync(EnvironmentContext context, ContainerAppsClient apps, CancellationToken cancellationToken)
    {
        try
        {
            if (await apps.GetAsync(context.Agent.Name, cancellationToken) is { } app) return app;
            context.Report(context.Title, "nothing is deployed");
        }
        catch (RequestFailedException refused) when (refused.Status == 403)
        {
            context.Report(context.Title, "not provisioned, or its identity may not see it (403); ./build.sh Provision shows what it would make");
        }

        return null;
    }

    /// <summary>Reads only: what is not there is said to be not there.</summary>
    private static async Task DescribeAsync(EnvironmentContext context, CancellationToken cancellationToken)
    {
        var apps = await context.AppsAsync(cancellationToken);
        if (await FindAsync(context, apps, cancellationToken) is not { } app) return;

        context.Report(context.Title, $"https://{app.Fqdn}");
        foreach (var revision in await apps.GetRevisionsAsync(context.Agent.Name, cancellationToken))
        {
            var weight = app.Traffic.Where(share => share.RevisionName == revision.Name).Sum(share => share.Weight);
            if (revision.Active) context.Report($"  {revision.Name}", $"{weight} % of the traffic, {revision.RunningState}, {revision.HealthState}");
        }

        var estate = context.Environment.Estate;
        var fired = (await new AlertsClient(await context.CloudAsync(cancellationToken)).GetAsync(estate.SubscriptionId, estate.ResourceGroup, cancellationToken)).Where(alert => alert.Condition == "Fired").ToList();
        if (fired.Count > 0) context.Report($"  alerts in {context.Name}", string.Join(", ", fired.Select(alert => $"{alert.Rule} ({alert.Severity})")));
    }
}
