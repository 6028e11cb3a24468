namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>JSON Lines: UTF-8, one object a line; byte-order mark, CRLF, blank lines and a missing final newline are fine.</summary>
internal sealed class JsonLinesFormat : IRowFormat
{
    private const int LongestLine = 64 << 20;

    public string Name => "jsonl";

    public IEnumerable<RawRow> Read(Stream file, Action<RowException> trouble)
    {
        var buffer = new byte[1 << 16];
        int start = 0, end = 0, line = 0;
        var ended = false;
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length < 0 && !ended)
            {
                (buffer, start, end) = Room(buffer, start, end, line + 1);
                var read = file.Read(buffer, end, buffer.Length - end);
                ended = read == 0;
                end += read;
                continue;
            }

            if (length < 0 && start == end) yield break;
            var next = length < 0 ? end : start + length;
            line++;
            if (Parse(buffer.AsSpan(start, next - start), line, trouble) is { } row) yield return row;
            start = length < 0 ? end : next + 1;
        }
    }

    private static RawRow? Parse(ReadOnlySpan<byte> text, int line, Action<RowException> trouble)
    {
        if (line == 1)
        {
            if (text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            {
                throw new RowException(1, 1, "the file is UTF-16; save it as UTF-8");
            }

            if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) text = text[3..];
        }

        if (text.TrimEnd(" \t\r"u8).TrimStart(" \t"u8).IsEmpty) return null;
        try
        {
            return JsonRow.Read(text, line);
        }
        catch (RowException e)
        {
            trouble(e);
            return null;
        }
    }

    /// <summary>Moves what is left to the front, or takes a larger buffer.</summary>
    private static (byte[] Buffer, int Start, int End) Room(byte[] buffer, int start, int end, int line)
    {
        if (end < buffer.Length) return (buffer, start, end);
        if (end - start > LongestLine) throw new RowException(line, 1, $"the line is longer than {LongestLine >> 20} MiB; is the file JSON Lines, with one object a line?");
        var larger = start > 0 ? buffer : new byte[buffer.Length * 2];
        buffer.AsSpan(start, end - start).CopyTo(larger);
        return (larger, 0, end - start);
    }
}
