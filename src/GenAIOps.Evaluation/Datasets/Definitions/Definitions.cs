using System.Globalization;

namespace GenAIOps.Evaluation.Datasets.Definitions;

/// <summary>What other tools' files have in common.</summary>
internal static class Definitions
{
    private static readonly string[] s_parameters = ["initialization_parameters", "parameters", "config"];

    /// <summary>A name, or a mapping with the name in <c>evaluator</c> or <c>name</c>.</summary>
    public static EvaluatorReference Evaluator(DefinitionNode node)
    {
        if (node.Scalar is { } scalar) return new EvaluatorReference(scalar, default);
        var named = node.Text("evaluator") ?? node.Text("evaluator_name");
        var name = named ?? node.Text("name") ?? throw node.Wrong("an evaluator has no name");
        var parameters = s_parameters.Select(node.Map).FirstOrDefault(map => map is not null);
        return new EvaluatorReference(name, parameters?.AsJson() ?? default)
        {
            Label = named is null ? null : node.Text("name"),
            Version = node.Text("version"),
            Threshold = Threshold(parameters),
            Rubric = Beside(node, node.Text("local_uri") ?? node.Text("source")),
        };
    }

    public static double? Threshold(DefinitionNode? parameters) => (parameters?.Get("threshold") ?? parameters?.Get("pass_threshold")) is not { } value ? null
        : double.TryParse(value.Scalar, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : throw value.Wrong("a threshold must be a number");

    public static string Name(DefinitionNode root) => root.Text("name") ?? Path.GetFileNameWithoutExtension(root.File);

    public static string? Version(string? name, string? version) => name is null || version is null ? name : $"{name}:{version}";

    /// <summary>A file that the node's file names; either system's separators.</summary>
    public static string? Beside(DefinitionNode node, string? file) =>
        file is null || file.Contains("://", StringComparison.Ordinal) ? file
        : file.Contains('\0') ? throw node.Wrong("a path holds a character that no path may have")
        : Path.GetFullPath(file.Replace('\\', '/'), Path.GetDirectoryName(Path.GetFullPath(node.File))!);

    /// <summary>Evaluators' own mappings as one. Where two give a column another meaning, the first is used.</summary>
    public static (Dictionary<string, string> Mapping, List<string> Ignored) Mappings(DefinitionNode eval, string key)
    {
        Dictionary<string, string> mapping = new(eval.Texts("data_mapping"), StringComparer.Ordinal);
        List<string> ignored = [];
        foreach (var evaluator in eval.List("evaluators").Where(evaluator => evaluator.Has(key)))
        {
            foreach (var (name, value) in evaluator.Texts(key))
            {
                if (!mapping.TryAdd(name, value) && mapping[name] != value) ignored.Add($"'{name}' is '{value}' for the evaluator in line {evaluator.Line}, and '{mapping[name]}' for all, which is used");
            }
        }

        return (mapping, ignored);
    }
}
