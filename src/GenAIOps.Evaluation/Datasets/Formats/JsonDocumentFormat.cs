using System.Text.Json;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>One JSON document: a list of rows, or an object with the rows in <c>data</c> or <c>rows</c>, as microsoft/ai-agent-evals has them. Held in memory whole.</summary>
internal sealed class JsonDocumentFormat : IRowFormat
{
    public string Name => "json";

    public IEnumerable<RawRow> Read(Stream file, Action<RowException> trouble)
    {
        using MemoryStream memory = new();
        file.CopyTo(memory);
        var json = memory.GetBuffer().AsMemory(0, (int)memory.Length);
        if (json.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) json = json[3..];
        foreach (var (from, to, line) in Items(json))
        {
            RawRow? row = null;
            try
            {
                row = JsonRow.Read(json.Span[from..to], line);
            }
            catch (RowException e)
            {
                trouble(e);
            }

            if (row is not null) yield return row;
        }
    }

    /// <summary>Where each row stands.</summary>
    private static List<(int From, int To, int Line)> Items(ReadOnlyMemory<byte> json)
    {
        Utf8JsonReader reader = new(json.Span);
        List<(int, int, int)> items = [];
        try
        {
            if (!reader.Read()) throw new RowException(1, 1, "the file is empty");
            if (reader.TokenType == JsonTokenType.StartObject && !ToList(ref reader)) throw new RowException(1, 1, "the document is an object without a list 'data' or 'rows', so it holds no rows");
            if (reader.TokenType != JsonTokenType.StartArray) throw new RowException(1, 1, "the document must be a list of rows, or an object with the rows in 'data'");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                items.Add((from, (int)reader.BytesConsumed, json.Span[..from].Count((byte)'\n') + 1));
            }

            return items;
        }
        catch (JsonException e)
        {
            throw new RowException((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, e.Message.Split(" LineNumber", 2)[0].TrimEnd('.'));
        }
    }

    private static bool ToList(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRows = reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("rows"u8);
            reader.Read();
            if (isRows && reader.TokenType == JsonTokenType.StartArray) return true;
            reader.Skip();
        }

        return false;
    }
}
