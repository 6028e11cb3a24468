using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Tests.Models;

public sealed class SentencesTests
{
    private static string[] Split(string markdown) => [.. Sentences.Split(markdown).Select(sentence => sentence.Text)];

    [Theory]
    [InlineData("It costs 3.50 euros. It is sent by post.", 2)]
    [InlineData("Bring a document, e.g. Your passport. We check it.", 2)]
    [InlineData("Ask Dr. Smith at no. 5. He knows.", 2)]
    [InlineData("We open at 8 a.m. and close at 6 p.m. on weekdays. We rest on Sunday.", 2)]
    [InlineData("Call before 8 p.m. We answer at once.", 2)]
    [InlineData("\"Is it late?\" asked nobody. (It was.) Good!", 3)]
    [InlineData("Version 1.2.3 is out... See the notes.", 2)]
    [InlineData("J. R. Tolkien wrote it. We sell it.", 2)]
    [InlineData("No full stop at the end", 1)]
    [InlineData("", 0)]
    public void AFullStopEndsASentenceOnlyWhereOneEnds(string text, int sentences) => Assert.Equal(sentences, Split(text).Length);

    [Fact]
    public void WrappedLinesAreOneSentence() => Assert.Equal(["One two three."], Split("One\n  two\nthree."));

    [Fact]
    public void ListItemsAndTableRowsStandAlone() =>
        Assert.Equal(["First", "Second part.", "And more.", "Third", "| a | b".Trim('|').Trim()],
            Split("- First\n* Second part. And more.\n1. Third\n\n| a | b |\n|---|---|\n"));

    [Fact]
    public void HeadingsAreKeptBesideTheirSentences()
    {
        IReadOnlyList<Sentence> sentences = Sentences.Split("Before.\n\n## Opening hours\n\nWe open at nine.\n");
        Assert.Equal([new Sentence("Before.", ""), new Sentence("We open at nine.", "Opening hours")], sentences);
    }
}
