using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Reports.Html;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Tests.Reports;

public sealed partial class HtmlPage
{
    [Fact]
    public void ThePolicyAllowsTheTwoPartsOfThePageAndNothingElse()
    {
        var html = ReportHtml.Write(SomeReport.Compared());

        var policy = Policy().Match(html).Groups[1].Value;
        string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
        Assert.Equal($"default-src 'none'; style-src {Hash(Style().Match(html).Groups[1].Value)}; script-src {Hash(Script().Match(html).Groups[1].Value)}; img-src data:; base-uri 'none'; form-action 'none'", policy);
        Assert.DoesNotMatch(@"https?://|\sstyle=|\son\w+=|url\(|@import", html);
    }

    [Fact]
    public void TheVerdictStandsInWordsBeforeAnyNumber()
    {
        var html = ReportHtml.Write(SomeReport.Compared());

        var body = html[html.IndexOf("<main>", StringComparison.Ordinal)..];
        Assert.Contains("<title>Too few cases to tell – evaluation</title>", html, StringComparison.Ordinal);
        Assert.Matches(@"<h1>Too few cases to tell</h1>\s*<p class=""decision""><span class=""sign"" aria-hidden=""true"">\?</span> Must not be released</p>", body);
        Assert.True(body.IndexOf("<h1>", StringComparison.Ordinal) < body.IndexOf("class=\"tiles\"", StringComparison.Ordinal));
    }

    [Fact]
    public void APlotSaysInWordsWhatItShows()
    {
        var html = ReportHtml.Write(SomeReport.Compared());

        Assert.Contains("aria-label=\"Share of questions that passed: 95&#160;%, interval 83.5 to 98.6&#160;%, at least 90&#160;% is asked\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Difference of the shares that pass, candidate minus released: −2.5 points, interval −12.9 to +6.5 points, at least −5 points is asked\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasLostComesFirstThenWhatWasWonThenWhatDidNotPass()
    {
        RowResult[] now = [SomeReport.Question(0), SomeReport.Question(1, RowStatus.Failed), SomeReport.Question(2), SomeReport.Question(3, RowStatus.Failed)];
        RowResult[] then = [SomeReport.Question(0), SomeReport.Question(1, RowStatus.Failed), SomeReport.Question(2, RowStatus.Failed), SomeReport.Question(3)];

        using var data = Data(ReportHtml.Write(SomeReport.Of(now, [SomeReport.Attack(0), SomeReport.Attack(1, RowStatus.Failed)], then)));

        Assert.Equal(["g-3", "g-2", "g-1", "s-1", "g-0", "s-0"], data.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetString()));
    }

    [Fact]
    public void RowsBeyondTheMostAreCounted()
    {
        var html = ReportHtml.Write(SomeReport.Compared() with { RowsInPage = 5 });

        using var data = Data(html);
        Assert.Equal(["g-3", "g-7", "g-0", "g-1", "g-2"], data.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetString()));
        Assert.Contains("5 of 50 rows: those that changed or did not pass come first. The other 45 are in results.jsonl only.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void LongAnswersAreCutAndSayByHowMuch()
    {
        using var data = Data(ReportHtml.Write(SomeReport.Of([SomeReport.Question(0, answer: new string('x', 9_000))], [SomeReport.Attack(0)])));

        var answer = data.RootElement.GetProperty("rows")[0].GetProperty("now").GetProperty("answer").GetString();
        Assert.EndsWith("xx… (1,000 more characters: see results.jsonl)", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void ARowAskedSeveralTimesIsOneRowThatShowsWhatDidNotPass()
    {
        RowResult[] rows = [SomeReport.Question(0), SomeReport.Question(0, RowStatus.Failed, "Sixty.", 0.1) with { Repeat = 1 }];

        using var data = Data(ReportHtml.Write(SomeReport.Of(rows, [SomeReport.Attack(0)], repeats: 2)));

        var now = data.RootElement.GetProperty("rows")[0].GetProperty("now");
        Assert.Equal(("failed", "Sixty.", "1 of 2 times passed"), (now.GetProperty("status").GetString(), now.GetProperty("answer").GetString(), now.GetProperty("times").GetString()));
        Assert.Equal(0.5, now.GetProperty("scores")[0].GetDouble(), 9);
    }

    [Fact]
    public void AllFilesAreWrittenAtOnce()
    {
        var folder = Directory.CreateTempSubdirectory("report").FullName;
        try
        {
            var (summary, markdown) = ReportFolder.Write(folder, SomeReport.Compared(), cancellationToken: TestContext.Current.CancellationToken);

            Assert.Equal(["junit.xml", "report.html", "results.jsonl", "summary.json", "summary.md"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.Equal(markdown, File.ReadAllText(Path.Combine(folder, "summary.md")));
            Assert.Equal(summary.ToJsonString(), System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")))!.ToJsonString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static JsonDocument Data(string html) => JsonDocument.Parse(DataElement().Match(html).Groups[1].Value);

    [GeneratedRegex("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">")]
    private static partial Regex Policy();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataElement();
}
