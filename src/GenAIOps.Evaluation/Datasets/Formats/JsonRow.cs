using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>Reads one JSON object as a row, with the place of each of its properties.</summary>
internal static class JsonRow
{
    internal static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = false, MaxDepth = 64 };

    /// <param name="json">UTF-8, one object and nothing else.</param>
    /// <param name="line">The line on which it begins.</param>
    /// <param name="column">The column at which it begins.</param>
    /// <exception cref="RowException">It is no such thing.</exception>
    public static RawRow Read(ReadOnlySpan<byte> json, int line, int column = 1)
    {
        var place = new Place(json, line, column);
        if (!Utf8.IsValid(json)) throw place.Wrong(place.FirstInvalid(), "the row holds bytes that are no UTF-8; save the file as UTF-8");
        Utf8JsonReader reader = new(json, Options);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw place.Wrong(reader.TokenStartIndex, $"the row is {Kind(reader.TokenType)}, and must be a JSON object with the columns as its properties");
            if (json.IndexOf("\\u"u8) >= 0) CheckEscapes(json, place);
            var start = reader;
            reader.Skip();
            if (reader.Read()) throw place.Wrong(reader.TokenStartIndex, "something follows the row's object; a row is one JSON object on a line of its own");
            return new RawRow(line, Properties(start, place));
        }
        catch (JsonException e)
        {
            throw place.Wrong(e);
        }
    }

    /// <summary>The properties of the object that the reader stands at. The row is one document, since one of each property would be many.</summary>
    private static Dictionary<string, RawValue> Properties(Utf8JsonReader reader, Place place)
    {
        var names = reader;
        Dictionary<string, RawValue> columns = new(StringComparer.Ordinal);
        foreach (var property in JsonElement.ParseValue(ref reader).EnumerateObject())
        {
            names.Read();
            var (line, column) = place.Next(names.TokenStartIndex);
            names.Skip();
            if (columns.ContainsKey(property.Name)) throw new RowException(line, column, $"'{property.Name}' stands twice in the row");
            if (property.Value.ValueKind != JsonValueKind.Null) columns.Add(property.Name, new RawValue(property.Value, line, column));
        }

        return columns;
    }

    /// <summary>A text is decoded when it is taken out, and must not fail as late as that.</summary>
    private static void CheckEscapes(ReadOnlySpan<byte> json, Place place)
    {
        Utf8JsonReader reader = new(json, Options);
        while (reader.Read())
        {
            if (reader is not { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true }) continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw place.Wrong(reader.TokenStartIndex, "a text holds an escape that is half a character, such as \\ud83d alone; write both halves, or the character itself");
            }
        }
    }

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        _ => "a JSON value of another kind",
    };

    /// <summary>Offsets in a row's bytes as lines and columns of its file.</summary>
    private ref struct Place(ReadOnlySpan<byte> json, int line, int column)
    {
        private readonly ReadOnlySpan<byte> _json = json;
        private int _offset;
        private (int Line, int Column) _at = (line, column);

        /// <summary>The place of an offset that is not before that of the last call.</summary>
        public (int Line, int Column) Next(long offset)
        {
            var between = _json[_offset..(int)offset];
            var start = between.LastIndexOf((byte)'\n') + 1;
            _at = start == 0 ? (_at.Line, _at.Column + Encoding.UTF8.GetCharCount(between)) : (_at.Line + between.Count((byte)'\n'), Encoding.UTF8.GetCharCount(between[start..]) + 1);
            _offset = (int)offset;
            return _at;
        }

        public readonly int Line(long offset) => line + Before(offset).Count((byte)'\n');

        public readonly int Column(long offset)
        {
            var before = Before(offset);
            var start = before.LastIndexOf((byte)'\n') + 1;
            return Encoding.UTF8.GetCharCount(before[start..]) + (start == 0 ? column : 1);
        }

        public readonly RowException Wrong(long offset, string message) => new(Line(offset), Column(offset), message);

        public readonly RowException Wrong(JsonException e)
        {
            var start = 0;
            for (var i = 0; i < (e.LineNumber ?? 0) && start < _json.Length; i++) start += _json[start..].IndexOf((byte)'\n') + 1;
            return Wrong(start + (e.BytePositionInLine ?? 0), JsonMessage.Of(e));
        }

        public readonly int FirstInvalid()
        {
            var offset = 0;
            while (Rune.DecodeFromUtf8(_json[offset..], out _, out var length) == System.Buffers.OperationStatus.Done) offset += length;
            return offset;
        }

        private readonly ReadOnlySpan<byte> Before(long offset) => _json[..(int)Math.Min(offset, _json.Length)];
    }
}
