using System.Text;
using System.Text.Json;
using CsCheck;
using GenAIOps.Evaluation.Datasets;
using Parquet.Schema;
using Parquet.Serialization;

namespace GenAIOps.Evaluation.Tests.Datasets;

/// <summary>The same rows in every format, and nothing but one kind of error for whatever bytes a file holds.</summary>
public sealed class OtherFormats : IDisposable
{
    private static readonly string[] s_odd = ["a,b;c\td", "line\nbreak", "\"quoted\"", "ünïcode ✓ 🎒", " blank ", "[not a list", "1e5"];
    private static readonly Gen<string> s_text = Gen.OneOf(Gen.String[Gen.Char[' ', '~'], 1, 20], Gen.Int[0, 6].Select(i => s_odd[i])).Where(text => text.Trim().Length > 0);

    private readonly SetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheSameRowsAreReadFromEveryFormat() =>
        Gen.Select(s_text, s_text, s_text.Array[0, 3], (query, truth, tags) => (query, truth, tags)).Array[1, 12].Sample(rows =>
        {
            var json = Rows(Any("jsonl"), string.Concat(rows.Select((row, i) => JsonSerializer.Serialize(new { id = $"r{i}", row.query, ground_truth = row.truth, row.tags }) + "\n")));
            Assert.Equal(rows.Select(row => (row.query, row.truth)), json.Select(row => (row.Query, row.GroundTruth)));
            var csv = Rows(Any("csv"), "id,query,ground_truth,tags\r\n" + string.Concat(rows.Select((row, i) => $"r{i},{Cell(row.query)},{Cell(row.truth)},{Cell(JsonSerializer.Serialize(row.tags))}\r\n")));
            AssertSame(json, csv);
            AssertSame(json, Rows(Any("json"), JsonSerializer.Serialize(new { name = "x", data = rows.Select((row, i) => new { id = $"r{i}", row.query, ground_truth = row.truth, row.tags }) })));
            AssertSame(json, Parquet(rows));
        }, iter: 60);

    [Theory]
    [InlineData("id;query\nx;\"a;b\"\n")]
    [InlineData("id\tquery\nx\ta;b\n")]
    [InlineData("\uFEFFid,query\r\nx,a;b")]
    public void TheDelimiterIsThatOfTheHeader(string text) => Assert.Equal("a;b", Assert.Single(Rows("set.csv", text)).Query);

    [Theory]
    [InlineData("set.csv", "id,query\n1,a,b\n", ":2:1: the row has 3 cells, and the header 2")]
    [InlineData("set.csv", "id,id\n1,2\n", ":1:1: the header has 'id' twice")]
    [InlineData("set.csv", "id,query\n1,\"a\nb\"\n2,\n", ":4:1: 'query' is missing")]
    [InlineData("set.json", "{\"name\":\"x\"}", "without a list 'data' or 'rows'")]
    [InlineData("set.json", "[{\"query\":\"a\"},\n  {\"query\":\"b\",\"id\":{}}]", ":2:16: 'id' must be a text")]
    [InlineData("set.json", "[{\"query\":\"ü\"}, {\"query\":1,\"id\":[1]}]", ":1:28: 'id' must be a text")]
    [InlineData("set.json", "{\"data\":[{\"query\":\"a\"}],\n \"x\":ü}", ":2:6: '0xC3' is an invalid start of a value")]
    [InlineData("set.json", "{\"data\":[{\"query\":\"a\"}]} {}", ":1:26: '{' is invalid after a single JSON value")]
    [InlineData("set.json", "\"rows\"", ":1:1: the document must be a list of rows")]
    [InlineData("set.json", "\uFEFF", ":1:1: the file is empty")]
    [InlineData("set.json", "[]", ":1:1: the file holds no row")]
    [InlineData("set.json", "[{\"query\":\"a\"},", ":1:")]
    [InlineData("set.parquet", "PAR1 and no more", ":1:1: the file is no Parquet, or damaged")]
    [InlineData("set.xlsx", "", "'.xlsx' is no format of a set")]
    public void WhatIsWrongIsNamedWithItsPlace(string file, string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Rows(file, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void LinesUnderTheNameOfADocumentAreReadAsLines() =>
        Assert.Equal(["a", "b"], Rows("set.json", "{\"query\":\"a\"}\n{\"query\":\"b\"}\n").Select(row => row.Query));

    [Fact]
    public void ARowOfADocumentMayBeLargerThanTheBuffer()
    {
        var rows = Rows("set.json", "\uFEFF{\"note\":{\"data\":[1]},\"data\":[" + string.Join(",\n", Enumerable.Range(0, 5).Select(i => $$"""{"id":"{{i}}","query":"{{new string('q', 50_000 * i + 1)}}"}""")) + "],\"rows\":[]}");
        Assert.Equal([1, 50_001, 100_001, 150_001, 200_001], rows.Select(row => row.Query.Length));
    }

    [Theory]
    [InlineData("set.jsonl", "{\"id\":\"a\",\"query\":\"q\",\"tags\":[\"x\"],\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}\n{\"id\":\"b\",\"query\":\"r\",\"retrieval_ground_truth\":{\"d\":1}}\n")]
    [InlineData("set.json", "{\"data\":[{\"query\":\"q\",\"tool_calls\":[{\"name\":\"t\",\"arguments\":\"{}\"}]}]}")]
    [InlineData("set.csv", "id,query,tags\n1,\"a\"\"b\",\"[\"\"x\"\"]\"\n2,c,d\n")]
    public void WhateverTheBytesThereIsOneKindOfError(string file, string seed)
    {
        var bytes = Encoding.UTF8.GetBytes(seed);
        Gen.Select(Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Array[1, 4], Gen.Int[0, bytes.Length]).Sample((changes, length) =>
        {
            var changed = bytes.ToArray();
            foreach (var (at, value) in changes) changed[at] = value;
            AssertReadOrRefused(file, changed[..length]);
        }, iter: 1500);
    }

    [Fact]
    public void ADamagedParquetFileIsRefused()
    {
        var bytes = ParquetBytes([("q", "t", ["x"])]);
        Gen.Select(Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Array[1, 4], Gen.Int[0, bytes.Length]).Sample((changes, length) =>
        {
            var changed = bytes.ToArray();
            foreach (var (at, value) in changes) changed[at] = value;
            AssertReadOrRefused("set.parquet", changed[..length]);
        }, iter: 150);
    }

    private void AssertReadOrRefused(string seed, byte[] bytes)
    {
        // Samples run side by side.
        var file = _folder.Path(Any(Path.GetExtension(seed)[1..]));
        File.WriteAllBytes(file, bytes);
        try
        {
            var set = DatasetReader.Open(file);
            Assert.Equal(set.Count, set.Rows().Count());
        }
        catch (InvalidDataException e)
        {
            Assert.Matches(@":\d+:\d+: ", e.Message);
        }
    }

    private List<EvaluationCase> Rows(string file, string text)
    {
        _folder.Write(file, text);
        return [.. DatasetReader.Open(_folder.Path(file)).Rows()];
    }

    private static string Any(string extension) => $"{Guid.NewGuid():n}.{extension}";

    private List<EvaluationCase> Parquet((string Query, string Truth, string[] Tags)[] rows)
    {
        var file = _folder.Path(Any("parquet"));
        File.WriteAllBytes(file, ParquetBytes(rows));
        return [.. DatasetReader.Open(file).Rows()];
    }

    private static byte[] ParquetBytes((string Query, string Truth, string[] Tags)[] rows)
    {
        var schema = new ParquetSchema(new DataField<string>("id"), new DataField<string>("query"), new DataField<string>("ground_truth"), new DataField<string>("tags"));
        IDictionary<string, object?>[] data = [.. rows.Select((row, i) => new Dictionary<string, object?> { ["id"] = $"r{i}", ["query"] = row.Query, ["ground_truth"] = row.Truth, ["tags"] = JsonSerializer.Serialize(row.Tags) })];
        using MemoryStream file = new();
        Task.Run(() => ParquetSerializer.SerializeUntypedAsync(data!, schema, file)).GetAwaiter().GetResult();
        return file.ToArray();
    }

    private static void AssertSame(List<EvaluationCase> expected, List<EvaluationCase> actual) =>
        Assert.Equal(expected.Select(row => (row.Id, row.Query, row.GroundTruth, string.Join('|', row.Tags))), actual.Select(row => (row.Id, row.Query, row.GroundTruth, string.Join('|', row.Tags))));

    private static string Cell(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
