using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Reports.Html;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Tests.Runs;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Tests.Reports;

/// <summary>Where environments have different agents live, every file shows each comparison and says which is which.</summary>
public sealed class SeveralReleasedAgents : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("several").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheSummaryHasEachComparison()
    {
        var summary = JsonNode.Parse(SummaryJson.Write(Report()).ToJsonString())!;

        var comparisons = summary["comparisons"]!.AsArray();
        Assert.Equal([("bbbb", "prod-eu", -0.025, 1), ("cccc", "prod-1", 0.05, 2)], comparisons.Select(one =>
            (((string)one!["baseline"]!["digest"]!)[7..11], (string)one["environments"]![0]!, Math.Round((double)one["comparison"]!["difference"]!, 6), (int)one["changed"]!["flipped"]!)));
        Assert.Equal([0.975, 0.9], comparisons.Select(one => (double)one!["metrics"]![0]!["baseline_mean"]!));
        Assert.All(comparisons, one => Assert.Equal(40, (int)one!["usage"]!["answers"]!));

        // The first stands where the only one does.
        foreach (var member in (string[])["baseline", "comparison", "metrics", "slices", "changed"]) Assert.True(JsonNode.DeepEquals(summary[member], comparisons[0]![member]), member);
        Assert.Equal(["prod-eu", "prod-1"], summary["findings"]!.AsArray().Where(finding => (string)finding!["name"]! == "difference").Select(finding => (string?)finding!["baseline"]));
    }

    [Fact]
    public void AReportAgainstOneHasNoPartsForSeveral()
    {
        var report = SomeReport.Compared();
        var summary = SummaryJson.Write(report);
        Assert.False(summary.ContainsKey("comparisons"));
        Assert.DoesNotContain(summary["findings"]!.AsArray(), finding => finding!.AsObject().ContainsKey("baseline"));
        Assert.DoesNotContain("prod-eu", MarkdownSummary.Write(report) + ReportHtml.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void TheMarkdownHasEachComparison()
    {
        var text = MarkdownSummary.Write(Report());
        foreach (var name in (string[])["prod-eu", "prod-1"])
        {
            Assert.Contains($"### Metrics, against {name}", text, StringComparison.Ordinal);
            Assert.Contains($"### Slices, against {name}", text, StringComparison.Ordinal);
            Assert.Contains($"or the other way round, against {name}", text, StringComparison.Ordinal);
            Assert.Contains($"Latency of the released ({name})", text, StringComparison.Ordinal);
        }

        Assert.Single(Regex.Matches(text, "Latency of the candidate"));
        Assert.Contains($"against `sha256:{new string('b', 64)}` (prod-eu) and `sha256:{new string('c', 64)}` (prod-1)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePageHasEachComparison()
    {
        var html = ReportHtml.Write(Report());
        foreach (var name in (string[])["prod-eu", "prod-1"])
        {
            Assert.Contains($"<h2>Against the released agent of {name}</h2>", html, StringComparison.Ordinal);
            Assert.Contains($">Metrics, against {name}</h2>", html, StringComparison.Ordinal);
            Assert.Contains($">By tag, against {name}</h2>", html, StringComparison.Ordinal);
            Assert.Contains($"<dt>Compared with {name}</dt>", html, StringComparison.Ordinal);
            Assert.Contains($"released ({name})", html, StringComparison.Ordinal);
        }

        string[] ids = [.. Regex.Matches(html, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
        Assert.Equal(ids.Distinct(), ids);
    }

    /// <summary>Row 3 is lost against prod-eu alone; what passed with both and passes still is shown beside the first.</summary>
    [Fact]
    public void ARowOfThePageIsBesideTheAgentThatItLostAgainst()
    {
        var html = ReportHtml.Write(Report());
        var rows = JsonNode.Parse(Regex.Match(html, "id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value)!["rows"]!.AsArray();
        var lost = rows.Single(row => (string)row!["id"]! == "g-3")!;
        Assert.Equal(("prod-eu", "failed", "passed"), ((string?)lost["against"], (string?)lost["now"]!["status"], (string?)lost["then"]!["status"]));
        Assert.Equal(("g-3", "prod-eu"), ((string?)rows[0]!["id"], (string?)rows.Single(row => (string)row!["id"]! == "g-0")!["against"]));
    }

    [Fact]
    public void RowsAndTestsTellWhoseTheyAre()
    {
        ReportFolder.Write(_folder, Report(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([("candidate", 50), ("baseline prod-eu", 40), ("baseline prod-1", 40)], ResultsReader.Read(Path.Combine(_folder, "results.jsonl")).GroupBy(line => line.Arm).Select(arm => (arm.Key, arm.Count())));
        var properties = XDocument.Load(Path.Combine(_folder, "junit.xml")).Descendants("testsuite").First().Descendants("property").ToDictionary(one => (string)one.Attribute("name")!, one => (string)one.Attribute("value")!);
        Assert.Equal($"sha256:{new string('b', 64)}, sha256:{new string('c', 64)}", properties["baseline.digest"]);
        Assert.StartsWith($"sha256:{new string('c', 64)}: +5 points", properties["comparison.prod-1"], StringComparison.Ordinal);
    }

    /// <summary>The candidate fails rows 3 and 7; prod-eu's agent 7, prod-1's 3, 7, 8 and 9.</summary>
    private static EvaluationReport Report()
    {
        var report = SomeReport.Compared();
        var baselines = Some.Released(report.Baselines[0].Run, RunResult.Of([.. Enumerable.Range(0, 40).Select(i => SomeReport.Question(i, i is 3 or 7 or 8 or 9 ? RowStatus.Failed : RowStatus.Passed))]));
        return report with { Baselines = baselines, Verdict = Verdict.Judge(report.Golden, report.Safety, baselines, report.Policy) };
    }
}
