namespace GenAIOps.Evaluation.Datasets;

/// <summary><c>agentops.yaml</c>: version, agent, dataset, thresholds, evaluators.</summary>
internal static class AgentOps
{
    private static readonly string[] s_known = ["version", "agent", "dataset", "thresholds", "evaluators", "execution", "publish", "dataset_kind"];

    public static ImportedEvaluation Read(string path, DefinitionNode root) => new(
        Path.GetFileNameWithoutExtension(path),
        [.. root.List("evaluators").Select(Files.Evaluator)])
    {
        Tool = "agentops",
        Target = root.Text("agent"),
        DatasetPath = Files.Beside(path, root.Text("dataset")),
        Thresholds = root.Texts("thresholds"),
        Ignored = Files.Ignored(root, s_known),
    };
}

/// <summary><c>eval.yaml</c> of <c>azd ai agent eval</c>: name, agent, dataset or dataset_file or dataset_reference, evaluators, options.</summary>
internal static class AzdAgentEval
{
    private static readonly string[] s_known = ["name", "agent", "dataset", "dataset_file", "dataset_reference", "evaluators"];

    public static ImportedEvaluation Read(string path, DefinitionNode root)
    {
        var set = root.Has("dataset") && !root["dataset"].IsText ? root.Map("dataset") : null;
        var agent = root.Has("agent") && !root["agent"].IsText ? root.Map("agent") : null;
        return new ImportedEvaluation(root.Text("name") ?? Path.GetFileNameWithoutExtension(path), [.. root.List("evaluators").Select(Files.Evaluator)])
        {
            Tool = "azd-agent-eval",
            Target = agent is null ? root.Text("agent") : Files.Version(agent.Text("name"), agent.Text("version")),
            DatasetPath = Files.Beside(path, set?.Text("local_uri") ?? root.Text("dataset_file") ?? (set is null ? root.Text("dataset") : null)),
            DatasetReference = set is not null && !set.Has("local_uri") ? Files.Version(set.Text("name"), set.Text("version")) : root.Has("dataset_reference") && root["dataset_reference"].IsText ? root.Text("dataset_reference") : Reference(root),
            Ignored = Files.Ignored(root, s_known),
        };
    }

    private static string? Reference(DefinitionNode root) => root.Map("dataset_reference") is { } reference ? Files.Version(reference.Text("name"), reference.Text("version")) : null;
}

/// <summary><c>azure.eval.yaml</c> of <c>azd ai eval</c>: datasets, evaluators, and one evaluation or more that name them.</summary>
internal static class AzdEvals
{
    private static readonly string[] s_known = ["name", "description", "dataset", "source", "evaluators", "agent", "target", "data_mapping"];

    public static IReadOnlyList<ImportedEvaluation> Read(string path, DefinitionNode root)
    {
        var sets = root.List("datasets").Where(set => set.Has("name")).ToDictionary(set => set.Text("name")!, StringComparer.Ordinal);
        return [.. root.List("evals").Select((eval, i) => One(path, eval, sets, i))];
    }

    private static ImportedEvaluation One(string path, DefinitionNode eval, Dictionary<string, DefinitionNode> sets, int number)
    {
        var source = eval.Has("source") && !eval["source"].IsText ? eval.Map("source") : null;
        var name = eval.Has("dataset") && eval["dataset"].IsText ? eval.Text("dataset") : eval.Map("dataset")?.Text("name") ?? source?.Text("dataset");
        var set = name is null ? null : sets.GetValueOrDefault(name);
        var file = set?.Text("path") ?? set?.Text("local_uri") ?? set?.Text("file") ?? source?.Text("path") ?? (name?.EndsWith(".jsonl", StringComparison.Ordinal) == true ? name : null);
        return new ImportedEvaluation(eval.Text("name") ?? $"{Path.GetFileNameWithoutExtension(path)}-{number + 1}", [.. eval.List("evaluators").Select(Files.Evaluator)])
        {
            Tool = "azd-eval",
            Target = (eval.Has("agent") && eval["agent"].IsText ? eval.Text("agent") : Agent(eval.Map("agent")) ?? Agent(eval.Has("target") && !eval["target"].IsText ? eval.Map("target") : null)) ?? source?.Text("agent_name"),
            DatasetPath = Files.Beside(path, file),
            DatasetReference = file is null && name is not null ? Files.Version(name, set?.Text("version")) : null,
            DataMapping = eval.Texts("data_mapping"),
            Ignored = [.. Files.Ignored(eval, s_known), .. source?.Text("type") == "traces" ? ["rows come from traces, which are read in Foundry only"] : Array.Empty<string>()],
        };
    }

    private static string? Agent(DefinitionNode? agent) => agent is null ? null : Files.Version(agent.Text("name"), agent.Text("version"));
}

/// <summary>What these files have in common.</summary>
internal static class Files
{
    /// <summary>A name, or a mapping with the name in name or evaluator.</summary>
    public static EvaluatorReference Evaluator(DefinitionNode node)
    {
        if (node.IsText) return new EvaluatorReference(node.AsText("evaluators"), default);
        var name = node.Text("name") is { } own && !node.Has("evaluator") ? own : node.Text("evaluator") ?? node.Text("evaluator_name") ?? throw node.Wrong("an evaluator has no name");
        var parameters = new[] { "initialization_parameters", "parameters", "config" }.FirstOrDefault(node.Has);
        return new EvaluatorReference(name, parameters is null ? default : node[parameters].AsJson());
    }

    public static string? Version(string? name, string? version) => name is null || version is null ? name : $"{name}:{version}";

    public static string? Beside(string path, string? file) => file is null || file.Contains("://", StringComparison.Ordinal) ? file : Path.GetFullPath(file, Path.GetDirectoryName(Path.GetFullPath(path))!);

    public static IReadOnlyList<string> Ignored(DefinitionNode root, string[] known) => [.. root.Keys.Where(key => !known.Contains(key)).Select(key => $"'{key}' is not used")];
}
