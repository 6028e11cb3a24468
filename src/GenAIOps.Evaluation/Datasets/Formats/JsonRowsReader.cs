using System.Text;
using System.Text.Json;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>Finds the rows of a JSON document and gives the bytes of one after the other, while the rest of the file is not in memory.</summary>
internal sealed class JsonRowsReader(Stream file)
{
    private const int LongestRow = 64 << 20;

    private byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private bool _ended;
    private JsonReaderState _state = new(JsonRow.Options);
    private Position _position = new(1, 1, 0);
    private At _at = At.Mark;
    private bool _isObject;
    private bool _hasRows;

    private enum At
    {
        Mark, Begin, Object, Rows, Rest, End,
    }

    /// <summary>Where the row begins that was given last.</summary>
    public int Line { get; private set; }

    /// <summary>Where the row begins that was given last.</summary>
    public int Column { get; private set; }

    /// <summary>Known at the end: the file has one object after the other, so it is JSON Lines under another name.</summary>
    public bool IsLines { get; private set; }

    /// <param name="row">Valid until the next call.</param>
    /// <returns>False at the end of the document.</returns>
    /// <exception cref="RowException">The document is no JSON, or holds no rows.</exception>
    public bool Next(out ReadOnlyMemory<byte> row)
    {
        row = default;
        if (_at == At.Mark) SkipMark();
        while (_at != At.End)
        {
            try
            {
                if (Step(out row)) return true;
            }
            catch (JsonException) when (_at == At.Rest && !_hasRows)
            {
                IsLines = true;
                _at = At.End;
            }
            catch (JsonException e)
            {
                throw _at == At.Begin && _buffer.AsSpan(_start, _end - _start).Trim(" \t\r\n"u8).IsEmpty ? new RowException(1, 1, "the file is empty") : Wrong(e);
            }
        }

        return false;
    }

    /// <summary>One step along the document. When the buffer does not hold all of it, the buffer is filled, and the step is taken again.</summary>
    private bool Step(out ReadOnlyMemory<byte> row)
    {
        row = default;
        Utf8JsonReader reader = new(_buffer.AsSpan(_start, _end - _start), _ended, _state);
        if (!reader.Read())
        {
            if (!_ended) Fill();
            else End();
            return false;
        }

        var from = (int)reader.TokenStartIndex;
        var next = _at;
        var isRow = false;
        switch (_at)
        {
            case At.Begin when reader.TokenType == JsonTokenType.StartArray:
                (next, _hasRows) = (At.Rows, true);
                break;
            case At.Begin when reader.TokenType == JsonTokenType.StartObject:
                next = At.Object;
                break;
            case At.Begin:
                throw new RowException(_position.Line, _position.Column, "the document must be a list of rows, or an object with the rows in 'data'");
            case At.Object when reader.TokenType == JsonTokenType.EndObject:
                next = At.Rest;
                break;
            case At.Object:
                var isRows = !_hasRows && (reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("rows"u8));
                if (!reader.Read()) return Refill();
                if (isRows && reader.TokenType == JsonTokenType.StartArray) (next, _hasRows) = (At.Rows, true);
                else if (!reader.TrySkip()) return Refill();
                break;
            case At.Rows when reader.TokenType == JsonTokenType.EndArray:
                next = _isObject ? At.Object : At.Rest;
                break;
            case At.Rows:
                if (!reader.TrySkip()) return Refill();
                isRow = true;
                break;
        }

        if (next == At.Object) _isObject = true;
        if (isRow)
        {
            row = _buffer.AsMemory(_start + from, (int)reader.BytesConsumed - from);
            var begin = _position.After(_buffer.AsSpan(_start, from));
            (Line, Column) = (begin.Line, begin.Column);
        }

        _position = _position.After(_buffer.AsSpan(_start, (int)reader.BytesConsumed));
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        _at = next;
        return isRow;
    }

    private void End()
    {
        if (!_hasRows) throw new RowException(1, 1, "the document is an object without a list 'data' or 'rows', so it holds no rows");
        _at = At.End;
    }

    private bool Refill()
    {
        Fill();
        return false;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LongestRow) throw new RowException(_position.Line, _position.Column, $"a value is longer than {LongestRow >> 20} MiB, and must be shorter");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = file.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
    }

    private void SkipMark()
    {
        while (_end < 3 && !_ended) Fill();
        var bytes = _buffer.AsSpan(0, _end);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) throw new RowException(1, 1, "the file is UTF-16; save it as UTF-8");
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) _start = 3;
        _at = At.Begin;
    }

    private RowException Wrong(JsonException e)
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        var lines = (int)(e.LineNumber ?? 0) + 1 - _position.Line;
        var offset = 0;
        for (var i = 0; i < lines && offset < rest.Length; i++) offset += rest[offset..].IndexOf((byte)'\n') + 1;
        offset += (int)(e.BytePositionInLine ?? 0) - (lines == 0 ? _position.Bytes : 0);
        var at = _position.After(rest[..Math.Clamp(offset, 0, rest.Length)]);
        return new RowException(at.Line, at.Column, JsonMessage.Of(e));
    }

    /// <param name="Line">From 1.</param>
    /// <param name="Column">In characters, from 1.</param>
    /// <param name="Bytes">Of the line so far.</param>
    private readonly record struct Position(int Line, int Column, int Bytes)
    {
        public Position After(ReadOnlySpan<byte> bytes)
        {
            var start = bytes.LastIndexOf((byte)'\n') + 1;
            return start == 0
                ? new Position(Line, Column + Encoding.UTF8.GetCharCount(bytes), Bytes + bytes.Length)
                : new Position(Line + bytes.Count((byte)'\n'), Encoding.UTF8.GetCharCount(bytes[start..]) + 1, bytes.Length - start);
        }
    }
}
