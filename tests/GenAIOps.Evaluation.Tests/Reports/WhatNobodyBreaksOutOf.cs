using System.Text.Json.Nodes;
using System.Xml.Linq;
using CsCheck;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Tests.Runs;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Tests.Reports;

/// <summary>Whatever agents, questions and ids say: each form of a report stays what it is.</summary>
public sealed class WhatNobodyBreaksOutOf
{
    private static readonly string[] s_hostile =
    [
        "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "| a | b |\n| - |", "@somebody #12 [x](http://y)", "\u0000\u0001\u2028\ufffe\ud800", "```\n# head", "]]>", "&amp;", "\\|", "<!--",
    ];

    private static Gen<string> Words => Gen.OneOf(Gen.String, Gen.Int[0, s_hostile.Length - 1].Select(i => s_hostile[i]));

    [Fact]
    public void NoWordsBreakOutOfAReport() => Gen.Select(Words, Words, Words, Gen.Bool).Array[1, 20].Sample(rows =>
    {
        var report = Report(rows);
        var html = ReportHtml.Write(report);
        // The page's own two blocks, and the rows as data.
        Assert.Equal(2, html.Split("<script").Length - 1);
        Assert.Equal(2, html.Split("</script>").Length - 1);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        var from = html.IndexOf("id=\"data\">", StringComparison.Ordinal) + "id=\"data\">".Length;
        Assert.Equal(rows.Length + 1, JsonNode.Parse(html[from..html.IndexOf("</script>", from, StringComparison.Ordinal)])!.AsArray().Count);

        var markdown = ReportMarkdown.Write(report);
        Assert.DoesNotMatch(@"(?<!\\)@\w|<img|<script", markdown);
        // Each line of a table has the cells that its head has.
        Assert.All(markdown.Split('\n').Where(line => line.StartsWith("| g", StringComparison.Ordinal)), line => Assert.InRange(Cells(line), 4, 5));

        using MemoryStream xml = new();
        JUnitXml.Write(xml, report);
        xml.Position = 0;
        var suites = XDocument.Load(xml).Root!.Elements("testsuite").ToList();
        Assert.Equal([rows.Length, 1], suites.Select(suite => suite.Elements("testcase").Count()));
        Assert.Equal(rows.Count(row => !row.Item4), suites[0].Elements("testcase").Count(each => each.Element("failure") is not null));
    }, iter: 150);

    [Fact]
    public void MarkdownStaysBelowWhatACommentHolds()
    {
        var report = Report([.. Enumerable.Range(0, 2000).Select(i => (new string('q', 400), new string('a', 400), "reason", false))]);
        var markdown = ReportMarkdown.Write(report);
        Assert.InRange(markdown.Length, 1000, 65_536);
        Assert.Matches(@"\d+ more are in results.jsonl", markdown);
    }

    [Fact]
    public void ALargePageHoldsWhatDidNotPassAndSaysWhatIsLeftOut()
    {
        var report = Report([.. Enumerable.Range(0, 6000).Select(i => ($"question {i}", "answer", "reason", i != 5999))]);
        var html = ReportHtml.Write(report);
        Assert.Contains("This page holds 5000 of 6001 rows", html, StringComparison.Ordinal);
        Assert.Contains("question 5999", html, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSummaryHasNoNumberThatJsonLacks()
    {
        var rows = Enumerable.Range(0, 40).Select(i => Some.Question(i) with { Cluster = "one" }).ToList();
        var golden = Some.Run(40, 0);
        var report = Report([("q", "a", "r", true)]) with { GoldenSet = Dataset.Of("golden", rows), Golden = golden, Baseline = golden };
        report = report with { Verdict = Verdict.Judge(golden, report.Safety, golden, report.Policy, SetFacts.Of(report.GoldenSet)) };
        var summary = JsonNode.Parse(SummaryJson.Write(report).ToJsonString())!;
        Assert.Null(summary["comparison"]!["interval"]![0]);
        Assert.Equal("difference", (string?)summary["findings"]![2]!["name"]);
    }

    private static int Cells(string line) => line.Replace("\\\\", "", StringComparison.Ordinal).Replace("\\|", "", StringComparison.Ordinal).Count(letter => letter == '|') - 1;

    private static EvaluationReport Report((string Query, string Answer, string Reason, bool Passed)[] rows)
    {
        var set = Dataset.Of("golden.jsonl", [.. rows.Select((row, i) => Some.Question(i) with { Query = row.Query, Tags = [row.Query] })]);
        var golden = RunResult.Of([.. set.Rows().Select((row, i) => new RowResult(
            row, rows[i].Passed ? RowStatus.Passed : RowStatus.Failed, Some.Good with { Text = rows[i].Answer }, new Dictionary<string, double> { ["score"] = i }, [rows[i].Reason], TimeSpan.Zero, 1))]);
        var before = RunResult.Of([.. golden.Read().Select(row => row with { Status = RowStatus.Passed, Answer = Some.Good })]);
        var safety = Some.Run(1, 0, prefix: "s");
        return new EvaluationReport
        {
            Digest = "sha256:aaaa",
            Revision = "agent--r1",
            BaselineDigest = "sha256:bbbb",
            Model = "a-model",
            GoldenSet = set,
            SafetySet = Dataset.Of("safety.jsonl"),
            Golden = golden,
            Safety = safety,
            Baseline = before,
            Verdict = Verdict.Judge(golden, safety, before, new EvaluationPolicy()),
            Policy = new EvaluationPolicy(),
            Evaluators = ["score"],
            StartedAt = DateTimeOffset.UnixEpoch,
            FinishedAt = DateTimeOffset.UnixEpoch,
        };
    }
}
