using System.Text.Json;

namespace GenAIOps.Evaluation.Datasets.Definitions;

/// <summary>An evaluation as another tool's file describes it, read as it is.</summary>
/// <param name="Name">As the file names it; the file's name where it does not.</param>
/// <param name="Evaluators">In the file's order.</param>
public sealed record ImportedEvaluation(string Name, IReadOnlyList<EvaluatorReference> Evaluators)
{
    /// <summary>The tool: <c>agentops</c>, <c>azd-eval</c>, <c>azd-agent-eval</c> or <c>ai-agent-evals</c>.</summary>
    public string Tool { get; init; } = "";

    /// <summary>The set's file, relative to the definition's folder made absolute; an https address is kept; null where the rows stand in the definition, or in Foundry.</summary>
    public string? DatasetPath { get; init; }

    /// <summary>A set that is kept in Foundry: <c>name</c> or <c>name:version</c>; null otherwise.</summary>
    public string? DatasetReference { get; init; }

    /// <summary>Who is asked: an agent's name, <c>name:version</c>, <c>model:deployment</c>, or an address; null where the file does not say, or its rows bring the answers.</summary>
    public string? Target { get; init; }

    /// <summary><see cref="Target"/> in its parts; null where that is.</summary>
    public EvaluationTarget? AskedTarget => Target is { } target ? EvaluationTarget.Parse(target) : null;

    /// <summary>By metric: <c>&gt;=3</c>, <c>&lt;=10</c>, <c>&gt;0</c>, <c>&lt;1</c>, <c>==1</c>, <c>true</c> or <c>false</c>; a number alone is the least.</summary>
    public IReadOnlyDictionary<string, string> Thresholds { get; init; } = new Dictionary<string, string>();

    /// <summary>Column mapping: our or the evaluators' names to a column, or to an expression such as <c>{{item.query}}</c>.</summary>
    public IReadOnlyDictionary<string, string> DataMapping { get; init; } = new Dictionary<string, string>();

    /// <summary>The deployment that judges; null where the file does not say.</summary>
    public string? JudgeModel { get; init; }

    /// <summary>The first rows of the set that are used; null: all.</summary>
    public int? MaxRows { get; init; }

    /// <summary>What of the file is not used, one sentence each.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>The definition's own file, where the rows stand in it.</summary>
    internal string? Inline { get; init; }

    /// <summary>
    /// Reads <c>agentops.yaml</c>, <c>azure.eval.yaml</c>, an <c>azure.yaml</c> with services of host <c>azure.ai.eval</c>, <c>eval.yaml</c>, or the JSON of
    /// microsoft/ai-agent-evals. A file may describe several.
    /// </summary>
    /// <exception cref="InvalidDataException">It is none of them, or a value is not of its form: with file, line and column.</exception>
    public static IReadOnlyList<ImportedEvaluation> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var root = DefinitionFile.Load(path);
        return root switch
        {
            _ when root.Has("evals") => AzdEvals.Read(root),
            _ when root.Has("services") => AzdEvals.ReadServices(root),
            _ when root.Has("data") => [AgentEvals.Read(root)],
            _ when root.Has("version") && root.Has("dataset") => [AgentOps.Read(root)],
            _ when root.Has("agent") || root.Has("dataset") || root.Has("dataset_file") || root.Has("dataset_reference") => [AzdAgentEval.Read(root)],
            _ => throw root.Wrong("is no evaluation that is known: agentops.yaml has version and dataset, azure.eval.yaml has evals, eval.yaml has agent and dataset, ai-agent-evals has data"),
        };
    }

    /// <summary>Whether a file is another tool's definition rather than a set: YAML, or JSON with evaluators or graders beside its rows.</summary>
    public static bool IsDefinition(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml") return true;
        // Such files are written by hand; a large one is a set.
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || new FileInfo(path) is not { Exists: true, Length: < 16 << 20 }) return false;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("data", out _) && (root.TryGetProperty("evaluators", out _) || root.TryGetProperty("openai_graders", out _));
        }
        catch (JsonException)
        {
            // The reader of sets tells where.
            return false;
        }
    }

    /// <summary>The rows: of the file that is named, or of the definition itself.</summary>
    /// <exception cref="InvalidDataException">They are kept elsewhere, or are not sound.</exception>
    public Dataset OpenDataset()
    {
        var file = Inline ?? DatasetPath;
        if (file is null || file.Contains("://", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"Evaluation '{Name}' keeps its rows at {DatasetPath ?? DatasetReference ?? "no place that it names"}, not in a file of this folder. Nothing was asked. Download them, and name the file.");
        }

        var set = DatasetReader.Open(file, new DatasetOptions { Columns = ColumnNames.Columns(DataMapping) });
        return MaxRows is { } most and > 0 && most < set.Count ? set.Take(most) : set;
    }
}
