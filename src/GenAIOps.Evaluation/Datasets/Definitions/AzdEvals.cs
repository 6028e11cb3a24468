namespace GenAIOps.Evaluation.Datasets.Definitions;

/// <summary><c>azure.eval.yaml</c> of <c>azd ai eval</c>: datasets, evaluators, and one evaluation or more that name them.</summary>
/// <remarks>Azure/azure-dev, extension azure.ai.evaluations, schemas/azure.ai.eval.json.</remarks>
internal static class AzdEvals
{
    private static readonly string[] s_root = ["datasets", "evaluators", "evals", "host", "uses"];
    private static readonly string[] s_eval = ["name", "id", "description", "dataset", "source", "evaluators", "agent", "target", "data_mapping", "max_samples", "evaluation_level"];
    private static readonly string[] s_evaluator = ["evaluator", "name", "version", "initialization_parameters", "data_mapping"];

    public static IReadOnlyList<ImportedEvaluation> Read(DefinitionNode root)
    {
        var (sets, evaluators) = (ByName(root, "datasets"), ByName(root, "evaluators"));
        return [.. root.List("evals").Select((eval, i) => One(root, eval, sets, evaluators, i))];
    }

    /// <summary>The services of an <c>azure.yaml</c> that are evaluations, written out or in a file that <c>$ref</c> names.</summary>
    public static IReadOnlyList<ImportedEvaluation> ReadServices(DefinitionNode root)
    {
        var services = root.Map("services")!;
        List<ImportedEvaluation> found = [];
        foreach (var service in services.Keys.Select(services.Map).Where(service => service?.Text("host") == "azure.ai.eval"))
        {
            found.AddRange(Read(Definitions.Beside(service!, service!.Text("$ref")) is { } file ? DefinitionFile.Load(file) : service));
        }

        return found.Count > 0 ? found : throw root.Wrong("no service has the host azure.ai.eval, so the file holds no evaluation");
    }

    private static ImportedEvaluation One(DefinitionNode root, DefinitionNode eval, Dictionary<string, DefinitionNode> sets, Dictionary<string, DefinitionNode> evaluators, int number)
    {
        if (eval.Members is null) throw eval.Wrong("an evaluation must be a mapping with name, dataset and evaluators");
        var source = eval.Map("source");
        var name = eval.Get("dataset") is { IsText: false } inline ? inline.Text("name") : eval.Text("dataset") ?? source?.Text("dataset");
        if (source is not null && eval.Has("dataset")) throw source.Wrong("rows come from 'dataset' or from 'source', not from both");
        var set = name is null ? null : sets.GetValueOrDefault(name);
        var file = set?.Text("file") ?? set?.Text("path") ?? set?.Text("local_uri") ?? source?.Text("path") ?? (name?.EndsWith(".jsonl", StringComparison.Ordinal) == true ? name : null);
        var (mapping, ignored) = Definitions.Mappings(eval, "data_mapping");
        return new ImportedEvaluation(eval.Text("name") ?? $"{Path.GetFileNameWithoutExtension(root.File)}-{number + 1}", [.. eval.List("evaluators").Select(node => Evaluator(node, evaluators))])
        {
            Tool = "azd-eval",
            Target = Target(eval) ?? source?.Text("agent_name"),
            DatasetPath = Definitions.Beside(set ?? eval, file),
            DatasetReference = file is null && name is not null ? Definitions.Version(name, set?.Text("version")) : null,
            DataMapping = mapping,
            MaxRows = eval.Whole("max_samples") is { } most and > 0 ? most : null,
            JudgeModel = eval.List("evaluators").Select(node => node.Map("initialization_parameters")?.Text("model")).FirstOrDefault(model => model is not null),
            Ignored =
            [
                .. root.Ignored(s_root), .. eval.Ignored(s_eval), .. eval.List("evaluators").SelectMany(node => node.Ignored(s_evaluator)), .. ignored,
                .. source?.Text("type") is { } type ? [$"rows come from {type}, which are read in Foundry only"] : Array.Empty<string>(),
                .. eval.Text("evaluation_level") == "conversation" ? ["conversations are judged by their last turn, with the turns before it as its history"] : Array.Empty<string>(),
            ],
        };
    }

    /// <summary>What the catalog says of the evaluator, where it is in there.</summary>
    private static EvaluatorReference Evaluator(DefinitionNode node, Dictionary<string, DefinitionNode> catalog)
    {
        var reference = Definitions.Evaluator(node);
        return !catalog.TryGetValue(reference.Name, out var declared) ? reference : reference with
        {
            Version = reference.Version ?? declared.Text("version"),
            Rubric = Definitions.Beside(declared, declared.Text("source") ?? declared.Text("$ref")),
            Parameters = reference.Parameters.ValueKind == System.Text.Json.JsonValueKind.Undefined ? declared.Map("definition")?.AsJson() ?? default : reference.Parameters,
        };
    }

    private static string? Target(DefinitionNode eval)
    {
        var target = eval.Get("target") ?? eval.Get("agent");
        if (target is null || target.IsText) return target?.Scalar;
        if (target.Members is null) throw target.Wrong("a target must be a name, or a mapping with type and name");
        var name = target.Text("name") ?? throw target.Wrong("a target has no name");
        return target.Text("type") == "model" ? $"model:{name}" : Definitions.Version(name, target.Text("version"));
    }

    private static Dictionary<string, DefinitionNode> ByName(DefinitionNode root, string key)
    {
        Dictionary<string, DefinitionNode> byName = new(StringComparer.Ordinal);
        foreach (var node in root.List(key))
        {
            if (node.Members is null) throw node.Wrong($"an entry of '{key}' must be a mapping with a name");
            if (node.Text("name") is { } name && !byName.TryAdd(name, node)) throw node.Wrong($"'{name}' stands twice in '{key}'");
        }

        return byName;
    }
}
