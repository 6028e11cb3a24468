namespace GenAIOps.Delivery.Releases;

/// <summary>
/// Decides the next step of a blue/green release from what is there: a pure function without clock, network or memory, so
/// that a run which was killed anywhere is continued by the next one.
/// </summary>
public static class ReleasePlan
{
    /// <summary>Takes what the host says of green into what this run has seen of it.</summary>
    /// <remarks>Kept from then on: a stopped revision does not look failed any more, and must not be started again by this run.</remarks>
    public static Observation Look(Observed observed, Desired desired, Observation seen)
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(desired);
        ArgumentNullException.ThrowIfNull(seen);
        // A person or another release gave the traffic away again on purpose: this one does not take it back.
        var weight = observed.WeightOf(desired.Revision);
        if (seen.Fault is null && weight < seen.Given)
        {
            return seen with { Fault = $"somebody else took traffic from {desired.Revision}: it was given {seen.Given} % and has {weight} %" };
        }

        if (seen.Fault is not null || observed.Find(desired.Revision) is not { Fault: { } why } green)
        {
            return seen;
        }

        // What failed in an earlier run is tried once more, as the cause may lie outside of the image; not while it has users.
        return seen.Started || (weight > 0 && observed.Blue(green.Name) is not null)
            ? seen with { Fault = $"{green.Name} does not start: {why}" }
            : seen;
    }

    public static ReleaseStep Next(Observed observed, Desired desired, Observation seen)
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(desired);
        ArgumentNullException.ThrowIfNull(seen);
        // Azure: a share that follows the latest revision would move to green the moment green is ready (issue 244).
        // Alone it protects nobody, and a green that failed would look released.
        if (observed.Traffic.Any(share => share.Revision is null)
            && observed.Revisions.LastOrDefault(revision => revision.Ready) is { } latest
            && (latest.Name != desired.Revision || observed.Revisions.Any(revision => revision.CanServe && revision.Name != latest.Name)))
        {
            return new ReleaseStep.Pin(latest.Name);
        }

        if (observed.Find(desired.Revision) is not { } green)
        {
            return new ReleaseStep.Create();
        }

        return seen.Fault is { } fault ? Retreat(observed, green, seen, fault)
            : !green.Ready ? Start(observed, green, seen)
            : desired.Steps.Count == 0 ? new ReleaseStep.Done()
            : GoOn(observed, desired, green, seen);
    }

    private static ReleaseStep Start(Observed observed, ObservedRevision green, Observation seen) => green switch
    {
        { Active: false } => new ReleaseStep.Activate(green.Name),
        // Starting what is active is nothing to Azure, so it is stopped first where that takes nothing from anybody.
        { Fault: not null } when !seen.Started => observed.WeightOf(green.Name) == 0 ? new ReleaseStep.Retire(green.Name) : new ReleaseStep.Activate(green.Name),
        _ => new ReleaseStep.Wait(),
    };

    private static ReleaseStep GoOn(Observed observed, Desired desired, ObservedRevision green, Observation seen)
    {
        var weight = observed.WeightOf(green.Name);
        if (seen.Proven < weight || seen.Proven < 0)
        {
            return new ReleaseStep.Analyse(weight);
        }

        if (weight < 100)
        {
            // With nobody healthy to share with, steps would send users to a revision that cannot answer (Flagger 1898).
            return new ReleaseStep.Shift(observed.Blue(green.Name) is { Ready: true } ? desired.Steps.First(step => step > weight) : 100);
        }

        return observed.Revisions.FirstOrDefault(revision => revision.Active && revision.Name != green.Name) is { } old
            ? new ReleaseStep.Retire(old.Name)
            : new ReleaseStep.Done();
    }

    private static ReleaseStep Retreat(Observed observed, ObservedRevision green, Observation seen, string because)
    {
        if (observed.WeightOf(green.Name) == 0)
        {
            return green.Active ? new ReleaseStep.Retire(green.Name) : new ReleaseStep.Fail(because);
        }

        if (observed.Blue(green.Name) is { } blue)
        {
            return blue.Ready ? new ReleaseStep.RollBack(blue.Name, because) : new ReleaseStep.Fail(because);
        }

        // Who served before green got everything still runs; beside a green that never served, whoever is ready is better than nobody.
        var ready = observed.Revisions.Where(revision => revision.Ready && revision.Name != green.Name);
        if ((ready.FirstOrDefault(revision => revision.Name == observed.Previous) ?? (green.Failed ? ready.LastOrDefault() : null)) is { } former)
        {
            return new ReleaseStep.RollBack(former.Name, because);
        }

        // Nobody served before green did: a green that never served, or that this run has started, is taken away again.
        var alone = !observed.Revisions.Any(revision => revision.CanServe && revision.Name != green.Name);
        return alone && (green.Failed || seen.Started) ? new ReleaseStep.Retire(green.Name) : new ReleaseStep.Fail(because);
    }
}
