using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>
/// Apache Parquet. Of each column about a megabyte is in memory at a time, or one page where that is larger. Lists, structures and maps become JSON.
/// A row's line is its number, a value's column that of the schema.
/// </summary>
/// <param name="bytes">Of a column, decoded at once.</param>
internal sealed class ParquetFormat(int bytes = ParquetChunk.Bytes) : IRowFormat
{
    public string Name => "parquet";

    public IEnumerable<RawRow> Read(Stream file, Action<RowException> trouble)
    {
        using ParquetWindow window = new(file);
        var reader = Try(1, 1, "the file is no Parquet, or damaged", () => ParquetReader.CreateAsync(window, new ParquetOptions { MaximumLargePoolFreeBytes = 1 << 20, MaximumSmallPoolFreeBytes = 1 << 20 }, leaveStreamOpen: true).GetAwaiter().GetResult());
        var number = 0;
        var rows = Try(1, 1, "the schema cannot be read", () => new ParquetRows(reader.Schema.Fields));
        for (var index = 0; index < reader.RowGroupCount; index++)
        {
            var group = Try(number + 1, 1, "a row group is damaged", () => reader.OpenRowGroupReader(index));
            rows.Begin(leaf => new ParquetChunk(group, leaf, window, bytes), number + 1);
            for (var i = 0L; i < group.RowCount; i++) yield return rows.Next(++number);
        }
    }

    private static T Try<T>(int row, int column, string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not RowException)
        {
            // A damaged file makes the library throw whatever the damage leads to, a length that is too large for the memory among it.
            throw new RowException(row, column, $"{what}: {e.Message.Split('\n')[0].TrimEnd('.', '\r')}");
        }
    }

    /// <summary>The rows of a group, each written as JSON and parsed in one go.</summary>
    private sealed class ParquetRows
    {
        private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        private readonly ArrayBufferWriter<byte> _buffer = new(4096);
        private readonly IReadOnlyList<Field> _fields;
        private readonly IReadOnlyList<(int Column, DataField Leaf, ParquetLeaf Values)> _leaves;
        private readonly ParquetAssembly _assembly;

        public ParquetRows(IReadOnlyList<Field> fields)
        {
            _fields = fields;
            _leaves = [.. fields.SelectMany((field, i) => ParquetAssembly.Leaves(field).Select(leaf => (i + 1, leaf, new ParquetLeaf(leaf))))];
            _assembly = new ParquetAssembly(_leaves.ToDictionary(leaf => leaf.Leaf, leaf => leaf.Values));
        }

        /// <param name="columnOf">Of the row group whose rows follow.</param>
        /// <param name="number">Of its first row.</param>
        public void Begin(Func<DataField, ParquetChunk> columnOf, int number)
        {
            var chunks = _leaves.Select(each => (each.Column, each.Leaf, each.Values, Chunk: Try(number, each.Column, Unreadable(each.Leaf.Path.ToString()), () => columnOf(each.Leaf)))).ToList();
            foreach (var (_, _, values, chunk) in chunks) values.Begin(chunk);

            // The largest first: what the library makes of it is in memory while nothing else is kept yet.
            foreach (var (column, leaf, values, _) in chunks.OrderByDescending(each => each.Chunk.NextSize)) Try(number, column, Unreadable(leaf.Path.ToString()), values.HasNext);
        }

        public RawRow Next(int number)
        {
            Dictionary<string, RawValue> columns = new(_fields.Count, StringComparer.Ordinal);
            _buffer.ResetWrittenCount();
            using (Utf8JsonWriter json = new(_buffer, s_json))
            {
                json.WriteStartArray();
                for (var i = 0; i < _fields.Count; i++)
                {
                    var field = _fields[i];
                    Try(number, i + 1, Unreadable(field.Name), () =>
                    {
                        _assembly.Write(field, json);
                        return true;
                    });
                }

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

        private static string Unreadable(string column) => $"column '{column}' cannot be read";
    }
}
