using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>CSV by RFC 4180 with a header; UTF-8; comma, semicolon or tab, whichever the header uses. An empty cell is a missing column. Lists and objects stand in a cell as JSON.</summary>
internal sealed class CsvFormat : IRowFormat
{
    private static readonly char[] s_delimiters = [',', ';', '\t'];

    private const int LongestCell = 16 << 20;

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Name => "csv";

    public IEnumerable<RawRow> Read(Stream file, Action<RowException> trouble)
    {
        using StreamReader text = new(file, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        if (IsEmpty(text)) yield break;
        using QuoteCounter reader = new(text);
        RowException? bad = null;
        var anyBad = false;
        using CsvParser parser = new(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            IgnoreBlankLines = false,
            MaxFieldSize = LongestCell,
            GetDelimiter = arguments => Delimiter(arguments.Text).ToString(),
            BadDataFound = found => bad ??= new RowException(found.Context.Parser!.RawRow, 1, "a quote stands inside of a cell; put the whole cell in quotes and write the quote twice"),
        });
        do
        {
            if (!Next(parser, trouble)) yield break;
        }
        while (IsBlank(parser));
        var header = parser.Record!;
        if (bad is not null) throw bad;
        if (header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new RowException(parser.RawRow, 1, $"the header has '{twice.Key}' twice");
        ArrayBufferWriter<byte> buffer = new(4096);
        var (line, last) = (parser.RawRow + 1, 1);
        for (; Next(parser, trouble); line = parser.RawRow + 1)
        {
            if (IsBlank(parser)) continue;
            last = line;
            if (bad is not null)
            {
                trouble(bad);
                (bad, anyBad) = (null, true);
            }
            else if (parser.Count != header.Length)
            {
                trouble(new RowException(line, 1, $"the row has {parser.Count} cells, and the header {header.Length}; a cell with the delimiter or a line break in it must stand in quotes"));
            }
            else
            {
                yield return Row(line, header, parser, buffer);
            }
        }

        // The parser takes the end of the file as the end of the cell, and with it every row that the cell swallowed.
        if (reader.IsOpen && !anyBad) trouble(new RowException(last, 1, "a quote is opened here and never closed, so the rest of the file is one cell"));
    }

    private static bool IsBlank(CsvParser parser) => parser.Count == 1 && parser[0].Length == 0;

    /// <summary>The one of the delimiters that the header has most of, outside of quotes.</summary>
    private static char Delimiter(string text)
    {
        var counts = new int[s_delimiters.Length];
        var quoted = false;
        foreach (var letter in text)
        {
            if (letter == '"') quoted = !quoted;
            if (quoted) continue;
            if (letter is '\r' or '\n') break;
            if (Array.IndexOf(s_delimiters, letter) is var at and >= 0) counts[at]++;
        }

        return s_delimiters[Array.IndexOf(counts, counts.Max())];
    }

    private static bool IsEmpty(StreamReader reader)
    {
        try
        {
            return reader.Peek() < 0;
        }
        catch (DecoderFallbackException)
        {
            throw NoUtf8(1);
        }
    }

    private static RowException NoUtf8(int line) => new(line, 1, "the file is no UTF-8; save it as UTF-8");

    private static bool Next(CsvParser parser, Action<RowException> trouble)
    {
        try
        {
            return parser.Read();
        }
        catch (DecoderFallbackException)
        {
            throw NoUtf8(parser.RawRow + 1);
        }
        catch (CsvHelperException e)
        {
            trouble(new RowException(parser.RawRow + 1, 1, e.Message.Split('\n')[0].TrimEnd('.', '\r')));
            return false;
        }
    }

    private static RawRow Row(int line, string[] header, CsvParser parser, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        using (Utf8JsonWriter json = new(buffer, s_json))
        {
            json.WriteStartArray();
            for (var i = 0; i < header.Length; i++) json.WriteStringValue(parser[i]);
            json.WriteEndArray();
        }

        Utf8JsonReader reader = new(buffer.WrittenSpan);
        Dictionary<string, RawValue> columns = new(header.Length, StringComparer.Ordinal);
        var column = 0;
        foreach (var value in JsonElement.ParseValue(ref reader).EnumerateArray())
        {
            var name = header[column++];
            if (!value.ValueEquals(""u8)) columns.Add(name, new RawValue(value, line, column));
        }

        return new RawRow(line, columns);
    }

    /// <summary>Quotes stand in pairs, within cells too.</summary>
    private sealed class QuoteCounter(TextReader text) : TextReader
    {
        /// <summary>What was read so far ends within quotes.</summary>
        public bool IsOpen { get; private set; }

        public override int Peek() => text.Peek();

        public override int Read() => text.Read() is var letter && letter == '"' ? Counted(1, letter) : letter;

        public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

        public override int Read(Span<char> buffer)
        {
            var read = text.Read(buffer);
            return Counted(buffer[..read].Count('"'), read);
        }

        public override int ReadBlock(Span<char> buffer)
        {
            var read = text.ReadBlock(buffer);
            return Counted(buffer[..read].Count('"'), read);
        }

        private int Counted(int quotes, int result)
        {
            IsOpen ^= quotes % 2 == 1;
            return result;
        }
    }
}
