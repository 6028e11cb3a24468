namespace GenAIOps.Delivery.Releases;

/// <summary>The next thing to do. Closed: there is no other.</summary>
public abstract record ReleaseStep
{
    private ReleaseStep()
    {
    }

    /// <summary>Gives the traffic of "the latest revision" to a revision by name, so that making green moves nothing.</summary>
    public sealed record Pin(string Revision) : ReleaseStep;

    /// <summary>Makes green; it gets no traffic, unless there is nobody else to serve.</summary>
    public sealed record Create : ReleaseStep;

    /// <summary>Starts green again.</summary>
    public sealed record Activate(string Revision) : ReleaseStep;

    /// <summary>Green starts; look again.</summary>
    public sealed record Wait : ReleaseStep;

    /// <summary>Probes green at its present share.</summary>
    public sealed record Analyse(int Percent) : ReleaseStep;

    /// <summary>Gives green a share of the traffic, and blue the rest.</summary>
    public sealed record Shift(int Percent) : ReleaseStep;

    /// <summary>Lets a revision without traffic finish its answers, then stops it.</summary>
    public sealed record Retire(string Revision) : ReleaseStep;

    /// <summary>Gives blue everything back.</summary>
    public sealed record RollBack(string Because) : ReleaseStep;

    /// <summary>Green cannot go on, and there is nobody to go back to, or nothing to take back.</summary>
    public sealed record Fail(string Because) : ReleaseStep;

    /// <summary>Green is live and alone.</summary>
    public sealed record Done : ReleaseStep;
}

/// <summary>
/// Decides the next step of a blue/green release from what is there: a pure function without clock, network or memory, so
/// that a run which was killed anywhere is continued by the next one.
/// </summary>
public static class ReleasePlan
{
    public static ReleaseStep Next(Observed observed, Desired desired, Proof proof)
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(desired);
        ArgumentNullException.ThrowIfNull(proof);
        // Azure: a share that follows the latest revision would move to green the moment green is ready (issue 244).
        if (observed.Traffic.FirstOrDefault(share => share.LatestRevision) is not null && observed.Revisions.LastOrDefault(revision => revision.Ready) is { } latest)
        {
            return new ReleaseStep.Pin(latest.Name);
        }

        if (observed.Find(desired.Revision) is not { } green)
        {
            return new ReleaseStep.Create();
        }

        var weight = observed.WeightOf(green.Name);
        var blue = observed.Blue(green.Name);
        if (proof.Fault is not null)
        {
            return Retreat(green, weight, blue, proof.Fault);
        }

        if (!green.Active)
        {
            return new ReleaseStep.Activate(green.Name);
        }

        if (!green.Ready)
        {
            return new ReleaseStep.Wait();
        }

        if (proof.Proven < weight || proof.Proven < 0)
        {
            return new ReleaseStep.Analyse(weight);
        }

        if (weight < 100)
        {
            // With nobody healthy to share with, steps would send users to a revision that cannot answer (Flagger 1898).
            var next = blue is { Ready: true } ? desired.Steps.First(step => step > weight) : 100;
            return new ReleaseStep.Shift(next);
        }

        return observed.Revisions.FirstOrDefault(revision => revision.Active && revision.Name != green.Name) is { } old
            ? new ReleaseStep.Retire(old.Name)
            : new ReleaseStep.Done();
    }

    private static ReleaseStep Retreat(ObservedRevision green, int weight, ObservedRevision? blue, string because) => (weight, blue) switch
    {
        (0, _) when green.Active => new ReleaseStep.Retire(green.Name),
        (0, _) => new ReleaseStep.Fail(because),
        (_, { Ready: true }) => new ReleaseStep.RollBack(because),
        _ => new ReleaseStep.Fail(because),
    };
}
