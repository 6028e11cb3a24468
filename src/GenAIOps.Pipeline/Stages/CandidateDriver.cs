using GenAIOps.Delivery.Hosting;
using GenAIOps.Delivery.Releases;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Makes a revision stand, ready and without traffic: the first half of a release, and no more.</summary>
internal sealed class CandidateDriver(ContainerAppHost host, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <returns>Null if it does not become ready.</returns>
    public async Task<ObservedRevision?> StandAsync(Desired desired, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Deadline)
        {
            var observed = await host.ObserveAsync(cancellationToken);
            switch (ReleasePlan.Next(observed, desired, Proof.None))
            {
                case ReleaseStep.Pin pin:
                    await host.SetTrafficAsync(TrafficShares.Pinned(observed, pin.Revision), cancellationToken);
                    break;
                case ReleaseStep.Create:
                    await host.CreateAsync(desired, TrafficShares.WithGreen(observed, desired.Revision), observed.Live?.Name, cancellationToken);
                    break;
                case ReleaseStep.Activate activate:
                    await host.ActivateAsync(activate.Revision, cancellationToken);
                    break;
                case ReleaseStep.Wait:
                    await Task.Delay(Poll, time, cancellationToken);
                    break;
                case ReleaseStep.Fail or ReleaseStep.Retire or ReleaseStep.RollBack:
                    return null;
                default:
                    return observed.Find(desired.Revision);
            }
        }

        return null;
    }
}
