using GenAIOps.Evaluation.Answers;

namespace GenAIOps.Evaluators.Usage;

/// <summary>What tokens cost. Prices change, so none are built in.</summary>
public sealed record PriceTable
{
    /// <summary>What errors call the table, such as "prices of November".</summary>
    public required string Name { get; init; }

    /// <summary>By the name that the agent gives its model (<see cref="AgentAnswer.Model"/>).</summary>
    public required IReadOnlyDictionary<string, TokenPrice> Models { get; init; }

    /// <summary>For answers that name no model; null: such an answer is an error.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>The price of an answer, in the table's currency.</summary>
    /// <exception cref="KeyNotFoundException">The table does not have the model.</exception>
    public decimal CostOf(AgentAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var model = answer.Model ?? DefaultModel ?? throw new KeyNotFoundException(
            $"the answer names no model, and the price table '{Name}' has no default. Let the agent name its model, or set DefaultModel.");
        return Models.TryGetValue(model, out var price) ? ((answer.InputTokens * price.Input) + (answer.OutputTokens * price.Output)) / 1_000_000
            : throw new KeyNotFoundException($"the price table '{Name}' has no model '{model}'; it has {string.Join(", ", Models.Keys.Order(StringComparer.Ordinal))}. Add its price per million input and output tokens.");
    }
}
