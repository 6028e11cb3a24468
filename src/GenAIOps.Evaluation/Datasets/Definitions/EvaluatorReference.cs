namespace GenAIOps.Evaluation.Datasets.Definitions;

/// <param name="Name">As the ecosystem names it, such as <c>builtin.coherence</c>.</param>
/// <param name="Parameters">A JSON object; undefined where there are none.</param>
public sealed record EvaluatorReference(string Name, System.Text.Json.JsonElement Parameters)
{
    /// <summary>How its metric is called in this evaluation, where that differs from its name; null otherwise.</summary>
    public string? Label { get; init; }

    /// <summary>Of the evaluator; null: the newest.</summary>
    public string? Version { get; init; }

    /// <summary>The score from which a row passes, as the parameters say (<c>threshold</c> or <c>pass_threshold</c>); null where they do not.</summary>
    public double? Threshold { get; init; }

    /// <summary>A file with its rubric, absolute; null where there is none.</summary>
    public string? Rubric { get; init; }
}
