using System.Text.Json;
using CsCheck;
using GenAIOps.Evaluation.Datasets;
using Parquet;
using Parquet.Serialization;

namespace GenAIOps.Evaluation.Tests.Datasets;

/// <summary>Parquet with the nesting that real sets have.</summary>
public sealed class ParquetRows : IDisposable
{
    private static readonly Gen<string> s_text = Gen.String[Gen.Char['a', 'z'], 1, 6];

    private static readonly Gen<Message> s_message = Gen.Select(s_text, s_text.Null(), Gen.Select(s_text, s_text, (name, arguments) => new Call { name = name, arguments = $"{{\"x\":\"{arguments}\"}}" }).List[0, 2].Null(), (role, content, calls) => new Message { role = "assistant", content = content, tool_calls = calls });

    private static readonly Gen<Row> s_row = Gen.Select(
        Gen.Select(s_text, s_text.List[0, 3].Null(), s_message.List[0, 3].Null(), Gen.Dictionary(s_text, Gen.Int[1, 5])[0, 3].Null()),
        Gen.Select(Gen.Int.Nullable(), Gen.Double.Nullable(), Gen.Bool.Nullable(), Gen.Select(s_text.Null(), Gen.Int.Nullable(), (a, b) => new Detail { note = a, weight = b }).Null()),
        (texts, values) => new Row { query = texts.Item1, tags = texts.Item2, response = texts.Item3, retrieval_ground_truth = texts.Item4, count = values.Item1, share = values.Item2, critical = values.Item3, detail = values.Item4 });

    private readonly SetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NestedColumnsComeBackAsTheyWereWritten() =>
        s_row.Array[1, 9].Sample(rows =>
        {
            for (var i = 0; i < rows.Length; i++) rows[i].id = $"r{i}";
            var read = Read(rows, rowGroup: 4);
            Assert.Equal(rows.Select(row => row.id), read.Select(row => row.Id));
            foreach (var (expected, actual) in rows.Zip(read))
            {
                Assert.Equal(expected.query, actual.Query);
                Assert.Equal(expected.tags ?? [], actual.Tags);
                Assert.Equal(expected.critical ?? false, actual.IsCritical);
                Assert.Equal((expected.retrieval_ground_truth ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal), actual.RelevantDocuments.OrderBy(pair => pair.Key, StringComparer.Ordinal));
                Assert.Equal(expected.response?.LastOrDefault(message => message.content is not null)?.content, actual.Response);
                Assert.Equal(expected.count, actual.Fields.TryGetValue("count", out var count) ? count.GetInt32() : default(int?));
                Assert.Equal(expected.share is { } share && double.IsFinite(share) ? share : default(double?), actual.Fields.TryGetValue("share", out var ratio) && ratio.ValueKind == JsonValueKind.Number ? ratio.GetDouble() : default(double?));
                Assert.Equal(
                    expected.detail is null ? null : JsonSerializer.Serialize(new Dictionary<string, object?> { ["note"] = expected.detail.note, ["weight"] = expected.detail.weight }.Where(pair => pair.Value is not null).ToDictionary()),
                    actual.Fields.TryGetValue("detail", out var detail) ? detail.GetRawText() : null);
            }
        }, iter: 100);

    [Fact]
    public void AnEmptyListOfToolCallsIsNotAMissingOne()
    {
        var read = Read([new Calls { id = "a", query = "q", tool_calls = [] }, new Calls { id = "b", query = "q", tool_calls = null }, new Calls { id = "c", query = "q", tool_calls = [new() { name = "t", arguments = "{}" }] }], rowGroup: 10);
        Assert.Equal([0, null, 1], read.Select(row => row.ToolCalls?.Count));
    }

    [Fact]
    public void DatesMoneyAndBytesAreTexts()
    {
        var row = Read([new Others { query = "q", day = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), price = 1.25m, raw = [0xFF, 0xFE], plain = "text"u8.ToArray(), key = Guid.Empty, large = 1L << 60 }], rowGroup: 10).Single();
        Assert.StartsWith("2026-01-02T00:00:00", row.Fields["day"].GetString(), StringComparison.Ordinal);
        Assert.Equal((1.25m, "//4=", "text", 1L << 60), (row.Fields["price"].GetDecimal(), row.Fields["raw"].GetString(), row.Fields["plain"].GetString(), row.Fields["large"].GetInt64()));
        Assert.Equal("00000000-0000-0000-0000-000000000000", row.Fields["key"].GetString());
    }

    [Fact]
    public void WhatIsWrongIsNamedByRowAndColumn()
    {
        var path = Write([new Calls { id = "a", query = "q" }, new Calls { id = "b", query = " " }, new Calls { id = "c", query = "q", tool_calls = [new() { arguments = "{}" }] }], rowGroup: 2);
        var message = Assert.Throws<InvalidDataException>(() => DatasetReader.Open(path)).Message;
        Assert.Contains(":2:2: 'query' is empty", message, StringComparison.Ordinal);
        Assert.Contains(":3:3: a tool call has no name", message, StringComparison.Ordinal);
    }

    private List<EvaluationCase> Read<T>(IReadOnlyCollection<T> rows, int rowGroup)
        where T : class, new() => [.. DatasetReader.Open(Write(rows, rowGroup)).Rows()];

    private string Write<T>(IReadOnlyCollection<T> rows, int rowGroup)
        where T : class, new()
    {
        var path = _folder.Path($"{Guid.NewGuid():n}.parquet");
        using var file = File.Create(path);
        Task.Run(() => ParquetSerializer.SerializeAsync(rows, file, new ParquetOptions { RowGroupSize = rowGroup })).GetAwaiter().GetResult();
        return path;
    }

    public sealed class Row
    {
        public string? id { get; set; }

        public string? query { get; set; }

        public List<string>? tags { get; set; }

        public List<Message>? response { get; set; }

        public Dictionary<string, int>? retrieval_ground_truth { get; set; }

        public int? count { get; set; }

        public double? share { get; set; }

        public bool? critical { get; set; }

        public Detail? detail { get; set; }
    }

    public sealed class Message
    {
        public string? role { get; set; }

        public string? content { get; set; }

        public List<Call>? tool_calls { get; set; }
    }

    public sealed class Call
    {
        public string? name { get; set; }

        public string? arguments { get; set; }
    }

    public sealed class Detail
    {
        public string? note { get; set; }

        public int? weight { get; set; }
    }

    public sealed class Calls
    {
        public string? id { get; set; }

        public string? query { get; set; }

        public List<Call>? tool_calls { get; set; }
    }

    public sealed class Others
    {
        public string? query { get; set; }

        public DateTime day { get; set; }

        public decimal price { get; set; }

        public byte[]? raw { get; set; }

        public byte[]? plain { get; set; }

        public Guid key { get; set; }

        public long large { get; set; }
    }
}
