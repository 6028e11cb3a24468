using GenAIOps.Azure.ContainerApps;

namespace GenAIOps.Delivery.Releases;

/// <summary>A revision as the host shows it now.</summary>
/// <param name="Name">The host's name for it.</param>
/// <param name="Digest">The image's digest; empty where it is not run by digest.</param>
/// <param name="Active">Whether it may run.</param>
/// <param name="Ready">Whether it runs, is healthy and has a replica.</param>
/// <param name="Failed">Whether the host has given up on it.</param>
/// <param name="Host">Where this revision alone answers; null while it has no address.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ObservedRevision(string Name, string Digest, bool Active, bool Ready, bool Failed, string? Host, DateTimeOffset CreatedAt);

/// <summary>The state that a release starts from: read from the host at every step, never from a journal.</summary>
/// <param name="Revisions">All of them, oldest first.</param>
/// <param name="Traffic">The whole array; weights add up to 100 where there is an app.</param>
/// <param name="Host">Where the app answers; null before the first release.</param>
/// <param name="Previous">The revision that was live before the newest was made, as written down with it.</param>
public sealed record Observed(IReadOnlyList<ObservedRevision> Revisions, IReadOnlyList<TrafficWeight> Traffic, string? Host, string? Previous)
{
    public static Observed Nothing { get; } = new([], [], null, null);

    public ObservedRevision? Find(string? name) => Revisions.FirstOrDefault(revision => revision.Name == name);

    public int WeightOf(string name) => Traffic.Where(share => share.RevisionName == name).Sum(share => share.Weight);

    /// <summary>Who serves besides <paramref name="green"/>: the revision with the largest share.</summary>
    public ObservedRevision? Blue(string green) => Traffic
        .Where(share => share.Weight > 0 && share.RevisionName is not null && share.RevisionName != green)
        .OrderByDescending(share => share.Weight)
        .Select(share => Find(share.RevisionName))
        .FirstOrDefault(revision => revision is not null);

    /// <summary>The revision with all or most of the traffic.</summary>
    public ObservedRevision? Live => Blue("");
}

/// <summary>What shall be live.</summary>
/// <param name="Revision">Its name, a function of image and configuration.</param>
/// <param name="Digest">Its image.</param>
public sealed record Desired(string Revision, string Digest)
{
    /// <summary>Percent of the traffic after each analysed step; rising, the last 100.</summary>
    public IReadOnlyList<int> Steps { get; init; } = [10, 50, 100];
}

/// <summary>What this run has seen of green with its own eyes. A new run starts with nothing and looks again.</summary>
/// <param name="Proven">The share at which green was probed without fault: -1 not at all, 0 without traffic.</param>
/// <param name="Fault">Why green must not go on; null while it may.</param>
public sealed record Proof(int Proven, string? Fault = null)
{
    public static Proof None { get; } = new(-1);
}
