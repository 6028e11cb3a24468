using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>Reads one JSON object as a row, with the place of each of its properties.</summary>
internal static class JsonRow
{
    private static readonly JsonReaderOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = false, MaxDepth = 64 };

    /// <param name="json">UTF-8, one object and nothing else.</param>
    /// <param name="line">The line on which it begins.</param>
    /// <exception cref="RowException">It is no such thing.</exception>
    public static RawRow Read(ReadOnlySpan<byte> json, int line)
    {
        if (!Utf8.IsValid(json)) throw new RowException(line, 1, "the row holds bytes that are no UTF-8; save the file as UTF-8");
        Utf8JsonReader reader = new(json, s_options);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw new RowException(line, Column(json, reader.TokenStartIndex), $"the row is {Kind(reader.TokenType)}, and must be a JSON object with the columns as its properties");
            var row = new RawRow(line, Properties(ref reader, json, line));
            if (reader.Read()) throw new RowException(line, Column(json, reader.TokenStartIndex), "something follows the row's object; a row is one JSON object on a line of its own");
            return row;
        }
        catch (JsonException e)
        {
            throw Wrong(e, json, line);
        }
        catch (InvalidOperationException)
        {
            // Escapes that are no text, such as half of a surrogate pair.
            throw new RowException(line, Column(json, reader.TokenStartIndex), "a text holds an escape that is no character");
        }
    }

    /// <summary>The properties of the object that the reader stands at.</summary>
    private static Dictionary<string, RawValue> Properties(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int line)
    {
        Dictionary<string, RawValue> columns = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (name, at) = (reader.GetString()!, reader.TokenStartIndex);
            reader.Read();
            var value = JsonElement.ParseValue(ref reader);
            if (columns.ContainsKey(name)) throw new RowException(line, Column(json, at), $"'{name}' stands twice in the row");
            if (value.ValueKind != JsonValueKind.Null) columns.Add(name, new RawValue(value, line + Lines(json, at), Column(json, at)));
        }

        return columns;
    }

    private static RowException Wrong(JsonException e, ReadOnlySpan<byte> json, int line)
    {
        var message = e.Message.Split(" LineNumber", 2)[0].Split(" Path:", 2)[0].TrimEnd('.');
        var start = 0;
        for (var i = 0; i < (e.LineNumber ?? 0) && start < json.Length; i++) start += json[start..].IndexOf((byte)'\n') + 1;
        var end = Math.Min(json.Length, start + (int)(e.BytePositionInLine ?? 0));
        return new RowException(line + (int)(e.LineNumber ?? 0), Encoding.UTF8.GetCharCount(json[start..end]) + 1, message);
    }

    private static int Lines(ReadOnlySpan<byte> json, long to) => json[..(int)to].Count((byte)'\n');

    private static int Column(ReadOnlySpan<byte> json, long to)
    {
        var before = json[..(int)Math.Min(to, json.Length)];
        return Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
    }

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        _ => "a JSON value of another kind",
    };
}
