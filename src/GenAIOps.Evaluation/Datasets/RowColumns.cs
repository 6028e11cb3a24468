using System.Text.Json;
using GenAIOps.Evaluation.Datasets.Formats;

namespace GenAIOps.Evaluation.Datasets;

/// <summary>The columns of a row by their meaning, in the forms that a case needs them in. Formats without lists have them as JSON in a text.</summary>
internal sealed class RowColumns(RawRow row, IReadOnlyDictionary<string, RawValue> known)
{
    public string? Text(string name)
    {
        if (!known.TryGetValue(name, out var value)) return null;
        return value.Value.ValueKind switch
        {
            JsonValueKind.String => value.Value.GetString(),
            JsonValueKind.Number => value.Value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Array when value.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => string.Join("\n\n", value.Value.EnumerateArray().Select(item => item.GetString())),
            _ => throw Wrong(name, "must be a text"),
        };
    }

    /// <summary>The items where the column is a list, or a text that is a JSON list; null where it is missing or a plain text.</summary>
    public IReadOnlyList<RawValue>? List(string name)
    {
        if (!known.TryGetValue(name, out var value)) return null;
        if (value.Value.ValueKind == JsonValueKind.Array) return [.. value.Value.EnumerateArray().Select(item => value with { Value = item })];
        if (value.Value.ValueKind == JsonValueKind.Object && value.Value.TryGetProperty("messages", out var inner) && inner.ValueKind == JsonValueKind.Array) return [.. inner.EnumerateArray().Select(item => value with { Value = item })];
        if (value.Value.ValueKind != JsonValueKind.String || value.Value.GetString()!.AsSpan().TrimStart() is not ['[', ..]) return null;
        try
        {
            var parsed = JsonSerializer.Deserialize<JsonElement>(value.Value.GetString()!);
            return [.. parsed.EnumerateArray().Select(item => value with { Value = item })];
        }
        catch (JsonException)
        {
            // A text that begins with a bracket and is no list.
            return null;
        }
    }

    /// <summary>The items where the column is a list of messages; null where it is missing or a text, one that is a list of something else among them.</summary>
    public IReadOnlyList<RawValue>? Messages(string name) =>
        List(name) is { } items && (known[name].Value.ValueKind != JsonValueKind.String || items is [{ Value.ValueKind: JsonValueKind.Object }, ..]) ? items : null;

    /// <summary>The text, or the texts of a list with an empty line between them.</summary>
    public string? Passages(string name) =>
        List(name) is [_, ..] items && items.All(item => item.Value.ValueKind == JsonValueKind.String) ? string.Join("\n\n", items.Select(item => item.Value.GetString())) : Text(name);

    /// <summary>A list of texts; a plain text is split at commas and semicolons.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (List(name) is { } items)
        {
            return [.. items.Select(item => item.Value.ValueKind is JsonValueKind.String ? item.Value.GetString()! : item.Value.ValueKind is JsonValueKind.Number ? item.Value.GetRawText() : throw Wrong(name, "must be a list of texts")).Where(text => text.Length > 0)];
        }

        return Text(name) is { } text ? [.. text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] : [];
    }

    public bool Flag(string name) => known.TryGetValue(name, out var value) && value.Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.Value.TryGetDouble(out var number) && number != 0,
        JsonValueKind.String when value.Value.GetString()!.Trim().ToLowerInvariant() is var text => text switch
        {
            "true" or "yes" or "1" or "x" => true,
            "false" or "no" or "0" or "" => false,
            _ => throw Wrong(name, $"is '{text}', and must be true or false"),
        },
        _ => throw Wrong(name, "must be true or false"),
    };

    /// <summary>Documents with their grades: a list of ids, or of objects with document_id and query_relevance_label, or an object of id to grade.</summary>
    public IReadOnlyDictionary<string, int> Documents(string name)
    {
        Dictionary<string, int> documents = new(StringComparer.Ordinal);
        if (!known.TryGetValue(name, out var value)) return documents;
        if (value.Value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.Value.EnumerateObject()) documents[property.Name] = Grade(name, property.Value);
            return documents;
        }

        if (List(name) is not { } items) return Texts(name).Distinct(StringComparer.Ordinal).ToDictionary(id => id, _ => 1, StringComparer.Ordinal);
        foreach (var item in items)
        {
            var (id, grade) = item.Value.ValueKind switch
            {
                JsonValueKind.String => (item.Value.GetString()!, 1),
                JsonValueKind.Number => (item.Value.GetRawText(), 1),
                JsonValueKind.Object when First(item.Value, "document_id", "id") is { } found => (found.ValueKind == JsonValueKind.String ? found.GetString()! : found.GetRawText(), First(item.Value, "query_relevance_label", "relevance", "grade") is { } label ? Grade(name, label) : 1),
                _ => throw Wrong(name, "must be a list of ids, or of objects with document_id and query_relevance_label"),
            };
            if (grade > 0) documents[id] = grade;
        }

        return documents;
    }

    public RowException Missing(string name) => new(row.Line, 1, row.Columns.Count == 0
        ? $"'{name}' is missing, and the row has nothing else"
        : $"'{name}' is missing; the row has {string.Join(", ", row.Columns.Keys.Take(8))}{(row.Columns.Count > 8 ? ", …" : "")}: rename one, or say which it is by DatasetOptions.Columns");

    public RowException Wrong(string name, string rule) => known.TryGetValue(name, out var value)
        ? new RowException(value.Line, value.Column, $"'{name}' {rule}")
        : new RowException(row.Line, 1, $"'{name}' {rule}");

    private int Grade(string name, JsonElement grade) =>
        grade.ValueKind == JsonValueKind.Number && grade.TryGetInt32(out var number) && number >= 0 ? number : throw Wrong(name, "has a grade that is no whole number of 0 or more");

    private static JsonElement? First(JsonElement value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (value.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.String or JsonValueKind.Number) return found;
        }

        return null;
    }
}
