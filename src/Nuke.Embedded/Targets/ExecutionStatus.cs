namespace Nuke.Common.Execution;

public enum ExecutionStatus
{
    None,
    Scheduled,

    /// <summary>Scheduled, but the build stopped before.</summary>
    NotRun,
    Skipped,
    Succeeded,
    Failed,
    Running,

    /// <summary>Cancelled while it ran.</summary>
    Aborted,

    /// <summary>Reached; it has no actions of its own.</summary>
    Collective,
}
