namespace GenAIOps.Evaluation.Datasets.Definitions;

/// <summary>The JSON of microsoft/ai-agent-evals: name, evaluators, data, openai_graders, evaluator_parameters, data_mapping.</summary>
internal static class AgentEvals
{
    private static readonly string[] s_known = ["name", "evaluators", "data", "openai_graders", "evaluator_parameters", "data_mapping"];

    public static ImportedEvaluation Read(DefinitionNode root)
    {
        if (root.Get("data")!.Items is null) throw root.Get("data")!.Wrong("'data' must be a list of rows");
        var (parameters, graders) = (root.Map("evaluator_parameters"), root.Map("openai_graders"));
        return new ImportedEvaluation(Definitions.Name(root), [.. root.List("evaluators").Select(evaluator => Evaluator(evaluator, parameters, graders))])
        {
            Tool = "ai-agent-evals",
            Inline = root.File,
            DataMapping = root.Texts("data_mapping"),
            Ignored = [.. root.Ignored(s_known), .. Unused(root, parameters), .. Unused(root, graders)],
        };
    }

    private static EvaluatorReference Evaluator(DefinitionNode node, DefinitionNode? parameters, DefinitionNode? graders)
    {
        var reference = Definitions.Evaluator(node);
        var own = parameters?.Map(reference.Name) ?? graders?.Map(reference.Name);
        return own is null ? reference : reference with { Parameters = own.AsJson(), Threshold = Definitions.Threshold(own) };
    }

    private static IEnumerable<string> Unused(DefinitionNode root, DefinitionNode? byName) =>
        byName?.Ignored([.. root.List("evaluators").Select(evaluator => Definitions.Evaluator(evaluator).Name)]) ?? [];
}
