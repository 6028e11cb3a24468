namespace GenAIOps.Delivery.Releases;

/// <summary>A revision as the host shows it now.</summary>
/// <param name="Name">The host's name for it.</param>
/// <param name="Digest">The image's digest; empty where it is not run by digest.</param>
/// <param name="Active">Whether it may run.</param>
/// <param name="Ready">Whether it runs, is healthy and has a replica.</param>
/// <param name="Failed">Whether it could not be brought up: it has never served, and the host gives it no share.</param>
/// <param name="Host">Where this revision alone answers; null while it has no address.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ObservedRevision(string Name, string Digest, bool Active, bool Ready, bool Failed, string? Host, DateTimeOffset CreatedAt)
{
    /// <summary>SHA-256 of the configuration that makes an agent of the image, as the revision says; null where it says none.</summary>
    public string? Configuration { get; init; }

    /// <summary>Why the host has given up on it, in its words; null while it has not.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether the host takes a share for it.</summary>
    public bool CanServe => Active && !Failed;
}

/// <summary>The state that a release starts from: read from the host at every step, never from a journal.</summary>
/// <param name="Revisions">All of them, oldest first.</param>
/// <param name="Traffic">The whole array; weights add up to 100 where there is an app.</param>
/// <param name="Host">Where the app answers; null before the first release.</param>
/// <param name="Previous">The revision that was live before the newest was made, as written down with it.</param>
/// <param name="Version">Differs whenever somebody has changed the app; null where there is none.</param>
public sealed record Observed(IReadOnlyList<ObservedRevision> Revisions, IReadOnlyList<TrafficShare> Traffic, string? Host, string? Previous, string? Version = null)
{
    public static Observed Nothing { get; } = new([], [], null, null);

    /// <summary>What was released together when the newest revision was made; null where it was released alone.</summary>
    public string? ReleaseSet { get; init; }

    public ObservedRevision? Find(string? name) => Revisions.FirstOrDefault(revision => revision.Name == name);

    public int WeightOf(string name) => Traffic.Where(share => share.Revision == name).Sum(share => share.Percent);

    /// <summary>Who serves besides <paramref name="green"/>: of those that can, the revision with the largest share. A failed or stopped one may be listed with a share and serves nobody.</summary>
    public ObservedRevision? Blue(string green) => Traffic
        .Where(share => share.Percent > 0 && share.Revision is not null && share.Revision != green)
        .OrderByDescending(share => share.Percent)
        .Select(share => Find(share.Revision))
        .FirstOrDefault(revision => revision is { CanServe: true });

    /// <summary>Who serves, in words.</summary>
    public string Serves() =>
        Traffic.Where(share => share.Percent > 0 && Find(share.Revision) is { CanServe: true }).Select(share => $"{share.Revision} {share.Percent} %").ToList() is { Count: > 0 } shares
            ? string.Join(", ", shares)
            : "nothing";

    /// <summary>The revision with all or most of the traffic.</summary>
    public ObservedRevision? Live => Blue("");
}

/// <summary>What shall be live.</summary>
/// <param name="Revision">Its name, a function of image and configuration.</param>
/// <param name="Digest">Its image.</param>
public sealed record Desired(string Revision, string Digest)
{
    /// <summary>Percent of the traffic after each analysed step; rising, the last 100. None: it stands ready, and no traffic is moved to it.</summary>
    public IReadOnlyList<int> Steps { get; init; } = [10, 50, 100];
}

/// <summary>What this run has seen of green with its own eyes. A new run starts with nothing and looks again.</summary>
/// <param name="Proven">The share at which green was probed without fault: -1 not at all, 0 without traffic.</param>
/// <param name="Fault">Why green must not go on; null while it may.</param>
/// <param name="Started">Whether this run has made or started green.</param>
/// <param name="Given">The share that this run gave to green, or made it with.</param>
public sealed record Observation(int Proven, string? Fault = null, bool Started = false, int Given = 0)
{
    public static Observation None { get; } = new(-1);
}
