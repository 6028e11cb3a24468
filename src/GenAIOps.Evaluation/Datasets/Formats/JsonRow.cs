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
            var row = new RawRow(line, Properties(ref reader, place));
            if (reader.Read()) throw place.Wrong(reader.TokenStartIndex, "something follows the row's object; a row is one JSON object on a line of its own");
            return row;
        }
        catch (JsonException e)
        {
            throw place.Wrong(e);
        }
    }

    /// <summary>The properties of the object that the reader stands at.</summary>
    private static Dictionary<string, RawValue> Properties(ref Utf8JsonReader reader, Place place)
    {
        Dictionary<string, RawValue> columns = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (name, at) = (reader.GetString()!, reader.TokenStartIndex);
            reader.Read();
            var value = JsonElement.ParseValue(ref reader);
            if (columns.ContainsKey(name)) throw place.Wrong(at, $"'{name}' stands twice in the row");
            if (value.ValueKind != JsonValueKind.Null) columns.Add(name, new RawValue(value, place.Line(at), place.Column(at)));
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
    private readonly ref struct Place(ReadOnlySpan<byte> json, int line, int column)
    {
        private readonly ReadOnlySpan<byte> _json = json;

        public int Line(long offset) => line + Before(offset).Count((byte)'\n');

        public int Column(long offset)
        {
            var before = Before(offset);
            var start = before.LastIndexOf((byte)'\n') + 1;
            return Encoding.UTF8.GetCharCount(before[start..]) + (start == 0 ? column : 1);
        }

        public RowException Wrong(long offset, string message) => new(Line(offset), Column(offset), message);

        public RowException Wrong(JsonException e)
        {
            var start = 0;
            for (var i = 0; i < (e.LineNumber ?? 0) && start < _json.Length; i++) start += _json[start..].IndexOf((byte)'\n') + 1;
            return Wrong(start + (e.BytePositionInLine ?? 0), JsonMessage.Of(e));
        }

        public int FirstInvalid()
        {
            var offset = 0;
            while (Rune.DecodeFromUtf8(_json[offset..], out _, out var length) == System.Buffers.OperationStatus.Done) offset += length;
            return offset;
        }

        private ReadOnlySpan<byte> Before(long offset) => _json[..(int)Math.Min(offset, _json.Length)];
    }
}

/// <summary>What the JSON reader says, without the places that it adds.</summary>
internal static class JsonMessage
{
    public static string Of(JsonException e) => e.Message.Split(" LineNumber", 2)[0].Split(" Path:", 2)[0].TrimEnd('.');
}
