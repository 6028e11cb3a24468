using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenAIOps.Evaluation.Datasets;

/// <summary>A set of rows that was found to be sound. It holds no rows: they are read again each time they are wanted, so a set may be larger than memory.</summary>
/// <param name="path">The file, as it was named.</param>
/// <param name="sha256">Of its bytes, hex.</param>
/// <param name="count">Its rows.</param>
/// <param name="rows">Reads them, in file order.</param>
public sealed class Dataset(string path, string sha256, int count, Func<IEnumerable<EvaluationCase>> rows)
{
    public string Path { get; } = path;

    public string Sha256 { get; } = sha256;

    public int Count { get; } = count;

    /// <summary><c>jsonl</c>, <c>json</c>, <c>csv</c> or <c>parquet</c>; empty for rows that stand in no file.</summary>
    public string Format { get; init; } = "";

    /// <summary>The names of its columns, as the file has them, in the order in which they are met; empty for rows that stand in no file.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Reads the rows, in file order.</summary>
    /// <exception cref="InvalidDataException">The file is not what it was when it was opened.</exception>
    public IEnumerable<EvaluationCase> Rows() => rows();

    /// <summary>The first rows of the set, as a set of their own.</summary>
    public Dataset Take(int most) => new(Path, Sha256, Math.Min(most, Count), () => rows().Take(most)) { Format = Format, Columns = Columns };

    /// <summary>Rows that stand in no file.</summary>
    public static Dataset Of(string name, params IReadOnlyList<EvaluationCase> rows) =>
        new(name, Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(rows, s_json))), rows.Count, () => rows);

    private static readonly JsonSerializerOptions s_json = new() { Converters = { new UndefinedAsNull() } };

    /// <summary>A tool without parameters has a value that is not there.</summary>
    private sealed class UndefinedAsNull : JsonConverter<JsonElement>
    {
        public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

        public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options)
        {
            if (value.ValueKind == JsonValueKind.Undefined) writer.WriteNullValue();
            else value.WriteTo(writer);
        }
    }
}
