using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Unicode;
using Parquet.Data;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>The values of a Parquet column as JSON: numbers and flags as such, everything else as text.</summary>
internal static class ParquetValues
{
    private static readonly MethodInfo s_write = typeof(ParquetValues).GetMethod(nameof(WriteAll), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <param name="data">A column of a row group.</param>
    /// <param name="json">In a list.</param>
    /// <param name="written">Called after each value.</param>
    public static void Write(RawColumnData data, Utf8JsonWriter json, Action written) =>
        s_write.MakeGenericMethod(data.GetType().GenericTypeArguments[0]).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [data, json, written], CultureInfo.InvariantCulture);

    /// <summary>Bytes that <see cref="Write(RawColumnData, Utf8JsonWriter, Action)"/> takes of plain text, and the next value's; 0 of other values.</summary>
    public static int Expected(RawColumnData data)
    {
        const int AroundEach = 3, OfTheNext = 4096;
        if (data is not RawColumnData<ReadOnlyMemory<char>> texts) return 0;
        long bytes = OfTheNext;
        foreach (var text in texts.Values) bytes += text.Length + AroundEach;
        return (int)Math.Min(bytes, Array.MaxLength);
    }

    private static void WriteAll<T>(RawColumnData<T> data, Utf8JsonWriter json, Action written)
        where T : struct
    {
        foreach (var value in data.Values)
        {
            Write(value, json);
            written();
        }
    }

    private static void Write<T>(T value, Utf8JsonWriter json)
        where T : struct
    {
        switch (value)
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
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case byte or sbyte or short or ushort or uint or ulong:
                json.WriteRawValue(((IConvertible)value).ToString(CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                json.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture));
                break;
            case IFormattable other:
                json.WriteStringValue(other.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
