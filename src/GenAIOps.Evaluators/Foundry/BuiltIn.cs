namespace GenAIOps.Evaluators.Foundry;

/// <summary>An evaluator of Foundry.</summary>
/// <param name="Name">Without <c>builtin.</c>.</param>
/// <param name="Need">What it needs besides rows.</param>
/// <param name="Inputs">What it reads.</param>
internal sealed record BuiltIn(string Name, EvaluatorNeed Need, IReadOnlyList<string> Inputs)
{
    /// <summary>Whether it judges the steps of an agent, and not only the last words.</summary>
    public bool ReadsSteps { get; init; }

    public IReadOnlyDictionary<string, string> Mapping(bool answersAreGiven) => Inputs.ToDictionary(
        input => input,
        input => (input, answersAreGiven) switch
        {
            ("response", false) => ReadsSteps ? "{{sample.output_items}}" : "{{sample.output_text}}",
            ("tool_calls" or "tool_definitions", false) => $"{{{{sample.{input}}}}}",
            _ => $"{{{{item.{input}}}}}",
        },
        StringComparer.Ordinal);
}
