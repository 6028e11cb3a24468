using System.Text;
using System.Text.Json;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Calibration;

/// <summary>
/// Reads labelled answers from JSON Lines (UTF-8, with or without a byte-order mark): <c>query</c>, <c>response</c>, and where the rubric needs them <c>context</c>
/// and <c>ground_truth</c>; <c>human_score</c> from 1 to 5, or <c>"pass"</c>, <c>"fail"</c>, <c>true</c>, <c>false</c>; an <c>id</c> if wanted.
/// </summary>
public static class LabelledSetReader
{
    private const int MostProblems = 20;

    /// <exception cref="FormatException">Lines are not sound; the message lists them (20 at most) by file and line.</exception>
    public static async Task<LabelledSet> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(await File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken), Path.GetFileName(path));
    }

    /// <param name="text">JSON Lines.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="FormatException">Lines are not sound.</exception>
    internal static LabelledSet Read(string text, string name)
    {
        var rows = new List<LabelledAnswer>();
        var problems = new List<string>();
        bool? isPassFail = null;
        var line = 0;
        foreach (var content in text.TrimStart('\uFEFF').Split('\n').Select(content => content.Trim()))
        {
            line++;
            if (content.Length == 0)
            {
                continue;
            }

            var problem = Read(content, line, ref isPassFail, out var row);
            if (problem is null)
            {
                rows.Add(row!);
            }
            else
            {
                problems.Add($"{name}:{line}: {problem}");
            }
        }

        if (rows.Count == 0 && problems.Count == 0)
        {
            problems.Add($"{name}: holds no labelled answers; write one JSON object a line with query, response and human_score.");
        }

        return problems.Count == 0
            ? new LabelledSet(isPassFail == true, rows)
            : throw new FormatException(string.Join('\n', problems.Take(MostProblems)) + (problems.Count > MostProblems ? $"\nand {problems.Count - MostProblems} more" : ""));
    }

    private static string? Read(string content, int line, ref bool? isPassFail, out LabelledAnswer? row)
    {
        row = null;
        try
        {
            using var document = JsonDocument.Parse(content);
            var json = document.RootElement;
            if (json.ValueKind != JsonValueKind.Object)
            {
                return $"is a JSON {json.ValueKind}, and must be an object.";
            }

            if (!json.TryGetProperty("response", out var response) || response.ValueKind != JsonValueKind.String)
            {
                return "response: must be a string.";
            }

            if (!json.TryGetProperty("human_score", out var label) || Label(label) is not var (score, passFail))
            {
                return $"human_score: {(label.ValueKind == JsonValueKind.Undefined ? "is missing" : label.GetRawText())}; it must be a whole number from 1 to 5, or \"pass\", \"fail\", true or false.";
            }

            if ((isPassFail ??= passFail) != passFail)
            {
                return $"human_score: {label.GetRawText()} is {(passFail ? "pass or fail, and the lines before have 1 to 5" : "a level, and the lines before have pass or fail")}; a set has one kind.";
            }

            row = new LabelledAnswer(
                new EvaluationCase { Id = Text(json, "id") is { Length: > 0 } id ? id : $"line-{line}", Query = Text(json, "query"), Context = Text(json, "context"), GroundTruth = Text(json, "ground_truth") },
                new AgentAnswer(response.GetString()!),
                score);
            return null;
        }
        catch (JsonException e)
        {
            return $"is not JSON: {e.Message}";
        }
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static (int Score, bool IsPassFail)? Label(JsonElement label) => label.ValueKind switch
    {
        JsonValueKind.True => (1, true),
        JsonValueKind.False => (0, true),
        JsonValueKind.String when string.Equals(label.GetString(), "pass", StringComparison.OrdinalIgnoreCase) => (1, true),
        JsonValueKind.String when string.Equals(label.GetString(), "fail", StringComparison.OrdinalIgnoreCase) => (0, true),
        JsonValueKind.Number when label.TryGetInt32(out var score) && score is >= 1 and <= 5 => (score, false),
        _ => null,
    };
}
