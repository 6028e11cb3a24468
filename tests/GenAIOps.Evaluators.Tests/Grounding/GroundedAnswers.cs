using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluators.Grounding;

namespace GenAIOps.Evaluators.Tests.Grounding;

public sealed class GroundedAnswers
{
    private static readonly Passage Returns = new("returns", "Customers can return every jacket within thirty days of delivery. Refunds arrive after 5 business days.");

    private static readonly Passage Shipping = new("shipping", "Shipping costs 4.95 euros and is free from 1,000.00 euros. The offer ends on 31 December 2026.");

    [Fact]
    public void CitedIdsMustHaveBeenRetrieved()
    {
        var made = Judged.By(new CitationPrecisionEvaluator(), Judged.Row(), Answer("Any.") with { Citations = ["returns", "warranty"] });
        Assert.Equal((0.5, false, "it cites warranty, which was not retrieved"), (made.Value, made.Passed, made.Reason));
        Assert.True(Judged.By(new CitationPrecisionEvaluator(), Judged.Row(), Answer("Any.") with { Citations = ["returns", "shipping"] }).Passed);
        Assert.False(Judged.By(new CitationPrecisionEvaluator(), Judged.Row(), Answer("Any.")).Applies);
    }

    [Fact]
    public void EverySentenceOfFactNeedsAPassageThatItCites()
    {
        var judged = Judged.By(new CitationRecallEvaluator(), Judged.Row(),
            Answer("You can return the jacket within thirty days. [returns] Refunds arrive after five weeks of waiting in Paris. [returns] Shipping costs 4.95 euros. Anything else?"));
        Assert.Equal(1 / 3.0, judged.Value!.Value, 1e-12);
        Assert.Equal("2 of 3 sentences are not supported by what they cite, such as \"Refunds arrive after five weeks of waiting in Paris .\"", judged.Reason);
    }

    [Theory]
    [InlineData("Shipping costs 4.95 euros [shipping]. Jackets can be returned within thirty days [returns].", true)]
    [InlineData("Shipping costs 4.95 euros [returns].", false)]
    [InlineData("Shipping costs 4.95 euros [warranty].", false)]
    public void AMarkerWithinTheSentenceCitesForIt(string text, bool supported) =>
        Assert.Equal(supported, Judged.By(new CitationRecallEvaluator(), Judged.Row(), Answer(text) with { Citations = text.Contains("warranty", StringComparison.Ordinal) ? ["warranty"] : [] }).Passed);

    [Fact]
    public void WithoutMarkersTheListOfCitationsCounts()
    {
        var answer = Answer("Shipping costs 4.95 euros.");
        Assert.True(Judged.By(new CitationRecallEvaluator(), Judged.Row(), answer with { Citations = ["shipping"] }).Passed);
        Assert.False(Judged.By(new CitationRecallEvaluator(), Judged.Row(), answer).Passed);
        Assert.False(Judged.By(new CitationRecallEvaluator(), Judged.Row(), answer with { Answered = false }).Applies);
        Assert.False(Judged.By(new CitationRecallEvaluator(), Judged.Row(), Answer("Anything else?")).Applies);
    }

    [Theory]
    [InlineData("You have 30 days. [returns]", "")]
    [InlineData("It is free from 1000 euros until 2026-12-31.", "")]
    [InlineData("It is free until December 31st, 2026, or 31.12.2026.", "")]
    [InlineData("1. It costs 4.95\n2. It takes five days", "")]
    [InlineData("You have sixty days, twenty-four hours each.", "60, 24")]
    [InlineData("It ends on 30 December 2026.", "2026-12-30")]
    [InlineData("It costs 4.96 euros, and 17 for model X200.", "4.96")]
    public void ANumberThatNoPassageSaysIsNamed(string text, string bare)
    {
        var row = Judged.Row() with { Query = "Do you ship 17 boxes?" };
        var judged = Judged.By(new NumbersSupportedEvaluator(), row, Answer(text));
        Assert.Equal((bare.Length == 0, bare.Length == 0 ? "" : $"no passage says {bare}"), (judged.Passed, judged.Reason));
    }

    [Fact]
    public void AnAttachmentSupportsNumbersAndWordsAloneAreNotJudged()
    {
        var row = Judged.Row() with { Attachments = [new CaseAttachment("bill", "Total 99.90")] };
        Assert.True(Judged.By(new NumbersSupportedEvaluator(), row, Answer("You paid 99.9.")).Passed);
        Assert.False(Judged.By(new NumbersSupportedEvaluator(), row, Answer("You paid.")).Applies);
        Assert.False(Judged.By(new NumbersSupportedEvaluator(), row, Answer("7") with { Answered = false }).Applies);
    }

    [Theory]
    [InlineData("1,234,567.50", "1234567.5")]
    [InlineData("1.234,50", "1234.5")]
    [InlineData("12,5", "12, 5")]
    [InlineData("007", "7")]
    [InlineData("99.99.2026", "99.99, 2026")]
    public void NumbersHaveOneSpelling(string text, string numbers) => Assert.Equal(numbers, string.Join(", ", Numbers.Stated(text)));

    private static AgentAnswer Answer(string text) => new(text) { Context = [Returns, Shipping] };
}
