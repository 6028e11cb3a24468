using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parquet.Data;
using Parquet.Schema;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>
/// A column of a row group, read from its first value to its last. Values are kept as JSON in UTF-8, so that what the library makes of a column
/// lives no longer than it takes to read it.
/// </summary>
internal sealed class ParquetLeaf(DataField column)
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ArrayBufferWriter<byte> _values = new();
    private readonly List<int> _ends = [];
    private readonly List<byte> _definitions = [], _repetitions = [];
    private int _at;
    private int _value;

    /// <summary>How much of the path to the next value is there.</summary>
    public int Definition => column.MaxDefinitionLevel == 0 ? 0 : _definitions[_at];

    /// <summary>At which list of its path the next value goes on; 0: a new row. -1 after the last value.</summary>
    public int Repetition => column.MaxRepetitionLevel == 0 ? 0 : _at < _repetitions.Count ? _repetitions[_at] : -1;

    /// <summary>Bytes of its values.</summary>
    public int Size => _values.WrittenCount;

    /// <summary>Lets go of its values.</summary>
    /// <returns>Their bytes.</returns>
    public int Drop()
    {
        var size = Size;
        _values = new();
        return size;
    }

    /// <summary>Takes the values of the next row group.</summary>
    public void Load(RawColumnData data)
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
