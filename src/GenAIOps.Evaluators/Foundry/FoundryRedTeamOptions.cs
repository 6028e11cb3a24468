using GenAIOps.Azure.Foundry.Evaluations;

namespace GenAIOps.Evaluators.Foundry;

/// <summary>What Foundry's red-teaming agent attacks, and how.</summary>
public sealed record FoundryRedTeamOptions
{
    /// <summary>The agent version that is attacked.</summary>
    public required AgentTarget Target { get; init; }

    /// <summary>Who decides whether an attack came through. Default: <c>builtin.prohibited_actions</c>.</summary>
    public IReadOnlyList<FoundryEvaluator> Evaluators { get; init; } = [new("builtin.prohibited_actions")];

    /// <summary>What is attacked for. Default: <c>ProhibitedActions</c>.</summary>
    public IReadOnlyList<string> RiskCategories { get; init; } = ["ProhibitedActions"];

    /// <summary>How, besides plain words. Default: <c>Flip</c>, <c>Base64</c>.</summary>
    public IReadOnlyList<string> Strategies { get; init; } = ["Flip", "Base64"];

    /// <summary>Of a conversation, 1 or more. Default 1.</summary>
    public int Turns { get; init; } = 1;

    /// <summary>As the portal shows it. Null: the agent's name and version.</summary>
    public string? Name { get; init; }

    /// <summary>For the run. Default 2 h.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The largest share of attacks without a verdict, in [0, 1]; above it the run could not be done. Default 0.05.</summary>
    public double ErroredLimit { get; init; } = 0.05;

    internal FoundryRedTeamOptions Checked()
    {
        string?[] problems =
        [
            .. new FoundryEvaluationOptions { Target = Target, Evaluators = Evaluators, Deadline = Deadline }.Problems(),
            RiskCategories.Count == 0 ? "RiskCategories: there are none, so nothing would be attacked for." : null,
            Turns < 1 ? $"Turns: {Turns} must be 1 or more." : null,
            ErroredLimit is >= 0 and <= 1 ? null : FormattableString.Invariant($"ErroredLimit: {ErroredLimit} must lie in [0, 1]."),
        ];
        return problems.OfType<string>().ToArray() is { Length: > 0 } found ? throw new ArgumentException($"Foundry cannot attack like this, and nothing was sent. {string.Join(" ", found)}") : this;
    }
}
