using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Catalog;

/// <param name="Name">What users write.</param>
/// <param name="Summary">What it measures, in one line.</param>
/// <param name="Create">Makes it.</param>
public sealed record EvaluatorEntry(string Name, string Summary, Func<EvaluatorOptions, IEvaluator> Create)
{
    /// <summary>Other names of it, such as Foundry's.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Options that it takes; another one is an error.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}
