using GenAIOps.Delivery.Hosting;
using GenAIOps.Delivery.Releases;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Revisions that are asked without serving anybody.</summary>
internal static class Candidates
{
    public static async Task<ObservedRevision> StandAsync(Session session, string environment, string digest, CancellationToken cancellationToken) =>
        await StandAsync(session, await Workload.InAsync(session, environment, cancellationToken), environment, digest, cancellationToken);

    /// <summary>Makes a revision of the image stand and be ready, without moving traffic to it.</summary>
    public static async Task<ObservedRevision> StandAsync(Session session, Workload workload, string environment, string digest, CancellationToken cancellationToken)
    {
        var desired = workload.Desired(digest);
        // A release that is stopped before its first share is just that: the revision stands, and nothing moves.
        return await new CandidateDriver(workload.Host(digest), session.Time).StandAsync(desired, cancellationToken) ?? throw new ExitCodeException(
            ExitCodes.TargetFailed, $"{environment.ToUpperInvariant()} cannot run {desired.Revision}: it does not become ready. PROD is as it was. See ./build.sh Status and the revision's log.");
    }

    /// <summary>Stops every revision that serves nobody, and takes its labels.</summary>
    public static async Task StopIdleAsync(ContainerAppHost host, CancellationToken cancellationToken)
    {
        var observed = await host.ObserveAsync(cancellationToken);
        foreach (var idle in observed.Revisions.Where(revision => revision.Active && observed.WeightOf(revision.Name) == 0))
        {
            await host.SetTrafficAsync([.. observed.Traffic.Where(share => share.RevisionName != idle.Name)], cancellationToken);
            await host.DeactivateAsync(idle.Name, cancellationToken);
            observed = await host.ObserveAsync(cancellationToken);
        }
    }
}
