using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Hosting;
using GenAIOps.Delivery.Releases;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>DEV: an agent version in Agent Service and a revision in Container Apps, then smoke and batch inference.</summary>
internal static class DevStage
{
    private const string Environment = "dev";
    private const int BatchRows = 20;

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var digest = session.Digest;
        Sets.Verify(session);
        var workload = await Workload.InAsync(session, Environment, cancellationToken);
        BuildExtras.Progress("container revision");
        var (revision, unchanged) = await DeployAsync(session, workload, digest, cancellationToken);
        BuildExtras.Progress("agent version");
        var version = await AgentVersions.EnsureAsync(session, workload, Environment, digest, cancellationToken);
        BuildExtras.Progress("batch inference");
        var observed = await workload.Host(digest).ObserveAsync(cancellationToken);
        var batch = await BatchInference.RunAsync(session, observed.Find(revision)!.Host!, digest, BatchRows, session.Artifacts / "dev" / "batch.jsonl", cancellationToken);
        if (unchanged && version.Unchanged)
        {
            BuildExtras.MarkCached($"{revision} and agent version {version.Version} stand; smoke and batch inference passed again");
        }

        session.Report("DEV", $"{revision}, agent version {version.Version}");
        session.Report("Batch", batch);
    }

    /// <summary>All traffic at once: DEV has no users to protect. Smoke tests are those of every release.</summary>
    private static async Task<(string Revision, bool Unchanged)> DeployAsync(Session session, Workload workload, string digest, CancellationToken cancellationToken)
    {
        var cloud = await session.CloudAsync(cancellationToken);
        var driver = new ReleaseDriver(
            workload.Host(digest),
            new HttpProbe(cloud.CreateHttpClient(), ProdStage.Questions(session)),
            _ => Task.FromResult(new GateDecision(Environment, [new GateReason("none", true, "DEV takes every image")])),
            new ReleasePace { Probes = 4, Poll = TimeSpan.FromMilliseconds(100), Drain = TimeSpan.Zero },
            session.Time,
            step => Log.Debug("{Step}", step));
        var report = await driver.ReleaseAsync(workload.Desired(digest) with { Steps = [100] }, cancellationToken);
        return report.Outcome switch
        {
            ReleaseOutcome.Released => (report.ToRevision, false),
            ReleaseOutcome.Unchanged => (report.ToRevision, true),
            ReleaseOutcome.Cancelled => throw new OperationCanceledException(report.Because),
            _ => throw new ExitCodeException(ExitCodes.TargetFailed, $"DEV does not take {report.ToRevision}: {report.Because}. {report.FromRevision ?? "Nothing"} serves in DEV; QA and PROD are as they were."),
        };
    }
}
