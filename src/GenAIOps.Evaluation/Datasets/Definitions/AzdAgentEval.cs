namespace GenAIOps.Evaluation.Datasets.Definitions;

/// <summary><c>eval.yaml</c> of <c>azd ai agent eval</c>: name, agent, dataset or dataset_file or dataset_reference, evaluators, options.</summary>
internal static class AzdAgentEval
{
    private static readonly string[] s_known = ["name", "agent", "dataset", "dataset_file", "dataset_reference", "evaluators", "options"];
    private static readonly string[] s_set = ["name", "version", "local_uri"];

    public static ImportedEvaluation Read(DefinitionNode root)
    {
        var set = root.Get("dataset") is { IsText: false } ? root.Map("dataset") : root.Get("dataset_reference") is { IsText: false } ? root.Map("dataset_reference") : null;
        var agent = root.Get("agent") is { IsText: false } ? root.Map("agent") : null;
        var file = root.Text("dataset_file") ?? set?.Text("local_uri") ?? (root.Get("dataset") is { IsText: true } ? root.Text("dataset") : null);
        return new ImportedEvaluation(Definitions.Name(root), [.. root.List("evaluators").Select(Definitions.Evaluator)])
        {
            Tool = "azd-agent-eval",
            Target = agent is null ? root.Text("agent") : Definitions.Version(agent.Text("name"), agent.Text("version")),
            DatasetPath = Definitions.Beside(root, file),
            DatasetReference = set is not null ? Definitions.Version(set.Text("name"), set.Text("version")) : root.Text("dataset_reference"),
            JudgeModel = root.Map("options")?.Text("eval_model"),
            Ignored = [.. root.Ignored(s_known), .. set?.Ignored(s_set) ?? [], .. agent?.Ignored("name", "version", "kind", "config", "model") ?? [], .. root.Map("options")?.Ignored("eval_model") ?? []],
        };
    }
}
