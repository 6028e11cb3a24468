namespace GenAIOps.Evaluators.Judges;

internal static class JudgeNeeds
{
    /// <summary>The first input that the rubric needs and the material lacks; null where it has all. An empty response is no missing input: it is a bad answer.</summary>
    public static MissingInput? Missing(Rubric rubric, JudgeMaterial material) =>
        Lacks(rubric, JudgeInputs.Query, string.IsNullOrWhiteSpace(material.Query)) ? new(true, $"{rubric.Name} needs a query, and the row has none; look at how the set's columns are mapped.")
        : Lacks(rubric, JudgeInputs.Context, material.Context.All(passage => string.IsNullOrWhiteSpace(passage.Text))) ? new(false, $"{rubric.Name} needs context, and neither the answer nor the row has any.")
        : Lacks(rubric, JudgeInputs.GroundTruth, string.IsNullOrWhiteSpace(material.GroundTruth)) ? new(false, $"{rubric.Name} needs a ground truth, and the row has none.")
        : Lacks(rubric, JudgeInputs.History, material.History.Count == 0) ? new(false, $"{rubric.Name} needs a conversation, and the row has one turn only.")
        : Lacks(rubric, JudgeInputs.Tools, material.ToolDefinitions.Count == 0 && material.ToolCalls.Count == 0) ? new(false, $"{rubric.Name} needs tools, and the row names none and the answer calls none.")
        : null;

    private static bool Lacks(Rubric rubric, JudgeInputs input, bool isMissing) => isMissing && rubric.Needs.HasFlag(input);
}
