using GenAIOps.Azure.Foundry.Evaluations;

namespace GenAIOps.Evaluators.Foundry;

/// <summary>What a cloud evaluation asks, and of whom.</summary>
public sealed record FoundryEvaluationOptions
{
    /// <summary>The agent version that answers. Null: the rows bring their answers (<c>response</c>).</summary>
    public AgentTarget? Target { get; init; }

    /// <summary>1 or more; metrics must differ.</summary>
    public required IReadOnlyList<FoundryEvaluator> Evaluators { get; init; }

    /// <summary>The model that must have answered; null: any.</summary>
    public string? Model { get; init; }

    /// <summary>As the portal shows it. Null: the set's file name.</summary>
    public string? Name { get; init; }

    /// <summary>Rows of one run, 1 or more; a larger set is sent in several runs, one after the other. Default 250.</summary>
    public int BatchSize { get; init; } = 250;

    /// <summary>For one run. Default 1 h.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(1);

    internal IEnumerable<string> Problems()
    {
        if (Target is { } target && (string.IsNullOrWhiteSpace(target.Name) || string.IsNullOrWhiteSpace(target.Version)))
            yield return $"Target: '{target.Name}', version '{target.Version}': name the agent and the version; what answers tomorrow may be another.";
        if (Evaluators.Count == 0)
            yield return "Evaluators: there are none, so nothing would be judged.";
        foreach (var problem in Evaluators.SelectMany(evaluator => evaluator.Problems()))
            yield return problem;
        foreach (var twice in Evaluators.GroupBy(evaluator => evaluator.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"Evaluators: {twice.Count()} have the metric '{twice.Key}'; give each a Metric of its own.";
        if (BatchSize < 1)
            yield return $"BatchSize: {BatchSize} must be 1 or more.";
        if (Deadline <= TimeSpan.Zero)
            yield return $"Deadline: {Deadline} must be more than nothing.";
    }

    internal FoundryEvaluationOptions Checked() => Problems().ToArray() is { Length: > 0 } problems
        ? throw new ArgumentException($"Foundry cannot evaluate like this, and nothing was sent. {string.Join(" ", problems)}")
        : this;
}
