using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parquet.Data;
using Parquet.Schema;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>
/// A column of a row group, read from its first value to its last. Values are kept as JSON in UTF-8, so that what the library makes of some pages
/// lives no longer than it takes to read them.
/// </summary>
internal sealed class ParquetLeaf(DataField column)
{
    private const long CollectAfter = 8 << 20;
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ArrayBufferWriter<byte> _values = new();
    private readonly List<int> _ends = [];
    private readonly List<byte> _definitions = [], _repetitions = [];
    private ParquetChunk? _chunk;
    private int _places;
    private int _at;
    private int _value;

    /// <summary>How much of the path to the next value is there.</summary>
    public int Definition
    {
        get
        {
            if (!HasNext()) throw new InvalidDataException("it has fewer values than its row group has rows");
            return column.MaxDefinitionLevel == 0 ? 0 : _definitions[_at];
        }
    }

    /// <summary>At which list of its path the next value goes on; 0: a new row. -1 after the last value.</summary>
    public int Repetition => column.MaxRepetitionLevel == 0 ? 0 : HasNext() ? _repetitions[_at] : -1;

    /// <summary>Lets go of the values of a row group, and takes those of another.</summary>
    public void Begin(ParquetChunk chunk)
    {
        (_chunk, _places, _at, _value) = (chunk, 0, 0, 0);
        _values = new();
    }

    /// <summary>Whether there is another place, with a value or without.</summary>
    public bool HasNext()
    {
        while (_at == _places)
        {
            // What the library makes of a page, and what is kept of it, are arrays of megabytes where the page is large; only a full collection frees them, and those of several columns pile up.
            var isLarge = _chunk?.NextSize > CollectAfter || _values.Capacity > CollectAfter;
            if (isLarge) _values = new();
            using (var data = _chunk?.Next())
            {
                if (data is null) return false;
                Load(data);
            }

            if (isLarge) GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        return true;
    }

    public void Write(Utf8JsonWriter json) => json.WriteRawValue(Next(), skipInputValidation: true);

    /// <summary>Takes a value as the key of a map.</summary>
    public string Key()
    {
        Utf8JsonReader key = new(Next());
        key.Read();
        return key.TokenType == JsonTokenType.String ? key.GetString()! : System.Text.Encoding.UTF8.GetString(key.ValueSpan);
    }

    /// <summary>Leaves out a place without a value.</summary>
    public void Skip() => _at++;

    private void Load(RawColumnData data)
    {
        (_at, _value) = (0, 0);
        _values.ResetWrittenCount();
        _ends.Clear();
        Levels(_definitions, column.MaxDefinitionLevel == 0 ? [] : data.DefinitionLevels);
        Levels(_repetitions, column.MaxRepetitionLevel == 0 ? [] : data.RepetitionLevels);
        // As large as they need: a buffer that doubles holds up to three times as much while it grows.
        _values.GetSpan(ParquetValues.Expected(data));
        using Utf8JsonWriter json = new(_values, s_json);
        json.WriteStartArray();
        ParquetValues.Write(data, json, () => _ends.Add(checked((int)(json.BytesCommitted + json.BytesPending))));
        json.WriteEndArray();
        _places = column.MaxDefinitionLevel == 0 ? _ends.Count : _definitions.Count;
    }

    private ReadOnlySpan<byte> Next()
    {
        // A bracket or a comma stands before each.
        var start = _value == 0 ? 1 : _ends[_value - 1] + 1;
        var end = _ends[_value++];
        _at++;
        return _values.WrittenSpan[start..end];
    }

    private static void Levels(List<byte> kept, ReadOnlySpan<int> levels)
    {
        kept.Clear();
        kept.EnsureCapacity(levels.Length);
        foreach (var level in levels) kept.Add(checked((byte)level));
    }
}
