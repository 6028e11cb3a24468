using GenAIOps.Pipeline.Support;

namespace GenAIOps.Pipeline.Tests.Support;

public sealed class TextTables
{
    [Fact]
    public void ColumnsAreAsWideAsTheirWidestCell()
    {
        var table = new TextTable("Environment", "Agent", "Traffic");
        table.Add("dev", "support", "100 %");
        table.Add("production", "a-much-longer-name", "5 %");
        Assert.Equal(
            [
                "Environment  Agent               Traffic",
                "────────────────────────────────────────",
                "dev          support             100 %",
                "production   a-much-longer-name  5 %",
            ],
            table.Lines());
    }

    [Fact]
    public void AColumnWithoutTextIsLeftOut()
    {
        var table = new TextTable("Environment", "Digest", "Alerts");
        table.Add("dev", "sha256:1");
        Assert.Equal(["Environment  Digest", "─────────────────────", "dev          sha256:1"], table.Lines());
    }

    [Fact]
    public void ACellIsOneLine()
    {
        var table = new TextTable("Name");
        table.Add("two\nlines");
        Assert.Equal("two lines", table.Lines().Last());
    }

    [Fact]
    public void WithoutRowsThereIsNothing() => Assert.Empty(new TextTable("Environment").Lines());

    [Fact]
    public void ARowHasNoMoreCellsThanThereAreHeadings() => Assert.Throws<ArgumentOutOfRangeException>(() => new TextTable("One").Add("1", "2"));
}
