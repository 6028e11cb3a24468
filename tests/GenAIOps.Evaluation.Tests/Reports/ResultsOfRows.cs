using System.Text.Json;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Tests.Reports;

public sealed class ResultsOfRows : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("results").FullName;

    private string File => Path.Combine(_folder, "evaluation", "results.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ALineIsWrittenForEachRowAndArmAndReadAgainAsItWas()
    {
        var report = SomeReport.Compared();

        Assert.Equal(90, ResultsWriter.Write(File, report, TestContext.Current.CancellationToken));

        var lines = ResultsReader.Read(File).ToList();
        Assert.Equal([("golden", "candidate", 40), ("safety", "candidate", 10), ("golden", "baseline", 40)], lines.GroupBy(line => (line.Set, line.Arm)).Select(group => (group.Key.Set, group.Key.Arm, group.Count())));
        foreach (var (line, row) in lines.Zip(report.Golden.Read().Concat(report.Safety.Read()).Concat(report.Baselines[0].Run!.Read())))
        {
            Assert.Equal(ResultsWriter.Row(row, line.Set, line.Arm).ToJsonString(), ResultsWriter.Row(line.Row, line.Set, line.Arm).ToJsonString());
        }
    }

    [Fact]
    public void ALineTellsRepeatLatencyAttemptsAndTokens()
    {
        var row = SomeReport.Question(1) with { Repeat = 2, Attempts = 3, Latency = TimeSpan.FromMilliseconds(12.34) };

        ResultsWriter.Write(File, SomeReport.Of([SomeReport.Question(1), SomeReport.Question(1) with { Repeat = 1 }, row], [], repeats: 3), TestContext.Current.CancellationToken);

        using var line = JsonDocument.Parse(System.IO.File.ReadLines(File).Last());
        var json = line.RootElement;
        Assert.Equal((2, 3, 12.3, 100, 20), (json.GetProperty("repeat").GetInt32(), json.GetProperty("attempts").GetInt32(), json.GetProperty("latency_ms").GetDouble(), json.GetProperty("input_tokens").GetInt32(), json.GetProperty("output_tokens").GetInt32()));
        Assert.Equal("gpt-5-mini", json.GetProperty("model").GetString());
    }

    [Fact]
    public void AFileThatCannotBeCompletedIsNotPutInPlace()
    {
        var report = SomeReport.Compared();
        ResultsWriter.Write(File, report, TestContext.Current.CancellationToken);
        var before = System.IO.File.ReadAllBytes(File);
        var broken = report with { Safety = new RunResult(report.Safety.Statuses, 1, report.Safety.Scores, () => throw new IOException("the journal is gone")) };

        Assert.Throws<IOException>(() => ResultsWriter.Write(File, broken, TestContext.Current.CancellationToken));

        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void RowsAreWrittenWhileTheyAreRead()
    {
        var written = new List<long>();
        IEnumerable<RowResult> Rows()
        {
            for (var i = 0; i < 2_000; i++)
            {
                if (i % 500 == 499) written.Add(new FileInfo(File + ".new").Length);
                yield return SomeReport.Question(i, answer: new string('x', 1_000));
            }
        }

        var report = SomeReport.Of([SomeReport.Question(0)], []) with { Golden = new RunResult(new RowStatus[2_000], 1, new Dictionary<string, IReadOnlyList<double>>(), Rows) };

        ResultsWriter.Write(File, report, TestContext.Current.CancellationToken);

        // 500 rows of more than 1 kB, less what the buffers hold.
        Assert.Equal(4, written.Count);
        Assert.All(written, (length, i) => Assert.InRange(length, (i + 1) * 500_000 - 250_000, (i + 1) * 900_000));
    }

    [Theory]
    [InlineData("{", ":1: ")]
    [InlineData("[]", ":1: it is no JSON object")]
    [InlineData("""{"set":"golden"}""", "'arm' is missing or no text")]
    [InlineData("""{"set":"golden","arm":"candidate","id":"1","query":"q","status":"fine"}""", "'status' is 'fine', and must be passed, failed, errored or skipped")]
    [InlineData("""{"set":"golden","arm":"candidate","id":"1","query":"q","status":"passed","latency_ms":"soon"}""", "'latency_ms' is no number")]
    [InlineData("""{"set":"golden","arm":"candidate","id":"1","query":"q","status":"passed","tags":[1]}""", "'tags' has an item that is no text")]
    public void ABadLineIsNamed(string line, string message)
    {
        var file = Path.Combine(_folder, "bad.jsonl");
        System.IO.File.WriteAllText(file, line);

        var error = Assert.Throws<InvalidDataException>(() => ResultsReader.Read(file).ToList());

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains($"{file}:1: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LinesOfOlderAndNewerVersionsAreRead()
    {
        var file = Path.Combine(_folder, "old.jsonl");
        System.IO.File.WriteAllText(file, """{"id":"1","set":"golden","arm":"candidate","status":"errored","query":"q","response":null,"scores":{},"reasons":["no answer"],"latency_ms":0,"attempts":4,"of_the_future":{}}""");

        var row = Assert.Single(ResultsReader.Read(file)).Row;

        Assert.Equal((RowStatus.Errored, null, 4, 0), (row.Status, row.Answer, row.Attempts, row.Repeat));
        Assert.Equal(["no answer"], row.Reasons);
    }
}
