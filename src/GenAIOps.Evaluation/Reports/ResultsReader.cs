using System.Globalization;
using System.Text.Json;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluation.Reports;

/// <summary>Reads <c>results.jsonl</c> again, a line at a time. Columns that it does not know are passed over, so newer files can be read.</summary>
public static class ResultsReader
{
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">A line is none that <see cref="ResultsWriter"/> writes; the message has file and line. Thrown when the line is reached.</exception>
    public static IEnumerable<ResultLine> Read(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.AsSpan().Trim().IsEmpty) continue;
            yield return Parse(line, path, number);
        }
    }

    private static ResultLine Parse(string line, string path, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            if (row.ValueKind != JsonValueKind.Object) throw new JsonException("it is no JSON object");
            return new ResultLine(Needed(row, "set"), Needed(row, "arm"), Result(row));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}:{number}: {e.Message.Split(" LineNumber", 2)[0].TrimEnd('.')}. The file is read up to here. Evaluate again to write it anew."), e);
        }
    }

    private static RowResult Result(JsonElement row)
    {
        var status = Needed(row, "status");
        return new RowResult(
            new EvaluationCase
            {
                Id = Needed(row, "id"),
                Query = Needed(row, "query"),
                GroundTruth = Text(row, "ground_truth") ?? "",
                Category = Text(row, "category"),
                Strategy = Text(row, "strategy"),
                Tags = Texts(row, "tags"),
                Cluster = Text(row, "cluster"),
                IsCritical = row.TryGetProperty("critical", out var critical) && critical.ValueKind == JsonValueKind.True,
            },
            StatusText.Parse(status) ?? throw new JsonException($"'status' is '{status}', and must be passed, failed, errored or skipped"),
            Answer(row),
            Scores(row),
            Texts(row, "reasons"),
            TimeSpan.FromMilliseconds(Number(row, "latency_ms")),
            (int)Number(row, "attempts"))
        { Repeat = (int)Number(row, "repeat"), Judges = Judges(row) };
    }

    private static JudgeUsage? Judges(JsonElement row) => !row.TryGetProperty("judges", out var judges) || judges.ValueKind != JsonValueKind.Object ? null : new JudgeUsage
    {
        Calls = (int)Number(judges, "calls"),
        CallsWithoutUsage = (int)Number(judges, "calls_without_usage"),
        Cached = (int)Number(judges, "cached"),
        InputTokens = (long)Number(judges, "input_tokens"),
        OutputTokens = (long)Number(judges, "output_tokens"),
    };

    private static AgentAnswer? Answer(JsonElement row) => Text(row, "response") is not { } text ? null : new AgentAnswer(text)
    {
        Answered = !row.TryGetProperty("answered", out var answered) || answered.ValueKind != JsonValueKind.False,
        Citations = Texts(row, "citations"),
        InputTokens = (long)Number(row, "input_tokens"),
        OutputTokens = (long)Number(row, "output_tokens"),
        Model = Text(row, "model"),
    };

    private static Dictionary<string, double> Scores(JsonElement row)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!row.TryGetProperty("scores", out var all) || all.ValueKind != JsonValueKind.Object) return scores;
        foreach (var score in all.EnumerateObject())
        {
            scores[score.Name] = score.Value.ValueKind == JsonValueKind.Number ? score.Value.GetDouble() : throw new JsonException($"score '{score.Name}' is no number");
        }

        return scores;
    }

    private static string Needed(JsonElement row, string name) => Text(row, name) ?? throw new JsonException($"'{name}' is missing or no text");

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double Number(JsonElement row, string name) => !row.TryGetProperty(name, out var value) ? 0
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw new JsonException($"'{name}' is no number");

    private static List<string> Texts(JsonElement row, string name) => !row.TryGetProperty(name, out var all) || all.ValueKind != JsonValueKind.Array
        ? []
        : [.. all.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw new JsonException($"'{name}' has an item that is no text"))];
}
