using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluators.Judges;

/// <summary>How a judge asks its model.</summary>
public sealed record JudgeOptions
{
    /// <summary>The model to ask for, as the endpoint names it; null: the client's own.</summary>
    public string? Model { get; init; }

    /// <summary>In [0, 2]; null leaves it to the model, which some reasoning models demand. Default 0.</summary>
    public float? Temperature { get; init; } = 0;

    /// <summary>Of the first sample; each further one takes the next. Null sends none. Default 0.</summary>
    public long? Seed { get; init; } = 0;

    /// <summary>Judgements of each answer, 1 to 25; the score is their median. At temperature 0 they will mostly be equal. Default 1.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>How often a malformed judgement is sent back with what is wrong with it, 0 to 10. Default 2.</summary>
    public int Repairs { get; init; } = 2;

    /// <summary>Of one judgement; null: the model's own limit. Default null, since reasoning models count their thoughts.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Where judgements are kept; null: nowhere. No part of the identity.</summary>
    public IJudgementCache? Cache { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range; the message lists every problem.</exception>
    internal JudgeOptions Checked() => Problems().ToList() is { Count: > 0 } problems
        ? throw new ArgumentException($"These options of a judge cannot be used: {string.Join(" ", problems)}")
        : this;

    private IEnumerable<string> Problems()
    {
        if (Temperature is not (null or (>= 0 and <= 2)))
        {
            yield return FormattableString.Invariant($"Temperature: {Temperature} must lie between 0 and 2.");
        }

        if (Samples is not (>= 1 and <= 25))
        {
            yield return FormattableString.Invariant($"Samples: {Samples} must lie between 1 and 25.");
        }

        if (Repairs is not (>= 0 and <= 10))
        {
            yield return FormattableString.Invariant($"Repairs: {Repairs} must lie between 0 and 10.");
        }

        if (MaxOutputTokens is < 1)
        {
            yield return FormattableString.Invariant($"MaxOutputTokens: {MaxOutputTokens} must be 1 or more.");
        }
    }
}
