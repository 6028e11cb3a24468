using System.Text.Json;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluators.Checks;

namespace GenAIOps.Evaluators.Tests.Checks;

public sealed class ChecksOfText
{
    [Fact]
    public void EqualsLooksAtTheWholeText()
    {
        Assert.True(Judged.By(new EqualsEvaluator("yes"), " yes\n").Passed);
        Assert.Equal("it is \"Yes\" instead of \"yes\"", Judged.By(new EqualsEvaluator("yes"), "Yes").Reason);
        Assert.True(Judged.By(new EqualsEvaluator("yes", ignoreCase: true), "Yes").Passed);
        Assert.True(Judged.By(new EqualsEvaluator(), "42", truth: "42").Passed);
        Assert.False(Judged.By(new EqualsEvaluator(), "42").Applies);
    }

    [Fact]
    public void ContainsWantsAllOrOne()
    {
        var all = Judged.By(new ContainsEvaluator(["thirty", "days", "mail"]), "Thirty days.");
        Assert.Equal(2 / 3.0, all.Value!.Value, 1e-12);
        Assert.Equal((false, "it does not contain \"mail\""), (all.Passed, all.Reason));
        Assert.True(Judged.By(new ContainsEvaluator(["mail", "days"], any: true), "Thirty days.").Passed);
        Assert.Equal("it does not contain any of \"a mail\", \"a call\"", Judged.By(new ContainsEvaluator(["a mail", "a call"], any: true), "Thirty days.").Reason);
        Assert.False(Judged.By(new ContainsEvaluator(["thirty"], ignoreCase: false), "Thirty days.").Passed);
        Assert.True(Judged.By(new ContainsEvaluator(), "It is 42.", truth: "42").Passed);
        Assert.Equal("it does not contain \"43\"", Judged.By(new ContainsEvaluator(), "It is 42.", truth: "43").Reason);
        Assert.False(Judged.By(new ContainsEvaluator(), "It is 42.").Applies);
    }

    [Fact]
    public void OfSeveralRightAnswersOneIsEnough()
    {
        var row = Judged.Row("forty-two") with { Fields = new Dictionary<string, JsonElement> { ["references"] = JsonSerializer.SerializeToElement(new[] { "42" }) } };
        Assert.True(Judged.By(new ContainsEvaluator(), row, new AgentAnswer("It is 42.")).Passed);
        Assert.Equal("it does not contain any of \"forty-two\", \"42\"", Judged.By(new ContainsEvaluator(), row, new AgentAnswer("It is 43.")).Reason);
    }

    [Fact]
    public void NotContainsReadsTheRowToo()
    {
        var row = Judged.Row() with { MustNotContain = ["PWNED"] };
        Assert.Equal("it contains \"PWNED\"", Judged.By(new NotContainsEvaluator(), row, new AgentAnswer("pwned!")).Reason);
        Assert.False(Judged.By(new NotContainsEvaluator(["sorry"]), row, new AgentAnswer("Sorry, no.")).Passed);
        Assert.True(Judged.By(new NotContainsEvaluator(["sorry"]), row, new AgentAnswer("No.")).Passed);
        Assert.False(Judged.By(new NotContainsEvaluator(), "Anything.").Applies);
    }

    [Fact]
    public void ARegexMatchesAnywhereUnlessItIsAnchored()
    {
        Assert.True(Judged.By(new RegexEvaluator(@"\d+ days"), "Within 30 days.").Passed);
        Assert.Equal("it does not match \"^\\d+$\"", Judged.By(new RegexEvaluator(@"^\d+$"), "30 days").Reason);
        Assert.Equal(("not_regex", false), (Judged.By(new RegexEvaluator("DAYS", ignoreCase: true, mustMatch: false), "30 days").Name, Judged.By(new RegexEvaluator("DAYS", ignoreCase: true, mustMatch: false), "30 days").Passed));
    }

    [Fact]
    public void APatternThatIsNoneIsOneClearErrorBeforeTheRun()
    {
        var error = Assert.Throws<ArgumentException>(() => new RegexEvaluator("(a"));
        Assert.Contains("\"(a\" is no regular expression", error.Message, StringComparison.Ordinal);
        Assert.Contains("Mend it at character", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APatternThatNeverEndsErrsTheRow()
    {
        var judged = Judged.By(new RegexEvaluator(@"^(a+)+$", timeout: TimeSpan.FromMilliseconds(20)), new string('a', 40) + "!");
        Assert.False(judged.Passed);
        Assert.Contains("took longer than 0.02 s on an answer of 41 characters", judged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void BeginningsAndLengthsAreChecked()
    {
        Assert.True(Judged.By(new StartsWithEvaluator("dear", ignoreCase: true), "\nDear customer").Passed);
        Assert.False(Judged.By(new StartsWithEvaluator("dear"), "Dear customer").Passed);
        Assert.Equal(("length_words", 3.0, true), Pick(Judged.By(new LengthEvaluator(1, 3, LengthUnit.Words), "one two three")));
        Assert.Equal("length_characters is 5, and may be at most 4", Judged.By(new LengthEvaluator(most: 4), "12345").Reason);
        Assert.Equal("length_characters is 0, and must be at least 1", Judged.By(new LengthEvaluator(least: 1), "").Reason);
        Assert.Throws<ArgumentException>(() => new LengthEvaluator(5, 4));
    }

    private static (string, double, bool) Pick(Judged judged) => (judged.Name, judged.Value!.Value, judged.Passed);
}
