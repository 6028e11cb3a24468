using System.Text;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Tests.Datasets;

public sealed class ReadingDatasets : IDisposable
{
    private const string Row = """{"id":"g-1","query":"How long?","ground_truth":"Thirty days.","context":"Thirty days.","article":"returns","tags":["easy"]}""";
    private readonly SetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\uFEFF" + Row + "\r\n")]
    [InlineData(Row)]
    [InlineData("\n\n" + Row + "\n \t\n")]
    public void MarksAndLineEndsDoNotMatter(string text) => Assert.Equal("g-1", Assert.Single(Read(text).Rows()).Id);

    [Theory]
    [InlineData("{\"id\":\"g-1\"}", ":1:1: 'query' is missing")]
    [InlineData(Row + "\n{\"id\":", ":2:7:")]
    [InlineData(Row + "\n" + Row, ":2:1: id 'g-1' stands in line 1 already")]
    [InlineData("", ":1:1: the file holds no row")]
    [InlineData("[]", ":1:1: the row is a list, and must be a JSON object")]
    [InlineData("{\"query\":\"a\",\"query\":\"b\"}", ":1:14: 'query' stands twice")]
    [InlineData("{\"query\":\"a\"} {}", ":1:15: ")]
    [InlineData("{\"query\": \" \"}", ":1:2: 'query' is empty")]
    [InlineData("{\"query\":\"ü\",\"critical\":\"maybe\"}", ":1:14: 'critical' is 'maybe', and must be true or false")]
    [InlineData("{\"query\":\"a\",\"context\":\"\\ud83d\"}", ":1:24: a text holds an escape that is half a character")]
    [InlineData("{\"query\":\"a\",\"x\":{\"y\":[\"\\udc00\"]}}", ":1:24: a text holds an escape that is half a character")]
    [InlineData("{\"query\":\"a\",\"question\":\"b\"}", "'query' and 'question' both mean query")]
    [InlineData("{\"query\":\"a\"}\n{\"query\":\"a\"}", "the row is the same as that of line 1")]
    [InlineData("{\"query\":\"a\",\"tool_calls\":[{}]}", "a tool call has no name")]
    [InlineData("{\"messages\":[{\"role\":\"wizard\",\"content\":\"a\"}]}", "the role 'wizard'")]
    public void WhatIsWrongIsNamedWithItsPlace(string text, string expected)
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(text)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.Path("set.jsonl"), message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was asked. Mend the rows, then run the same command again.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryBadRowIsSaidAtOnceAndTheRestIsCounted()
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(string.Concat(Enumerable.Repeat("{\"id\":\"x\"}\n", 25)))).Message;
        Assert.Contains(":20:1:", message, StringComparison.Ordinal);
        Assert.DoesNotContain(":21:1:", message, StringComparison.Ordinal);
        Assert.Contains("... and 5 more", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoColumnsOfOneMeaningAreOneErrorOfTheFile()
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(string.Concat(Enumerable.Repeat("{\"query\":\"a\",\"prompt\":\"b\"}\n", 25)))).Message;
        Assert.Equal(2, message.Split('\n').Length);
        Assert.StartsWith($"{_folder.Path("set.jsonl")}:1:14: 'query' and 'prompt' both mean query", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameIdTwiceIsToldBesideOtherProblems()
    {
        var message = Assert.Throws<InvalidDataException>(() => Read("{\"id\":\"a\",\"query\":\"q\"}\n{\"id\":\"b\"}\n{\"id\":\"a\",\"query\":\"r\"}\n")).Message;
        Assert.Contains(":2:1: 'query' is missing; the row has id", message, StringComparison.Ordinal);
        Assert.Contains(":3:1: id 'a' stands in line 1 already", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderIsNoSet()
    {
        Directory.CreateDirectory(_folder.Path("set.jsonl"));
        Assert.Contains("cannot be read", Assert.Throws<InvalidDataException>(() => DatasetReader.Open(_folder.Path("set.jsonl"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1, 2, 3]")]
    [InlineData("[]")]
    [InlineData("[\"a\"]")]
    public void ATextMayBeAListOfSomethingElseThanMessages(string text)
    {
        var row = Read(System.Text.Json.JsonSerializer.Serialize(new { query = text, response = text })).Rows().Single();
        Assert.Equal((text, text), (row.Query, row.Response));
    }

    [Fact]
    public void AFileThatGrewIsNotReadAtAll()
    {
        var set = Read(Row);
        File.AppendAllText(_folder.Path("set.jsonl"), "\n");
        Assert.Contains("was changed while it was in use", Assert.Throws<InvalidDataException>(() => set.Rows().First()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASetInMemoryMayHaveToolsWithoutParameters() =>
        Assert.Equal(64, Dataset.Of("set", new EvaluationCase { Id = "a", Query = "q", ToolDefinitions = [new ToolDefinition("t", "", default)], ToolCalls = [new ToolCall("t", default)] }).Sha256.Length);

    [Fact]
    public void AFileOfAnotherEncodingIsNamed()
    {
        File.WriteAllText(_folder.Path("set.jsonl"), Row, Encoding.Unicode);
        Assert.Contains("UTF-16", Assert.Throws<InvalidDataException>(() => DatasetReader.Open(_folder.Path("set.jsonl"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheHashIsThatOfTheBytes()
    {
        Assert.NotEqual(Read(Row).Sha256, Read(Row + "\n").Sha256);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Row))), Read(Row).Sha256);
    }

    [Fact]
    public void AFileThatChangesMeanwhileIsNoLongerTheSet()
    {
        var set = Read(Row + "\n" + Row.Replace("g-1", "g-2", StringComparison.Ordinal));
        _folder.Write("set.jsonl", Row + "\n" + Row.Replace("g-1", "g-3", StringComparison.Ordinal));
        Assert.Contains("was changed while it was in use", Assert.Throws<InvalidDataException>(() => set.Rows().Count()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("question", "answer")]
    [InlineData("Input", "Expected Output")]
    [InlineData("prompt", "reference")]
    [InlineData("user_input", "ideal")]
    [InlineData("inputs.query", "ground-truth")]
    public void OthersNamesForColumnsAreKnown(string query, string truth)
    {
        var row = Assert.Single(Read($$"""{"{{query}}":"How long?","{{truth}}":"Thirty days.","difficulty":3}""").Rows());
        Assert.Equal(("How long?", "Thirty days.", 3), (row.Query, row.GroundTruth, row.Fields["difficulty"].GetInt32()));
        Assert.StartsWith("row-", row.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAnswerIsTheRightOneUnlessTheSetHasThatToo()
    {
        Assert.Equal("yes", Read("""{"query":"q","answer":"yes"}""").Rows().Single().GroundTruth);
        var both = Read("""{"query":"q","answer":"yes","ground_truth":"no"}""").Rows().Single();
        Assert.Equal(("no", "yes"), (both.GroundTruth, both.Response));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("{{item.x}}")]
    [InlineData("${data.x}")]
    public void AMappingSaysWhatAColumnIs(string mapping)
    {
        var options = new DatasetOptions { Columns = new Dictionary<string, string> { ["query"] = mapping } };
        _folder.Write("set.jsonl", """{"x":"asked","question":"not this"}""");
        var row = DatasetReader.Open(_folder.Path("set.jsonl"), options).Rows().Single();
        Assert.Equal("asked", row.Query);
        Assert.True(row.Fields.ContainsKey("question"));
    }

    [Fact]
    public void AConversationIsReadWithItsTools()
    {
        var row = Read("""
            {"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"text","text":"Hello"}]},{"role":"user","content":[{"type":"text","text":"Weather in"},{"type":"text","text":"Rome?"}]},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\"}"}}]},{"role":"tool","tool_call_id":"c1","content":[{"type":"tool_result","tool_result":{"celsius":20}}]},{"role":"assistant","content":"20 degrees."}],"tool_definitions":[{"name":"weather","description":"d","parameters":{"type":"object"}}]}
            """.Trim()).Rows().Single();
        Assert.Equal(("Weather in\nRome?", "20 degrees."), (row.Query, row.Response));
        Assert.Equal(["system", "user", "assistant"], row.History.Select(message => message.Role));
        var call = Assert.Single(row.ToolCalls!);
        Assert.Equal(("weather", "Rome", "c1"), (call.Name, call.Arguments.GetProperty("city").GetString(), call.Id));
        Assert.Equal("weather", Assert.Single(row.ToolDefinitions).Name);
    }

    [Fact]
    public void ToolsOfEarlierTurnsAreInTheHistory()
    {
        var row = Read("""{"query":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_call","tool_call_id":"c1","name":"t","arguments":null}]},{"role":"tool","content":[{"type":"tool_result","tool_call_id":"c1","tool_result":"r"}]},{"role":"user","content":"b"}]}""").Rows().Single();
        Assert.Equal(("b", null, "c1", "r"), (row.Query, row.Response, row.History[2].ToolCallId, row.History[2].Text));
        Assert.Equal(System.Text.Json.JsonValueKind.Undefined, Assert.Single(row.History[1].ToolCalls).Arguments.ValueKind);
    }

    [Theory]
    [InlineData("""["d1","d2"]""", 1)]
    [InlineData("""[{"document_id":"d1","query_relevance_label":3},{"document_id":"d2","query_relevance_label":0}]""", 3)]
    [InlineData("""{"d1":2}""", 2)]
    [InlineData("\"d1, d2\"", 1)]
    public void RelevantDocumentsHaveGrades(string value, int grade) =>
        Assert.Equal(grade, Read($$"""{"query":"q","retrieval_ground_truth":{{value}}}""").Rows().Single().RelevantDocuments["d1"]);

    [Theory]
    [InlineData("golden.jsonl", 130)]
    [InlineData("safety.jsonl", 70)]
    public void TheSamplesSetsAreRead(string file, int rows)
    {
        var set = DatasetReader.Open(Path.Combine(SetFolder.Repository(), "src", "SupportAgent", "evaluation", file));
        Assert.Equal((rows, rows), (set.Count, set.Rows().Count()));
        Assert.All(set.Rows(), row => Assert.Subset(new HashSet<string> { "difficulty" }, row.Fields.Keys.ToHashSet()));
    }

    private Dataset Read(string text)
    {
        _folder.Write("set.jsonl", text);
        return DatasetReader.Open(_folder.Path("set.jsonl"));
    }
}
