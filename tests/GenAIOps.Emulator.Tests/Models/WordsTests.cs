using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Tests.Models;

public sealed class WordsTests
{
    [Theory]
    [InlineData("return", "returns", "returned", "returning", "returnable")]
    [InlineData("ship", "ships", "shipped", "shipping", "shipment")]
    [InlineData("deliver", "delivers", "delivered", "delivery", "deliveries")]
    [InlineData("cancel", "cancels", "cancelled", "cancelling", "cancellation")]
    [InlineData("pay", "pays", "paid", "paying", "payment")]
    [InlineData("price", "prices", "priced", "pricing", "price")]
    [InlineData("box", "boxes", "boxed", "boxing", "box")]
    [InlineData("install", "installs", "installed", "installing", "installation")]
    public void FormsOfAWordAreOneTerm(params string[] forms) => Assert.Single(forms.Select(Words.Stem).Distinct());

    [Theory]
    [InlineData("boss", "bos")]
    [InlineData("status", "stat")]
    [InlineData("sell", "sel")]
    [InlineData("tent", "tents x")]
    public void DifferentWordsStayApart(string one, string other) => Assert.NotEqual(Words.Stem(one), Words.Stem(other));

    [Fact]
    public void FunctionWordsAndApostrophesAreNoTerms() => Assert.Equal(["tent", "1,000", "euro"], Words.Terms("I don't think it's you: the tent's 1,000 euros?").Where(term => term != "think"));

    [Fact]
    public void HowLongAsksForADurationAndNotForTheWordLong()
    {
        Assert.DoesNotContain("long", Words.Terms("How long does it take?"));
        Assert.Contains("long", Words.Terms("A long tent"));
    }
}
