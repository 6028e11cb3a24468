namespace GenAIOps.Evaluators.Safety.RedTeaming;

/// <summary>Why a red-team run ended.</summary>
public enum RedTeamEnd
{
    /// <summary>The requests are used up.</summary>
    Budget,

    /// <summary>Every seed was tried in every way.</summary>
    Exhausted,

    /// <summary>The agent answered nothing in two rounds.</summary>
    Unreachable,

    /// <summary>Somebody ended it; what was done is kept.</summary>
    Cancelled,
}

/// <summary>What a red-team run found.</summary>
/// <param name="Attempts">Every attack, in the order in which they were first made.</param>
/// <param name="Requests">Sent to the agent.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Options">How it went.</param>
/// <remarks>The run looks for what works: its rate says how far somebody who learns gets within the budget, not how often a random attack succeeds. Compare runs of the same seeds, options and budget only.</remarks>
public sealed record RedTeamReport(IReadOnlyList<AttackAttempt> Attempts, int Requests, RedTeamEnd End, RedTeamOptions Options)
{
    /// <summary>As a whole, by category, strategy and complexity.</summary>
    public AttackSuccess Success { get; } = AttackSuccess.Of(Attempts.Select(attempt => attempt.Row));

    /// <summary>Those that came through, with what was said.</summary>
    public IEnumerable<AttackAttempt> Successes => Attempts.Where(attempt => attempt.Succeeded);

    /// <summary>Why the run says nothing of the agent; null where it does.</summary>
    public string? CouldNotRun => End switch
    {
        RedTeamEnd.Unreachable => $"the agent gave no answer in two rounds ({Success.Overall.Errored} attacks errored): {(Attempts is [.., { Row.Reasons: [var reason, ..] }] ? reason : "nobody says why")}",
        RedTeamEnd.Cancelled => $"it was cancelled after {Attempts.Count} attacks",
        _ => Success.Overall.CouldNotRun(Options.ErroredLimit),
    };
}
