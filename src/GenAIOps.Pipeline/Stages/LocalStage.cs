using GenAIOps.Azure;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Azure.Monitor;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Starts, stops, resets and describes the local Azure.</summary>
internal static class LocalStage
{
    public static async Task UpAsync(Session session, CancellationToken cancellationToken)
    {
        var (instance, started) = await session.Emulator.UpAsync(cancellationToken);
        session.Report("Emulator", $"{(started ? "started" : "runs already")}: {instance.Endpoint}, process {instance.Pid}");
    }

    public static async Task DownAsync(Session session, CancellationToken cancellationToken) =>
        session.Report("Emulator", await session.Emulator.DownAsync(cancellationToken) ? "stopped; its state is kept" : "was not running");

    public static async Task ResetAsync(Session session, CancellationToken cancellationToken)
    {
        await session.Emulator.ResetAsync(cancellationToken);
        session.Report("Emulator", "stopped, and its state is deleted");
    }

    public static async Task StatusAsync(Session session, CancellationToken cancellationToken)
    {
        if (session.IsEmulator && await session.Emulator.StatusAsync(cancellationToken) is null)
        {
            session.Report("Emulator", "does not run; ./build.sh LocalUp starts it");
            return;
        }

        var cloud = session.IsEmulator ? AzureCloud.Emulator(session.Emulator.InstancePath) : await session.CloudAsync(cancellationToken);
        if (session.IsEmulator)
        {
            session.Report("Emulator", $"{cloud.ResourceManager}");
        }

        foreach (var name in Session.EnvironmentNames)
        {
            await DescribeAsync(session, cloud, name, cancellationToken);
        }
    }

    /// <summary>Reads only: what is not there is said to be not there.</summary>
    private static async Task DescribeAsync(Session session, AzureCloud cloud, string name, CancellationToken cancellationToken)
    {
        var environment = session.Describe(name);
        var apps = new ContainerAppsClient(cloud, environment.SubscriptionId, environment.ResourceGroup);
        if (await apps.GetAsync(session.Agent.Name, cancellationToken) is not { } app)
        {
            session.Report(name.ToUpperInvariant(), "nothing is deployed");
            return;
        }

        session.Report(name.ToUpperInvariant(), $"https://{app.Fqdn}");
        foreach (var revision in await apps.GetRevisionsAsync(session.Agent.Name, cancellationToken))
        {
            var weight = app.Traffic.Where(share => share.RevisionName == revision.Name).Sum(share => share.Weight);
            if (revision.Active)
            {
                session.Report($"  {revision.Name}", $"{weight} % of the traffic, {revision.RunningState}, {revision.HealthState}");
            }
        }

        var fired = (await new AlertsClient(cloud).GetAsync(environment.SubscriptionId, environment.ResourceGroup, cancellationToken)).Where(alert => alert.Condition == "Fired").ToList();
        if (fired.Count > 0)
        {
            session.Report($"  alerts in {name}", string.Join(", ", fired.Select(alert => $"{alert.Rule} ({alert.Severity})")));
        }
    }
}
