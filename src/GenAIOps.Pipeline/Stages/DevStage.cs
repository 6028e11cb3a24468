using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Hosting;
using GenAIOps.Delivery.Releases;
using GenAIOps.Pipeline.Context;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>DEV: an agent version in Agent Service and a revision in Container Apps, then smoke and batch inference.</summary>
internal static class DevStage
{
    public static async Task<DeployedAgent> RunAsync(EnvironmentContext context, CancellationToken cancellationToken)
    {
        var digest = context.Digest;
        context.Datasets.Verify();
        var workload = await RevisionSpec.InAsync(context, cancellationToken);
        BuildExtras.Progress("container revision");
        var (revision, unchanged) = await DeployAsync(context, workload, digest, cancellationToken);
        BuildExtras.Progress("agent version");
        var version = await AgentVersions.EnsureAsync(context, workload, digest, cancellationToken);
        BuildExtras.Progress("batch inference");
        var observed = await workload.Host(digest).ObserveAsync(cancellationToken);
        var stands = unchanged && version.Unchanged;
        var batch = await BatchInference.RunAsync(context, revision, observed.Find(revision)!.Host!, digest, stands, cancellationToken);
        if (stands) BuildExtras.MarkCached($"{revision} and agent version {version.Version} stand, and answer");
        context.Report(context.Title, $"{revision}, agent version {version.Version}");
        context.Report("Batch", batch);
        return new DeployedAgent(context.Agent.Name, context.Name, revision, version.Version, stands);
    }

    /// <summary>All traffic at once: DEV has no users to protect. Smoke tests are those of every release.</summary>
    private static async Task<(string Revision, bool Unchanged)> DeployAsync(EnvironmentContext context, RevisionSpec workload, string digest, CancellationToken cancellationToken)
    {
        var driver = new ReleaseDriver(
            workload.Host(digest),
            new HttpProbe(await context.AgentHttpAsync(cancellationToken), context.Datasets.Questions),
            _ => Task.FromResult(new GateDecision(context.Name, [new GateReason("none", true, $"{context.Title} takes every image")])),
            new ReleasePace { Probes = 4, Poll = TimeSpan.FromMilliseconds(100), Drain = TimeSpan.Zero },
            context.Time,
            step => Log.Debug("{Step}", step));
        var report = await driver.ReleaseAsync(workload.Desired(digest) with { Steps = [100] }, cancellationToken);
        return report.Outcome switch
        {
            ReleaseOutcome.Released => (report.ToRevision, false),
            ReleaseOutcome.Unchanged => (report.ToRevision, true),
            ReleaseOutcome.Cancelled => throw new OperationCanceledException(report.Because),
            _ => throw new ExitCodeException(ExitCodes.TargetFailed, $"{context.Title} does not take {report.ToRevision}: {report.Because}. Serving in {context.Title}: {report.Serves}; the environments after it are as they were."),
        };
    }
}
