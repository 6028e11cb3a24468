using GenAIOps.Delivery.Releases;
using GenAIOps.Pipeline.Context;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Revisions that are asked without serving anybody.</summary>
internal static class Candidates
{
    private static readonly ReleasePace s_pace = new() { Poll = TimeSpan.FromMilliseconds(100) };

    public static async Task<ObservedRevision> StandAsync(EnvironmentContext context, string digest, CancellationToken cancellationToken) =>
        await StandAsync(context, await RevisionSpec.InAsync(context, cancellationToken), digest, cancellationToken);

    public static Task<ObservedRevision> StandAsync(EnvironmentContext context, RevisionSpec spec, string digest, CancellationToken cancellationToken) =>
        StandAsync(spec.Host(digest), spec.Desired(digest), context.Name, context.Time, cancellationToken);

    /// <summary>Makes a revision stand and be ready, without moving traffic to it.</summary>
    /// <exception cref="ExitCodeException">It does not become ready; it is stopped again.</exception>
    public static async Task<ObservedRevision> StandAsync(IReleaseHost host, Desired desired, string environment, TimeProvider time, CancellationToken cancellationToken)
    {
        // A release that is stopped before its first share is just that: the revision stands, and nothing moves.
        var driver = new ReleaseDriver(host, probe: null, gate: null, s_pace, time, step => Log.Debug("{Step}", step));
        var report = await driver.ReleaseAsync(desired with { Steps = [] }, cancellationToken);
        if (report.Outcome == ReleaseOutcome.Cancelled)
        {
            throw new OperationCanceledException(report.Because, cancellationToken);
        }

        return report.Outcome is ReleaseOutcome.Released or ReleaseOutcome.Unchanged && (await host.ObserveAsync(cancellationToken)).Find(desired.Revision) is { } standing
            ? standing
            : throw new ExitCodeException(ExitCodes.TargetFailed, $"{environment.ToUpperInvariant()} cannot run {desired.Revision}: {report.Because ?? "it is gone"}. No traffic was moved. Mend it and run the same command again; nothing needs to be reset.");
    }

    /// <summary>Gives a revision that stands all the traffic at once.</summary>
    public static Task PromoteAsync(IReleaseHost host, string revision, CancellationToken cancellationToken) => UnlessStaleAsync(host, async observed =>
    {
        if (observed.WeightOf(revision) < 100)
        {
            await host.SetTrafficAsync(TrafficShares.Give(observed, revision, 100), observed, cancellationToken);
        }
    }, cancellationToken);

    /// <summary>Stops every revision that serves nobody, and takes its labels.</summary>
    public static async Task StopIdleAsync(IReleaseHost host, CancellationToken cancellationToken)
    {
        for (ObservedRevision? idle = null; ; idle = null)
        {
            await UnlessStaleAsync(host, async observed =>
            {
                idle = observed.Revisions.FirstOrDefault(revision => revision.Active && observed.WeightOf(revision.Name) == 0 && !IsFollowed(observed, revision));
                if (idle is not null)
                {
                    await host.SetTrafficAsync(TrafficShares.Without(observed, idle.Name), observed, cancellationToken);
                    await host.DeactivateAsync(idle.Name, cancellationToken);
                }
            }, cancellationToken);
            if (idle is null)
            {
                return;
            }
        }
    }

    /// <summary>Whether it has the share of "the latest revision".</summary>
    private static bool IsFollowed(Observed observed, ObservedRevision revision) =>
        observed.Traffic.Any(share => share.Revision is null && share.Percent > 0) && observed.Revisions.LastOrDefault(known => known.Ready) == revision;

    /// <summary>Acts on a look at the host, and on another look where somebody has changed the app in between.</summary>
    private static async Task UnlessStaleAsync(IReleaseHost host, Func<Observed, Task> act, CancellationToken cancellationToken)
    {
        for (var looks = 0; ; looks++)
        {
            try
            {
                await act(await host.ObserveAsync(cancellationToken));
                return;
            }
            catch (StaleObservationException) when (looks < s_pace.StaleLooks)
            {
                // The next look tells.
            }
        }
    }
}
