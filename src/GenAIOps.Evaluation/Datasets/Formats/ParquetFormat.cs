using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>
/// Apache Parquet. One row group is in memory at a time, so a set for large runs is written with groups of some ten thousand rows. Lists, structures and
/// maps become JSON. A row's line is its number, a value's column that of the schema.
/// </summary>
internal sealed class ParquetFormat : IRowFormat
{
    private const long CollectAfter = 8 << 20;

    public string Name => "parquet";

    public IEnumerable<RawRow> Read(Stream file, Action<RowException> trouble)
    {
        file.Position = 0;
        var reader = Try(1, 1, "the file is no Parquet, or damaged", () => ParquetReader.CreateAsync(file, new ParquetOptions { MaximumLargePoolFreeBytes = 1 << 20, MaximumSmallPoolFreeBytes = 1 << 20 }, leaveStreamOpen: true));
        try
        {
            var number = 0;
            ParquetRows rows = new(reader.Schema.Fields);
            for (var index = 0; index < reader.RowGroupCount; index++)
            {
                var count = Load(reader, index, rows, number + 1);
                for (var i = 0L; i < count; i++) yield return rows.Next(++number);
            }
        }
        finally
        {
            Task.Run(async () => await reader.DisposeAsync()).GetAwaiter().GetResult();
        }
    }

    /// <returns>Its rows.</returns>
    private static long Load(ParquetReader reader, int index, ParquetRows rows, int row)
    {
        using var group = Try(row, 1, "a row group is damaged", () => Task.FromResult(reader.OpenRowGroupReader(index)));
        foreach (var (_, _, values) in rows.Leaves) rows.Decoded += values.Drop();
        Collect(rows);

        // The largest first: what the library makes of it is in memory while nothing else is kept yet.
        foreach (var (column, leaf, values) in rows.Leaves.OrderByDescending(each => group.GetMetadata(each.Leaf)?.MetaData?.TotalUncompressedSize ?? 0))
        {
            Try(row, column, $"column '{leaf.Path}' cannot be read", async () =>
            {
                using var data = await group.ReadRawColumnDataBaseAsync(leaf);
                values.Load(data);
                return true;
            });
            rows.Decoded += values.Size;
            Collect(rows);
        }

        return group.RowCount;
    }

    /// <summary>The library decodes a column into arrays of megabytes, which only a full collection frees; left alone, those of several columns pile up.</summary>
    private static void Collect(ParquetRows rows)
    {
        if (rows.Decoded <= CollectAfter) return;
        rows.Decoded = 0;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private static T Try<T>(int row, int column, string what, Func<Task<T>> read)
    {
        try
        {
            return read().GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            // A damaged file makes the library throw whatever the damage leads to, a length that is too large for the memory among it.
            throw new RowException(row, column, $"{what}: {e.Message.Split('\n')[0].TrimEnd('.', '\r')}");
        }
    }

    /// <summary>The rows of the group that was loaded last, each written as JSON and parsed in one go.</summary>
    private sealed class ParquetRows
    {
        private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        private readonly ArrayBufferWriter<byte> _buffer = new(4096);
        private readonly IReadOnlyList<Field> _fields;
        private readonly ParquetAssembly _assembly;

        public ParquetRows(IReadOnlyList<Field> fields)
        {
            _fields = fields;
            Leaves = [.. fields.SelectMany((field, i) => ParquetAssembly.Leaves(field).Select(leaf => (i + 1, leaf, new ParquetLeaf(leaf))))];
            _assembly = new ParquetAssembly(Leaves.ToDictionary(leaf => leaf.Leaf, leaf => leaf.Values));
        }

        public IReadOnlyList<(int Column, DataField Leaf, ParquetLeaf Values)> Leaves { get; }

        /// <summary>Bytes of values since the last collection.</summary>
        public long Decoded { get; set; }

        public RawRow Next(int number)
        {
            Dictionary<string, RawValue> columns = new(_fields.Count, StringComparer.Ordinal);
            _buffer.ResetWrittenCount();
            using (Utf8JsonWriter json = new(_buffer, s_json))
            {
                json.WriteStartArray();
                for (var i = 0; i < _fields.Count; i++) Write(_fields[i], json, number, i + 1);
                json.WriteEndArray();
            }

            Utf8JsonReader reader = new(_buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = 1000 });
            var column = 0;
            foreach (var value in JsonElement.ParseValue(ref reader).EnumerateArray())
            {
                var name = _fields[column++].Name;
                if (value.ValueKind != JsonValueKind.Null && !columns.TryAdd(name, new RawValue(value, number, column))) throw new RowException(1, column, $"the schema has '{name}' twice");
            }

            return new RawRow(number, columns);
        }

        private void Write(Field field, Utf8JsonWriter json, int number, int column)
        {
            try
            {
                _assembly.Write(field, json);
            }
            catch (Exception e) when (e is not RowException)
            {
                throw new RowException(number, column, $"column '{field.Name}' is damaged: {e.Message.Split('\n')[0].TrimEnd('.', '\r')}");
            }
        }
    }
}
