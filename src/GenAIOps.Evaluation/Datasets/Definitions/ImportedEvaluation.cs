using System.Text.Json;

namespace GenAIOps.Evaluation.Datasets;

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

    /// <summary>Who is asked: an agent's name, <c>name:version</c>, or an address; null where the file does not say.</summary>
    public string? Target { get; init; }

    /// <summary>By metric, such as <c>&gt;=3</c>.</summary>
    public IReadOnlyDictionary<string, string> Thresholds { get; init; } = new Dictionary<string, string>();

    /// <summary>Column mapping, our or the evaluator's names to expressions such as <c>{{item.query}}</c>.</summary>
    public IReadOnlyDictionary<string, string> DataMapping { get; init; } = new Dictionary<string, string>();

    /// <summary>What of the file is not used, one sentence each.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    private Func<Dataset>? Inline { get; init; }

    /// <summary>Reads <c>agentops.yaml</c>, <c>azure.eval.yaml</c>, <c>eval.yaml</c>, or the JSON of microsoft/ai-agent-evals. A file may describe several.</summary>
    /// <exception cref="InvalidDataException">It is none of them, or a value is not of its form: with file, line and column.</exception>
    public static IReadOnlyList<ImportedEvaluation> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new InvalidDataException($"{path} does not exist. Give agentops.yaml, azure.eval.yaml, eval.yaml, or the JSON of ai-agent-evals.");
        if (Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)) return [AgentEvals(path)];
        var root = DefinitionNode.Load(path);
        return root switch
        {
            _ when root.Has("evals") => AzdEvals.Read(path, root),
            _ when root.Has("version") && (root.Has("thresholds") || root.Has("execution") || root.Has("publish") || !root.Has("agent") || root["agent"].IsText) && root.Has("dataset") && root["dataset"].IsText => [AgentOps.Read(path, root)],
            _ when root.Has("agent") || root.Has("dataset") || root.Has("dataset_file") || root.Has("dataset_reference") => [AzdAgentEval.Read(path, root)],
            _ => throw root.Wrong("is no evaluation that is known: agentops.yaml has version and dataset, azure.eval.yaml has evals, eval.yaml has agent and dataset"),
        };
    }

    /// <summary>The rows: of the file that is named, or of the definition itself.</summary>
    /// <exception cref="InvalidDataException">They are kept elsewhere, or are not sound.</exception>
    public Dataset OpenDataset() => Inline?.Invoke()
        ?? (DatasetPath is { } file && !file.Contains("://", StringComparison.Ordinal)
            ? DatasetReader.Open(file, new DatasetOptions { Columns = Mapped() })
            : throw new InvalidDataException($"Evaluation '{Name}' keeps its rows at {DatasetPath ?? DatasetReference ?? "no place that it names"}, not in a file of this folder. Nothing was asked. Download them, and name the file."));

    /// <summary>Mappings of our columns alone: what evaluators take from an answer is no column.</summary>
    private Dictionary<string, string> Mapped() => DataMapping.Where(pair => ColumnNames.IsKnown(pair.Key) && pair.Value.Contains("item.", StringComparison.Ordinal)).ToDictionary(pair => pair.Key, pair => pair.Value);

    private static ImportedEvaluation AgentEvals(string path)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}:{(e.LineNumber ?? 0) + 1}:{(e.BytePositionInLine ?? 0) + 1}: {e.Message.Split(" LineNumber", 2)[0].TrimEnd('.')}. Nothing was asked. Mend the file, then run the same command again.", e);
        }

        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("data", out _)) throw new InvalidDataException($"{path}:1:1: the file has no 'data', so it is no evaluation of ai-agent-evals. Nothing was asked.");
        var parameters = root.TryGetProperty("evaluator_parameters", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        string[] known = ["name", "evaluators", "data", "data_mapping", "evaluator_parameters"];
        return new ImportedEvaluation(
            root.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : Path.GetFileNameWithoutExtension(path),
            [.. Texts(root, "evaluators").Select(evaluator => new EvaluatorReference(evaluator, parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty(evaluator, out var own) ? own : default))])
        {
            Tool = "ai-agent-evals",
            DataMapping = root.TryGetProperty("data_mapping", out var mapping) && mapping.ValueKind == JsonValueKind.Object ? mapping.EnumerateObject().Where(pair => pair.Value.ValueKind == JsonValueKind.String).ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!) : [],
            Ignored = [.. root.EnumerateObject().Select(pair => pair.Name).Where(key => !known.Contains(key)).Select(key => $"'{key}' is not used")],
            Inline = () => DatasetReader.Open(path),
        };
    }

    private static IEnumerable<string> Texts(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!) : [];
}

/// <param name="Name">As the ecosystem names it, such as <c>builtin.coherence</c>.</param>
/// <param name="Parameters">A JSON object; undefined where there are none.</param>
public sealed record EvaluatorReference(string Name, JsonElement Parameters);
