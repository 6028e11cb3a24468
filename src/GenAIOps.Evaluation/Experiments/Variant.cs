namespace GenAIOps.Evaluation.Experiments;

/// <summary>One way to run the agent: a model, a prompt, a way to retrieve.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens.</param>
/// <param name="Variables">Environment variables that differ from the agent's own, such as <c>MODEL_DEPLOYMENT_NAME</c>.</param>
public sealed record Variant(string Name, IReadOnlyDictionary<string, string> Variables)
{
    public Variant(string name, params (string Name, string Value)[] variables)
        : this(name, variables.ToDictionary(variable => variable.Name, variable => variable.Value))
    {
    }
}
