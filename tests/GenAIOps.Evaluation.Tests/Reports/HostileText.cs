using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Reports.Html;

namespace GenAIOps.Evaluation.Tests.Reports;

/// <summary>Whatever stands in questions, answers, ids, tags and reasons, it stays text.</summary>
public sealed partial class HostileText
{
    private static readonly string[] s_pieces =
    [
        "</script>", "<script>alert(1)</script>", "<!--", "-->", "]]>", "<![CDATA[", "</td></tr></table>", "<img src=x onerror=alert(1)>", "\" onload=\"x", "' x='", "&amp;", "&#0;", "|", "\n", "\r\n", "\r", "`", "```", "@team", "#12",
        "</details>", "</summary>", "[x](javascript:alert(1))", "![x](https://e.org/x)", "**", "<https://e.org>", "\\", "\\|", "\u2028", "\u2029", "\u0085", "\0", "\u0007", "\u001B[31m", "\u202E", "\u200B", "\uFEFF", "\uFFFE", "\uFFFF", "\uD800", "\uDC00",
        "\U0001F600", "{{x}}", "${x}", "%00", "  ", "\t", "\f", "---", "| --- |", "= 1 + 1", "é", "日本語",
    ];

    /// <summary>Pieces that break formats, among arbitrary UTF-16.</summary>
    private static readonly Gen<string> s_text = Gen.OneOf(Gen.Int[0, s_pieces.Length - 1].Select(i => s_pieces[i]), Gen.Char.Array[0, 5].Select(letters => new string(letters))).Array[1, 8].Select(parts => string.Concat(parts))
        .Where(text => text.Length > 0);

    [Fact]
    public void ItNeverLeavesALineOfResults() => s_text.Sample(text =>
    {
        foreach (var row in SomeReport.Saying(text).Golden.Read())
        {
            var line = ResultsWriter.Row(row, "golden", "candidate").ToJsonString();
            Assert.DoesNotContain('\n', line);
            using var read = JsonDocument.Parse(line);
            Assert.Equal(WellFormed.Of(text), read.RootElement.GetProperty("response").GetString());
            Assert.Equal(WellFormed.Of(text), read.RootElement.GetProperty("id").GetString());
        }
    }, iter: 2_000);

    [Fact]
    public void ItIsReadFromAFileAsItWasWritten()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.jsonl");
        try
        {
            s_text.Sample(text =>
            {
                ResultsWriter.Write(file, SomeReport.Saying(text), TestContext.Current.CancellationToken);
                Assert.All(ResultsReader.Read(file).Where(line => line.Arm == "candidate"), line => Assert.Equal(WellFormed.Of(text), line.Row.Answer!.Text));
            }, iter: 200, threads: 1);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void ItNeverLeavesAnAttributeOrElementOfXml() => s_text.Sample(text =>
    {
        var suites = JUnitFile.Write(SomeReport.Saying(text));
        Assert.Equal(
            ["testsuites", "testsuite", "properties", "property", "property", "property", "property", "property", "property", "property", "property", "testcase", "failure", "testsuite", "properties", "property", "property", "property", "property", "property", "property", "property", "property", "testcase", "failure"],
            suites.DescendantsAndSelf().Select(element => element.Name.LocalName));
        Assert.Equal(JUnitXml.Xml(text), (string?)suites.Descendants("testcase").First().Attribute("name"));
    }, iter: 1_000);

    [Fact]
    public void ItNeverLeavesACellOfMarkdown() => s_text.Sample(text =>
    {
        var plain = MarkdownSummary.Write(SomeReport.Saying("x"));
        var hostile = MarkdownSummary.Write(SomeReport.Saying(text));
        // The shape is the same: as many lines, as many cells in each, and no other element.
        Assert.Equal(plain.Split('\n').Select(line => line.Count(letter => letter == '|')), hostile.Split('\n').Select(line => line.Count(letter => letter == '|')));
        Assert.Equal(Elements().Matches(plain).Select(match => match.Value), Elements().Matches(hostile).Select(match => match.Value));
        Assert.DoesNotMatch(@"@(?!&#8203;)", hostile);
        Assert.Equal(plain.Count(letter => letter == '`'), hostile.Count(letter => letter == '`'));
    }, iter: 1_000);

    [Fact]
    public void ItNeverLeavesThePage()
    {
        var shape = Shape(ReportHtml.Write(SomeReport.Saying("x")));
        s_text.Sample(text =>
        {
            var html = ReportHtml.Write(SomeReport.Saying(text));
            Assert.Equal(shape, Shape(html));
            using var data = HtmlPage.Data(html);
            var row = data.RootElement.GetProperty("rows")[0];
            Assert.Equal(WellFormed.Of(text), row.GetProperty("now").GetProperty("answer").GetString());
            Assert.Equal(WellFormed.Of(text) + "!", WellFormed.Of(row.GetProperty("then").GetProperty("answer").GetString()!));
            // What the whole file is: UTF-8 that comes back, with nothing that HTML forbids.
            Assert.Equal(html, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(html)));
            Assert.DoesNotMatch("[\0-\u0008\u000B\u000C\u000E-\u001F]", html);
            Assert.DoesNotMatch("[<>&\u2028\u2029]", data.RootElement.GetRawText());
        }, iter: 300);
    }

    /// <summary>Every tag with its attributes' names, outside of style and script.</summary>
    private static List<string> Shape(string html) =>
        [.. Tags().Matches(Blocks().Replace(html, "$1$3")).Select(match => Values().Replace(match.Value, ""))];

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Elements();

    [GeneratedRegex("(<(style|script)[^>]*>).*?(</\\2>)", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("</?[a-zA-Z!](?:\"[^\"]*\"|[^>\"])*>")]
    private static partial Regex Tags();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Values();
}
