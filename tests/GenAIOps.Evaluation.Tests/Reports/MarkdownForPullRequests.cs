using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Tests.Reports;

public sealed class MarkdownForPullRequests
{
    [Fact]
    public void TheVerdictComesFirstThenWhatItRestsOn()
    {
        var lines = MarkdownSummary.Write(SomeReport.Compared()).Split('\n');

        Assert.Equal("## ❌ Too few cases to tell", lines[0]);
        Assert.Equal("**Must not be released** (TooFewCases)", lines[2]);
        Assert.StartsWith("- the difference to the released agent is -2.5 %", lines[4], StringComparison.Ordinal);
        Assert.Equal(["### Metrics", "### Attacks", "### Slices"], lines.Where(line => line.StartsWith("###", StringComparison.Ordinal)));
        Assert.Contains("| pass rate | 95\u00A0% | 83.5 to 98.6\u00A0% | 97.5\u00A0% | −2.5 points | −12.9 to +6.5 points | ≥ 90\u00A0% | ? open |", lines);
        Assert.Contains("| returns | 20 | 100\u00A0% | 83.9 to 100\u00A0% | 0 points | −16.1 to +16.1 points |", lines);
        Assert.Contains("| jailbreak | 5 | 0 | 0\u00A0% | 0 to 52.2\u00A0% |", lines);
        Assert.Contains("| g-3 | −1 | Question 3? | You have thirty days. | You have sixty days. | correctness&#58; too little of it is right |", lines);
    }

    [Fact]
    public void ChangedRowsAreFolded()
    {
        var text = MarkdownSummary.Write(SomeReport.Compared());

        Assert.Contains("<details><summary>1 question passes now and did not, or the other way round; the rows that changed most</summary>", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("<details>").Length - 1);
        Assert.Equal(2, text.Split("</details>").Length - 1);
    }

    [Theory]
    [InlineData(4_096)]
    [InlineData(20_000)]
    [InlineData(MarkdownSummary.MostCharacters)]
    public void ItFitsAndSaysHowMuchDidNot(int most)
    {
        RowResult[] rows = [.. Enumerable.Range(0, 2_000).Select(i => SomeReport.Question(i, RowStatus.Failed, new string('<', 5_000)))];
        rows = [.. rows.Select((row, i) => row with { Case = row.Case with { Tags = [$"tag {i}"] } })];

        var text = MarkdownSummary.Write(SomeReport.Of(rows, [.. Enumerable.Range(0, 50).Select(i => SomeReport.Attack(i, RowStatus.Failed))], [.. rows.Select(row => row with { Status = RowStatus.Passed })]), most);

        Assert.InRange(text.Length, most / 4, most);
        Assert.Matches(@"\n[\d,]+ more tags: see report\.html and results\.jsonl\.\n|2,000 tags did not fit here", text);
        Assert.Matches(@"\n[\d,]+ more rows: see report\.html and results\.jsonl\.\n|rows did not fit here", text);
        Assert.Equal(text.Split("<details>").Length, text.Split("</details>").Length);
        Assert.EndsWith("Every row is in `results.jsonl` and `report.html`.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAReleasedAgentThereIsNothingToCompare()
    {
        var text = MarkdownSummary.Write(SomeReport.Of([.. Enumerable.Range(0, 40).Select(i => SomeReport.Question(i))], [SomeReport.Attack(0)]));

        Assert.StartsWith("## ✅ The candidate meets the thresholds\n\n**May be released** (NotWorse)\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<details>", text, StringComparison.Ordinal);
        Assert.Contains("with no released agent to compare with", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a | b\nc", "a &#124; b c")]
    [InlineData("<b>&lt;</b>", "&#60;b&#62;&#38;lt;&#60;/b&#62;")]
    [InlineData("@team, see #12", "@&#8203;team, see #&#8203;12")]
    [InlineData("https://example.org www.example.org", "https&#58;//example.org www&#46;example.org")]
    [InlineData("**bold** `code` [link](x) ~~no~~ $x$", "&#42;&#42;bold&#42;&#42; &#96;code&#96; &#91;link&#93;(x) &#126;&#126;no&#126;&#126; &#36;x&#36;")]
    [InlineData("\u202Eright to left\u0007", "right to left")]
    public void TextOfOthersIsReadAsText(string text, string expected) => Assert.Equal(expected, MarkdownText.Line(text));
}
