using GenAIOps.Evaluation.Answers;

namespace GenAIOps.Evaluation.Runs.Pacing;

/// <summary>What follows from an attempt that failed.</summary>
internal abstract record Consequence
{
    private Consequence()
    {
    }

    /// <summary>Ask again, later.</summary>
    public sealed record Again(TimeSpan Delay) : Consequence;

    /// <summary>The row errs.</summary>
    /// <param name="Reason">In words.</param>
    /// <param name="IsTransient">Whether the row is asked again when the run is.</param>
    public sealed record Err(string Reason, bool IsTransient) : Consequence;

    /// <summary>The only place where it is decided whether a row is asked again.</summary>
    /// <param name="options">How often, and how long.</param>
    /// <param name="work">With this failure counted.</param>
    /// <param name="trouble">The failure.</param>
    /// <param name="elapsed">Since the row was first sent.</param>
    public static Consequence Of(RunOptions options, Work work, AnswerException trouble, TimeSpan elapsed)
    {
        if (!trouble.IsTransient)
        {
            return new Err(trouble.Message, IsTransient: false);
        }

        if (trouble.IsThrottle ? work.Throttles >= options.Throttles : work.Failures >= options.Attempts)
        {
            return new Err(trouble.Message, IsTransient: true);
        }

        var delay = Backoff.Of(options, work.Item, trouble.IsThrottle ? work.Throttles : work.Failures, trouble.RetryAfter);
        return elapsed + delay < options.RowDeadline
            ? new Again(delay)
            : new Err(FormattableString.Invariant($"{trouble.Message}; the next attempt would be later than the row's deadline of {options.RowDeadline.TotalSeconds:0.###} s"), IsTransient: true);
    }
}
