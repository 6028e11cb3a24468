using GenAIOps.Evaluators.Safety.Detectors;

namespace GenAIOps.Evaluators.Tests.Safety;

/// <summary>Inputs on which a careless pattern never ends. Each is a million characters; the test ends or it does not.</summary>
public sealed class LargeInputs
{
    private const int Size = 1_000_000;

    public static TheoryData<string> Pieces => new(
    [
        "a", "1", "@", "a@", "1 ", "+1 ", "DE89 ", "ab ", "0:", "1.1.", "12 Aa ", "eyJaaaaaaaaaaa.", "?sig=", "a://a:", "-----BEGIN ", ".- ", "01010101 ", "%41",
        "\u001b[", "ignore a ", "![](https://a?", "style=\"", "\u200B", "\uDB40\uDC41", "you can make a ", "I can't help ```", "women are ", "A1b2C3d4E5f6G7h8J9k0", "4111 1111 1111 1111 ",
    ]);

    [Theory]
    [MemberData(nameof(Pieces))]
    public void EveryDetectorEnds(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Size / piece.Length)) + "!";
        var found = PersonalData.Find(text).Count + new SecretDetector().Find(text).Count + new InjectionMarkerDetector().Find(text).Count;
        var severities = Enum.GetValues<HarmCategory>().Sum(category => HarmfulContent.Default.Rate(text, category).Severity);
        var canary = Canary.Find(text, ["PWNED-7"]);
        Assert.True(found >= 0 && severities is >= 0 and <= 28);
        Assert.False(Refusals.IsRefusal(text) && text.Contains("```", StringComparison.Ordinal));
        Assert.Null(canary);
    }

    [Fact]
    public void ThePromptIsLookedForInAMillionCharacters()
    {
        var detector = new PromptLeakDetector("You are the assistant of a bakery and talk about bread and cakes only.");
        Assert.False(detector.Find(string.Concat(Enumerable.Repeat("word ", Size / 5))).IsLeak);
    }
}
