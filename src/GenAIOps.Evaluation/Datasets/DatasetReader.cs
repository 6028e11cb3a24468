using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Evaluation.Datasets;

/// <summary>Reads JSON Lines: byte-order mark, CRLF, blank lines and a missing final newline are fine; everything else is named with file, line and column.</summary>
public static class DatasetReader
{
    /// <exception cref="InvalidDataException">Lists every bad row.</exception>
    public static Dataset Open(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{path} does not exist. An agent needs a golden set and a safety set: JSON Lines with query, ground_truth and context.", e);
        }

        var problems = new List<string>();
        var cases = new List<EvaluationCase>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var lines = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            try
            {
                var row = Row(lines[i]);
                if (seen.TryGetValue(row.Id, out var first))
                {
                    problems.Add($"{path}:{i + 1}:1: id '{row.Id}' stands in line {first} already; give each row its own.");
                }

                seen.TryAdd(row.Id, i + 1);
                cases.Add(row);
            }
            catch (JsonException e)
            {
                problems.Add($"{path}:{i + 1}:{(e.BytePositionInLine ?? 0) + 1}: {e.Message.Split(" LineNumber", 2)[0].TrimEnd('.')}.");
            }
        }

        if (problems.Count == 0 && cases.Count == 0)
        {
            problems.Add($"{path}:1:1: the file holds no row, so nothing could be judged. Add rows with query and ground_truth.");
        }

        return problems.Count > 0
            ? throw new InvalidDataException($"{string.Join('\n', problems.Take(20))}{(problems.Count > 20 ? $"\n... and {problems.Count - 20} more" : "")}\nNothing was asked. Mend the rows, then run the same command again.")
            : new Dataset(path, Convert.ToHexStringLower(SHA256.HashData(bytes)), cases.Count, () => cases);
    }

    private static EvaluationCase Row(string line)
    {
        var row = JsonNode.Parse(line) as JsonObject ?? throw new JsonException("the row is no JSON object");
        string Text(string name) => Optional(row, name) ?? throw new JsonException($"'{name}' is missing or no text");
        return new EvaluationCase
        {
            Id = Text("id"),
            Query = Text("query") is { Length: > 0 } query ? query : throw new JsonException("'query' is empty"),
            GroundTruth = Text("ground_truth"),
            Context = Optional(row, "context") ?? "",
            Article = Optional(row, "article"),
            Category = Optional(row, "category"),
            Tags = Texts(row, "tags"),
            MustNotContain = Texts(row, "must_not_contain"),
            Attachments = [.. (row["attachments"] as JsonArray ?? []).OfType<JsonObject>().Select(attachment => new CaseAttachment(Optional(attachment, "name") ?? "", Optional(attachment, "text") ?? ""))],
        };
    }

    private static string? Optional(JsonObject row, string name) => row[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? (string)value! : null;

    private static List<string> Texts(JsonObject row, string name) => [.. (row[name] as JsonArray ?? []).Select(item => (string?)item ?? "").Where(item => item.Length > 0)];
}
