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

    /// <summary>Takes a revision out of the traffic, lets it finish its answers, then stops it.</summary>
    public sealed record Retire(string Revision) : ReleaseStep;

    /// <summary>Gives the revision that served before everything back.</summary>
    public sealed record RollBack(string Revision, string Because) : ReleaseStep;

    /// <summary>Green cannot go on, and there is nobody to go back to, or nothing to take back.</summary>
    public sealed record Fail(string Because) : ReleaseStep;

    /// <summary>Green is live and alone; where no share was asked for, it stands ready.</summary>
    public sealed record Done : ReleaseStep;
}
