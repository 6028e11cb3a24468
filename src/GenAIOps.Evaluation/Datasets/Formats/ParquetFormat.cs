using System.Buffers;
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
    public string Name => "parquet";

    public IEnumerable<RawRow> Read(Stream file, Action<RowException> trouble)
    {
        file.Position = 0;
        var reader = Try(1, 1, "the file is no Parquet, or damaged", () => ParquetReader.CreateAsync(file, leaveStreamOpen: true));
        try
        {
            var number = 0;
            for (var index = 0; index < reader.RowGroupCount; index++)
            {
                using var group = Group(reader, index, number + 1);
                for (var i = 0L; i < group.Rows; i++) yield return group.Next(++number);
            }
        }
        finally
        {
            Task.Run(async () => await reader.DisposeAsync()).GetAwaiter().GetResult();
        }
    }

    private static RowGroup Group(ParquetReader reader, int index, int row)
    {
        using var group = Try(row, 1, "a row group is damaged", () => Task.FromResult(reader.OpenRowGroupReader(index)));
        Dictionary<DataField, ParquetLeaf> leaves = [];
        var fields = reader.Schema.Fields;
        for (var i = 0; i < fields.Count; i++)
        {
            foreach (var leaf in ParquetAssembly.Leaves(fields[i]))
            {
                leaves[leaf] = Try(row, i + 1, $"column '{leaf.Path}' cannot be read", async () => ParquetLeaf.Of(leaf, await group.ReadRawColumnDataBaseAsync(leaf)));
            }
        }

        return new RowGroup(fields, new ParquetAssembly(leaves), leaves.Values, group.RowCount);
    }

    private static T Try<T>(int row, int column, string what, Func<Task<T>> read)
    {
        try
        {
            return Task.Run(read).GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            // A damaged file makes the library throw whatever the damage leads to, a length that is too large for the memory among it.
            throw new RowException(row, column, $"{what}: {e.Message.Split('\n')[0].TrimEnd('.', '\r')}");
        }
    }

    /// <summary>The rows of one group, each written as JSON and parsed in one go.</summary>
    private sealed class RowGroup(IReadOnlyList<Field> fields, ParquetAssembly assembly, IReadOnlyCollection<ParquetLeaf> leaves, long rows) : IDisposable
    {
        private readonly ArrayBufferWriter<byte> _buffer = new(4096);

        public long Rows { get; } = rows;

        public RawRow Next(int number)
        {
            Dictionary<string, RawValue> columns = new(fields.Count, StringComparer.Ordinal);
            _buffer.ResetWrittenCount();
            using (Utf8JsonWriter json = new(_buffer))
            {
                json.WriteStartArray();
                for (var i = 0; i < fields.Count; i++) Write(fields[i], json, number, i + 1);
                json.WriteEndArray();
            }

            Utf8JsonReader reader = new(_buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = 1000 });
            var column = 0;
            foreach (var value in JsonElement.ParseValue(ref reader).EnumerateArray())
            {
                column++;
                if (value.ValueKind != JsonValueKind.Null && !columns.TryAdd(fields[column - 1].Name, new RawValue(value, number, column))) throw new RowException(1, column, $"the schema has '{fields[column - 1].Name}' twice");
            }

            return new RawRow(number, columns);
        }

        public void Dispose()
        {
            foreach (var leaf in leaves) leaf.Dispose();
        }

        private void Write(Field field, Utf8JsonWriter json, int number, int column)
        {
            try
            {
                assembly.Write(field, json);
            }
            catch (Exception e) when (e is not RowException)
            {
                throw new RowException(number, column, $"column '{field.Name}' is damaged: {e.Message.Split('\n')[0].TrimEnd('.', '\r')}");
            }
        }
    }
}
