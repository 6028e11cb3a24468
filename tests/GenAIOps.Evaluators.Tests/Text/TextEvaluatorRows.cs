using System.Text.Json;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluators.Text;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Tests.Text;

public sealed class TextEvaluatorRows
{
    public static TheoryData<string, IEvaluator> Every => new()
    {
        { "exact_match@squad", new ExactMatchEvaluator() },
        { "f1@squad", new F1Evaluator() },
        { "f1@meai", new F1Evaluator(meai: true) },
        { "bleu@nltk4", new BleuEvaluator() },
        { "bleu@meai", new BleuEvaluator(meai: true) },
        { "bleu@sacrebleu-13a", new SacreBleuEvaluator() },
        { "bleu@sacrebleu-char", new SacreBleuEvaluator("char") },
        { "gleu@nltk", new GleuEvaluator() },
        { "meteor@exact-stem", new MeteorEvaluator() },
        { "rougeL@f1", new RougeEvaluator() },
        { "rouge2-stem@recall", new RougeEvaluator("rouge2", RougePart.Recall, stem: true) },
        { "rougeLsum@precision", new RougeEvaluator("rougeLsum", RougePart.Precision) },
        { "chrf2@sacrebleu", new ChrfEvaluator() },
        { "ter@sacrebleu", new TerEvaluator() },
    };

    [Theory]
    [MemberData(nameof(Every))]
    public void TheRightAnswerPassesAndAnotherFails(string name, IEvaluator evaluator)
    {
        const string Truth = "You can return the jacket within thirty days of delivery.";
        var right = Judged.By(evaluator, Truth, Truth);
        var wrong = Judged.By(evaluator, "Bananas ripen quickly.", Truth);
        Assert.Equal((name, true, false), (right.Name, right.Passed, wrong.Passed));
        Assert.Equal(name == "ter@sacrebleu" ? 0 : 1, right.Value!.Value, 0.01);
        Assert.Contains(name, wrong.Reason + name, StringComparison.Ordinal);
        Assert.NotEmpty(wrong.Reason);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void ARowWithoutTruthIsNotJudgedAndAnEmptyAnswerFails(string name, IEvaluator evaluator)
    {
        var none = Judged.By(evaluator, "Anything.");
        Assert.Equal((name, false, null), (none.Name, none.Applies, none.Error));
        Assert.False(Judged.By(evaluator, "", "Some truth of five words.").Passed);
    }

    [Fact]
    public void TheBestReferenceCounts()
    {
        var row = Judged.Row("Thirty days.") with { Fields = new Dictionary<string, JsonElement> { ["references"] = JsonSerializer.SerializeToElement(new[] { "One month.", "30 days." }) } };
        Assert.Equal(1, Judged.By(new F1Evaluator(), row, new AgentAnswer("one month")).Value);
        Assert.Equal(1, Judged.By(new ExactMatchEvaluator(), row, new AgentAnswer("30 days")).Value);
    }

    [Fact]
    public void ReferencesThatAreNoListAreAnErrorOfTheRow()
    {
        var row = Judged.Row() with { Fields = new Dictionary<string, JsonElement> { ["references"] = JsonSerializer.SerializeToElement("one") } };
        Assert.Contains("'references' of row 'r-1' is no list of texts", Judged.By(new F1Evaluator(), row, new AgentAnswer("one")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Can't you pay $5, Mr. \"X\"?", "Ca|n't|you|pay|$|5|,|Mr.|``|X|''|?")]
    [InlineData("Good muffins cost $3.88\nin New York.  Please buy me\ntwo of them.\nThanks.", "Good|muffins|cost|$|3.88|in|New|York|.|Please|buy|me|two|of|them|.|Thanks|.")]
    [InlineData("They'll save and invest more (now).", "They|'ll|save|and|invest|more|(|now|)|.")]
    [InlineData("hi, my name can't hello,", "hi|,|my|name|ca|n't|hello|,")]
    [InlineData("I cannot; wait... well--yes!", "I|can|not|;|wait|...|well|--|yes|!")]
    [InlineData("the dog's bone", "the|dog|'s|bone")]
    public void WordsAreSplitAsTheTreebankDoes(string text, string tokens) => Assert.Equal(tokens, string.Join('|', TreebankTokenizer.Tokens(text)));

    [Fact]
    public void MeteorFindsTheEndsOfSentencesAndIgnoresCase() =>
        Assert.Equal(Meteor.Score(["it", "rains", ".", "we", "stay", "."], ["it", "rains", ".", "we", "go", "."]), Judged.By(new MeteorEvaluator(), "IT rains. We stay.", "It rains. We go.").Value);

    [Theory]
    [InlineData("13a", "This is a test, isn't it? $1,000.50 (x-y) 10-20", "This|is|a|test|,|isn't|it|?|$|1,000.50|(|x-y|)|10|-|20")]
    [InlineData("intl", "Ça va? 1,5 € «oui» 🙂!", "Ça|va|?|1,5|€|«|oui|»|🙂|!")]
    [InlineData("char", "a 日🙂", "a|日|🙂")]
    [InlineData("none", "a, b.", "a,|b.")]
    public void WordsAreSplitAsSacrebleuDoes(string name, string text, string tokens) => Assert.Equal(tokens, string.Join('|', SacreBleuTokenizer.Named(name)(text)));

    [Fact]
    public void AnUnknownVariantIsToldWithWhatThereIs()
    {
        Assert.Contains("There are 13a, intl, char and none", Assert.Throws<ArgumentException>(() => new SacreBleuEvaluator("zh")).Message, StringComparison.Ordinal);
        Assert.Contains("'rouge9' is no ROUGE", Assert.Throws<ArgumentException>(() => new RougeEvaluator("rouge9")).Message, StringComparison.Ordinal);
    }
}
