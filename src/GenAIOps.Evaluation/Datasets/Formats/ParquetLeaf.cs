using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Parquet.Data;
using Parquet.Schema;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>A column of a row group, read from its first value to its last.</summary>
internal abstract class ParquetLeaf(DataField column, RawColumnData data) : IDisposable
{
    private int _at;
    private int _value;

    /// <summary>How much of the path to the next value is there.</summary>
    public int Definition => column.MaxDefinitionLevel == 0 ? 0 : data.DefinitionLevels[_at];

    /// <summary>At which list of its path the next value goes on; 0: a new row. -1 after the last value.</summary>
    public int Repetition => column.MaxRepetitionLevel == 0 ? 0 : _at < data.RepetitionLevels.Length ? data.RepetitionLevels[_at] : -1;

    public static ParquetLeaf Of(DataField column, RawColumnData data) => (ParquetLeaf)Activator.CreateInstance(typeof(ParquetLeaf<>).MakeGenericType(data.GetType().GenericTypeArguments[0]), column, data)!;

    public void Write(Utf8JsonWriter json)
    {
        Write(json, _value++);
        _at++;
    }

    /// <summary>Takes a value as the key of a map.</summary>
    public string Key()
    {
        _at++;
        return Text(_value++);
    }

    /// <summary>Leaves out a place without a value.</summary>
    public void Skip() => _at++;

    public void Dispose() => data.Dispose();

    protected abstract void Write(Utf8JsonWriter json, int value);

    protected abstract string Text(int value);
}

/// <summary>A column of one type.</summary>
internal sealed class ParquetLeaf<T>(DataField column, RawColumnData data) : ParquetLeaf(column, data)
    where T : struct
{
    private readonly RawColumnData<T> _data = (RawColumnData<T>)data;

    protected override void Write(Utf8JsonWriter json, int value)
    {
        switch (_data.Values[value])
        {
            case ReadOnlyMemory<char> text:
                json.WriteStringValue(text.Span);
                break;
            case ReadOnlyMemory<byte> bytes when Utf8.IsValid(bytes.Span):
                // Older writers do not say that their bytes are text.
                json.WriteStringValue(bytes.Span);
                break;
            case ReadOnlyMemory<byte> bytes:
                json.WriteBase64StringValue(bytes.Span);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case byte or sbyte or short or ushort or uint or ulong or decimal or float or double when _data.Values[value] is IConvertible number && IsFinite(number):
                json.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                json.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture));
                break;
            case IFormattable other:
                json.WriteStringValue(other.ToString(null, CultureInfo.InvariantCulture));
                break;
            case var other:
                json.WriteStringValue(other.ToString());
                break;
        }
    }

    protected override string Text(int value) => Convert.ToString(_data.Values[value], CultureInfo.InvariantCulture) ?? "";

    private static bool IsFinite(IConvertible number) => number is not (float or double) || double.IsFinite(number.ToDouble(CultureInfo.InvariantCulture));
}
