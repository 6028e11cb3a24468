using GenAIOps.Evaluators.Safety.Attacks;

namespace GenAIOps.Evaluators.Safety.RedTeaming;

/// <summary>How a red-team run goes.</summary>
public sealed record RedTeamOptions
{
    /// <summary>Requests to the agent at most, 1 or more; a turn of a conversation is one. Default 200.</summary>
    public int Budget { get; init; } = 200;

    /// <summary>Attacks under way at once, 1 or more. Default 4.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Attacks between two looks at what worked, 1 or more. Default 16.</summary>
    public int PerRound { get; init; } = 16;

    /// <summary>The same seed, seeds and answers give the same run, at any concurrency. Default 1.</summary>
    public int RandomSeed { get; init; } = 1;

    /// <summary>What is tried; compositions of these are bred. Default: all that come with it.</summary>
    public IReadOnlyList<AttackStrategy> Strategies { get; init; } = AttackStrategies.All;

    /// <summary>For one answer. Default 60 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often an attack that errored is made at most, 1 or more. Default 3.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>The largest share of attacks without a verdict, in [0, 1]; above it the run could not be done. Default 0.05.</summary>
    public double ErroredLimit { get; init; } = 0.05;

    /// <summary>Of the intervals, in (0, 1). Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    internal IEnumerable<string> Problems()
    {
        foreach (var (name, value) in new[] { (nameof(Budget), Budget), (nameof(Concurrency), Concurrency), (nameof(PerRound), PerRound), (nameof(Tries), Tries) })
        {
            if (value < 1)
            {
                yield return $"{name}: {value} must be 1 or more.";
            }
        }

        if (ErroredLimit is not (>= 0 and <= 1))
        {
            yield return FormattableString.Invariant($"{nameof(ErroredLimit)}: {ErroredLimit} must lie in [0, 1].");
        }

        if (Confidence is not (> 0 and < 1))
        {
            yield return FormattableString.Invariant($"{nameof(Confidence)}: {Confidence} must lie between 0 and 1.");
        }

        if (AttemptTimeout <= TimeSpan.Zero)
        {
            yield return $"{nameof(AttemptTimeout)}: {AttemptTimeout} must be more than nothing.";
        }
    }

    internal RedTeamOptions Checked() =>
        Problems().ToArray() is { Length: > 0 } problems ? throw new ArgumentException($"A red-team run cannot go like this: {string.Join(" ", problems)}") : this;
}
