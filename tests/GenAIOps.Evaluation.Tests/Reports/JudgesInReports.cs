using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Calibration;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Reports.Html;
using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluation.Tests.Reports;

/// <summary>Each file says what judges spent, and whether they agree with people.</summary>
public sealed class JudgesInReports : IDisposable
{
    private const string Doubt = "correctness@1/m/00 is not calibrated: label <more>.";
    private readonly string _folder = Directory.CreateTempSubdirectory("judges").FullName;

    private readonly EvaluationReport _report = SomeReport.Of(
        [.. Enumerable.Range(0, 40).Select(i => SomeReport.Question(i) with { Judges = Spent(i) })],
        [SomeReport.Attack(0)],
        [.. Enumerable.Range(0, 40).Select(i => SomeReport.Question(i))]) with
    {
        Judges =
        [
            new("correctness", "correctness@1/m/00", new CalibrationFinding(false, [Doubt])),
            new("fluency", "fluency@1/m/11", new CalibrationFinding(true, ["fluency@1/m/11 agrees with people."])),
        ],
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheSummarySumsWhatJudgesSpentOfEachArm()
    {
        var usage = SummaryJson.Write(_report)["usage"]!;

        Assert.Equal("""{"calls":40,"calls_without_usage":1,"cached":39,"input_tokens":4000,"output_tokens":400,"model":"judge"}""", usage["candidate"]!["judges"]!.ToJsonString());
        Assert.Null(usage["baseline"]!["judges"]);
        Assert.Equal((4_000L, 800L), ((long)usage["candidate"]!["input_tokens"]!, (long)usage["candidate"]!["output_tokens"]!));
    }

    [Fact]
    public void TheSummaryNamesEachJudgeAndWhyItIsNotBelieved()
    {
        var expected = new JsonArray(
            new JsonObject { ["metric"] = "correctness", ["identity"] = "correctness@1/m/00", ["calibrated"] = false, ["reasons"] = new JsonArray(Doubt) },
            new JsonObject { ["metric"] = "fluency", ["identity"] = "fluency@1/m/11", ["calibrated"] = true, ["reasons"] = new JsonArray("fluency@1/m/11 agrees with people.") });

        Assert.Equal(expected.ToJsonString(), SummaryJson.Write(_report)["judges"]!.ToJsonString());
    }

    [Fact]
    public void ThePageSaysItBesideTheJudgesScores()
    {
        var page = ReportHtml.Write(_report);

        var row = page[page.IndexOf(">correctness<", StringComparison.Ordinal)..];
        Assert.Contains("is not calibrated: label &lt;more&gt;.", row[..row.IndexOf("</tr>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("40 requests, 4,000 input and 400 output tokens; 39 judgements were at hand; 1 requests said nothing of tokens", page, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMarkdownWarnsOfAJudgeThatIsNotCalibratedOnly()
    {
        var text = MarkdownSummary.Write(_report);

        // Text of others is escaped, so what stands around it is looked for.
        var lines = text.Split('\n');
        Assert.StartsWith("⚠️ ", Assert.Single(lines, line => line.Contains("is not calibrated", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("fluency", Assert.Single(lines, line => line.Contains("agrees with people", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("Judges of the candidate: 40 requests, 4,000 input and 400 output tokens", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Judges of the released", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ALineOfResultsTellsWhatItsJudgesSpentAndIsReadAgain()
    {
        var file = Path.Combine(_folder, "results.jsonl");
        ResultsWriter.Write(file, _report, TestContext.Current.CancellationToken);

        var read = ResultsReader.Read(file).ToList();

        Assert.Equal(
            [.. Enumerable.Range(0, 40).Select(i => Spent(i) with { Model = null })],
            read.Where(line => (line.Set, line.Arm) == ("golden", "candidate")).Select(line => line.Row.Judges));
        Assert.All(read.Where(line => line.Arm == "baseline"), line => Assert.Null(line.Row.Judges));
    }

    private static JudgeUsage Spent(int i) => new() { Calls = 1, CallsWithoutUsage = i == 0 ? 1 : 0, Cached = i == 0 ? 0 : 1, InputTokens = 100, OutputTokens = 10, Model = "judge" };
}
