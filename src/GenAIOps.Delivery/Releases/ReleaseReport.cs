namespace GenAIOps.Delivery.Releases;

/// <summary>How a release ended.</summary>
public enum ReleaseOutcome
{
    /// <summary>The desired revision was live already.</summary>
    Unchanged,

    /// <summary>The desired revision took over.</summary>
    Released,

    /// <summary>It failed at work; the former revision serves again.</summary>
    RolledBack,

    /// <summary>It could not start, or somebody else decided otherwise, or there was nobody to go back to.</summary>
    Failed,

    /// <summary>The gate did not let it pass.</summary>
    Refused,

    /// <summary>Somebody stopped it; the traffic is where it was.</summary>
    Cancelled,
}

/// <param name="At">UTC, when it was done.</param>
/// <param name="Step">What was done.</param>
/// <param name="Percent">Green's share afterwards.</param>
/// <param name="Sent">Probes sent.</param>
/// <param name="Failed">Probes failed.</param>
public sealed record ReleaseEntry(DateTimeOffset At, string Step, int Percent, int Sent, int Failed);

/// <summary>What a release did, in order. The content of <c>release.json</c>.</summary>
public sealed record ReleaseReport
{
    public required ReleaseOutcome Outcome { get; init; }
    public required string? FromRevision { get; init; }
    public required string? FromDigest { get; init; }
    public required string ToRevision { get; init; }
    public required string ToDigest { get; init; }

    /// <summary>Why it ended so; null for a plain success.</summary>
    public string? Because { get; init; }

    /// <summary>Who serves at the end, as last seen, in words.</summary>
    public required string Serves { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset FinishedAt { get; init; }
    public required IReadOnlyList<ReleaseEntry> Steps { get; init; }
    public int RequestsSent => Steps.Sum(step => step.Sent);
    public int RequestsFailed => Steps.Sum(step => step.Failed);
}
