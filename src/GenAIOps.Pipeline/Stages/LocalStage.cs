using Azure;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Azure.Monitor;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Serilog;

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

        TextTable table = new("Environment", "Agent", "Revision", "Image", "Traffic", "State", "Health", "Alerts");
        foreach (var environment in context.Model.Environments)
        {
            foreach (var agent in context.Agents) await DescribeAsync(agent.In(environment), table, cancellationToken);
        }

        foreach (var line in table.Lines()) Log.Information("{Line}", line);
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
    private static async Task DescribeAsync(EnvironmentContext context, TextTable table, CancellationToken cancellationToken)
    {
        var apps = await context.AppsAsync(cancellationToken);
        if (await FindAsync(context, apps, cancellationToken) is not { } app) return;

        context.Report(context.Title, $"https://{app.Fqdn}");
        var estate = context.Environment.Estate;
        var fired = (await new AlertsClient(await context.CloudAsync(cancellationToken)).GetAsync(estate.SubscriptionId, estate.ResourceGroup, cancellationToken)).Where(alert => alert.Condition == "Fired").ToList();
        var alerts = string.Join(", ", fired.Select(alert => $"{alert.Rule} ({alert.Severity})"));
        foreach (var revision in (await apps.GetRevisionsAsync(context.Agent.Name, cancellationToken)).Where(revision => revision.Active))
        {
            var weight = app.Traffic.Where(share => share.RevisionName == revision.Name).Sum(share => share.Weight);
            table.Add(context.Title, context.Agent.Name, revision.Name, Short(revision.Image), $"{weight} %", revision.RunningState, revision.HealthState, alerts);
            // Said once: alerts are of the environment.
            alerts = "";
        }

        if (alerts.Length > 0) context.Report($"  alerts in {context.Name}", alerts);
    }

    /// <summary>The first twelve digits of the digest, as Docker shows them.</summary>
    private static string Short(string image)
    {
        const string Algorithm = "@sha256:";
        var at = image.IndexOf(Algorithm, StringComparison.Ordinal);
        return at < 0 ? image : image[(at + Algorithm.Length)..][..12];
    }
}
