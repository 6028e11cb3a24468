using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Evaluators;

/// <summary>The price of a model's tokens.</summary>
/// <param name="Input">For a million input tokens, 0 or more.</param>
/// <param name="Output">For a million output tokens, 0 or more.</param>
public sealed record TokenPrice(decimal Input, decimal Output);

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

/// <summary>What the answer's tokens cost, in the currency of the table: <c>cost</c>. A model that the table does not have is an error. Does not apply where the agent counts no tokens.</summary>
/// <param name="prices">By model.</param>
/// <param name="most">At most this much; null: it is counted, and passes.</param>
public sealed class CostEvaluator(PriceTable prices, double? most = null) : AnswerEvaluator("cost")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer) => Usage.Missing(answer) ?? Usage.Limited((double)prices.CostOf(answer), most, Name);
}
