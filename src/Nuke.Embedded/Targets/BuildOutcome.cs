namespace Nuke.Common.Targets;

/// <summary>How a run ended, for the summary's last line and for machines.</summary>
internal sealed record BuildOutcome
{
    /// <summary>Succeeded, Failed or Cancelled.</summary>
    public required string Status { get; init; }
    public required int ExitCode { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The target, or the hook, that failed first; null if nothing did.</summary>
    public string? FailedIn { get; init; }

    /// <summary>The file with all that the run said; null if it could not be written.</summary>
    public string? Log { get; init; }

    /// <summary>The first thing that went wrong, in one line; null if nothing did.</summary>
    public string? Cause { get; init; }
}
