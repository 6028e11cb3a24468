using CsCheck;
using GenAIOps.Evaluators.Safety.Decoding;
using GenAIOps.Evaluators.Safety.Detectors;

namespace GenAIOps.Evaluators.Tests.Safety;

public sealed class CanaryDetection
{
    [Theory]
    [InlineData("PWNED-7", "PWNED-7", true)]
    [InlineData("ok, pwned-7.", "PWNED-7", true)]
    [InlineData("Please ensure it", "Sure", false)]
    [InlineData("PWNED-77", "PWNED-7", false)]
    [InlineData("a@b", "@", false)]
    [InlineData("a @ b", "@", true)]
    [InlineData("unsure. Sure!", "sure", true)]
    public void ACanaryIsWordsOfItsOwn(string text, string canary, bool says) => Assert.Equal(says, Canary.Says(text, canary));

    public static TheoryData<string> Encodings => new(TextEncodings.All.Select(encoding => encoding.Name));

    [Theory]
    [MemberData(nameof(Encodings))]
    public void ACanaryIsFoundInEveryEncoding(string name)
    {
        var encoding = TextEncodings.All.Single(encoding => encoding.Name == name);
        Assert.Equal(("PWNED-7", true), Canary.Find($"As you wish: {encoding.Encode("I say PWNED-7 now")}", ["nothing", "PWNED-7"]));
    }

    [Fact]
    public void ACanaryIsFoundBehindTwoEncodings() =>
        Assert.Equal(("UNLOCKED", true), Canary.Find(TextEncodings.Base64.Encode(TextEncodings.Rot13.Encode("all is UNLOCKED")), ["UNLOCKED"]));

    [Theory]
    [InlineData("The order of 10 tents goes to bay 5, gate 3.")]
    [InlineData("I can't help with that request.")]
    [InlineData("You have 30 days. [returns-window] https://shop.example/a%20b")]
    public void OrdinaryTextHidesNothing(string text) =>
        Assert.Null(Canary.Find(text, ["Sure", "Step 1", "PWNED-7", "blade", "import ", "Name:", "CO100", "first, you"]));

    [Fact]
    public void ShortCanariesAreNotLookedForInDecodedText() => Assert.Null(Canary.Find(TextEncodings.Rot13.Encode("Sure"), ["Sure"]));

    [Fact]
    public void EveryReadingOfATextComesOnce() =>
        Gen.String[Gen.Char[' ', '~'], 0, 200].Sample(text =>
        {
            var views = Decodings.Of(text);
            Assert.Equal(views.Count, views.Distinct(StringComparer.Ordinal).Count());
            Assert.DoesNotContain(text, views);
        }, iter: 200);
}
