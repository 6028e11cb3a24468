using System.Globalization;

namespace GenAIOps.Evaluation.Datasets.Definitions;

/// <summary><c>agentops.yaml</c> (Azure/agentops, schema 1): version, agent, dataset, thresholds, evaluators.</summary>
internal static class AgentOps
{
    private static readonly string[] s_known = ["version", "agent", "dataset", "thresholds", "evaluators", "execution", "publish", "dataset_kind"];
    private static readonly string[] s_evaluator = ["name", "input_mapping"];
    private static readonly string[] s_operators = [">=", "<=", "==", ">", "<"];

    public static ImportedEvaluation Read(DefinitionNode root)
    {
        if (root.Text("version") != "1") throw root.Get("version")!.Wrong($"version {root.Text("version")} is not known; 1 is");
        var (mapping, ignored) = Definitions.Mappings(root, "input_mapping");
        return new ImportedEvaluation(Path.GetFileNameWithoutExtension(root.File), [.. root.List("evaluators").Select(Definitions.Evaluator)])
        {
            Tool = "agentops",
            Target = root.Text("response_source") == "dataset" ? null : root.Text("agent"),
            DatasetPath = Definitions.Beside(root, root.Text("dataset")),
            Thresholds = root.Map("thresholds") is { } thresholds ? thresholds.Keys.ToDictionary(metric => metric, metric => Threshold(thresholds, metric), StringComparer.Ordinal) : [],
            DataMapping = mapping,
            Ignored = [.. root.Ignored([.. s_known, "response_source"]), .. root.List("evaluators").SelectMany(evaluator => evaluator.Ignored(s_evaluator)), .. ignored],
        };
    }

    private static string Threshold(DefinitionNode thresholds, string metric)
    {
        var node = thresholds.Get(metric) ?? throw thresholds.Wrong($"threshold '{metric}' has no value");
        var text = (node.Scalar ?? throw node.Wrong($"threshold '{metric}' must be a text such as '>=3'")).Trim();
        var number = s_operators.FirstOrDefault(text.StartsWith) is { } sign ? text[sign.Length..].Trim() : text;
        return text.ToLowerInvariant() is "true" or "false" ? text.ToLowerInvariant()
            : double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? text
            : throw node.Wrong($"threshold '{metric}' is '{text}', and must be >=n, <=n, >n, <n, ==n, n, true or false");
    }
}
