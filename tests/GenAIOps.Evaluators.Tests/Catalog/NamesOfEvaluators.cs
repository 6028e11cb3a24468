using System.Text.Json;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Catalog;
using GenAIOps.Evaluators.Text;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Tests.Catalog;

public sealed class NamesOfEvaluators
{
    [Theory]
    [InlineData("f1_score", "f1@squad")]
    [InlineData("builtin.f1_score", "f1@squad")]
    [InlineData("Builtin.F1_Score", "f1@squad")]
    [InlineData("azureai://built-in/evaluators/f1_score", "f1@squad")]
    [InlineData("azureml://registries/azureml/evaluators/builtin.bleu_score/versions/2", "bleu@nltk4")]
    [InlineData("builtin.gleu_score", "gleu@nltk")]
    [InlineData("builtin.meteor_score", "meteor@exact-stem")]
    [InlineData("builtin.rouge_score", "rougeL@f1")]
    [InlineData("builtin.tool_call_accuracy", "tool_call_accuracy")]
    [InlineData("builtin.task_navigation_efficiency", "task_navigation_efficiency")]
    [InlineData("precision@k", "precision@5")]
    [InlineData("ndcg", "ndcg@5")]
    public void TheEcosystemsNamesAreKnown(string name, string metric) =>
        Assert.Equal([metric], new EvaluatorCatalog().Create(name).EvaluationMetricNames);

    [Fact]
    public void OptionsReachTheEvaluator()
    {
        var catalog = new EvaluatorCatalog();
        Assert.Equal(["ndcg@10"], catalog.Create("ndcg", EvaluatorOptions.Of(("k", 10))).EvaluationMetricNames);
        Assert.Equal(["rouge2-stem@recall"], catalog.Create("rouge_score", EvaluatorOptions.Of(("rouge_type", "rouge2"), ("part", "recall"), ("stem", true))).EvaluationMetricNames);
        Assert.False(Judged.By(catalog.Create("f1", EvaluatorOptions.Of(("threshold", 0.9))), "one two", truth: "one three").Passed);
        Assert.True(Judged.By(catalog.Create("f1", EvaluatorOptions.Of(JsonElement.Parse("""{"threshold":0.4}"""))), "one two", truth: "one three").Passed);
        Assert.True(Judged.By(catalog.Create("regex", EvaluatorOptions.Of(("pattern", "^O"))), "Oslo").Passed);
        Assert.True(Judged.By(catalog.Create("contains_any", EvaluatorOptions.Of(("texts", new[] { "rain", "sun" }))), "Sun all day").Passed);
        Assert.True(Judged.By(catalog.Create("json_schema", EvaluatorOptions.Of(JsonElement.Parse("""{"schema":{"type":"object"}}"""))), "{}").Passed);
    }

    [Fact]
    public void EveryEntryThatNeedsNoOptionCanBeMade()
    {
        var catalog = new EvaluatorCatalog();
        string[] needs = ["starts_with", "regex", "not_regex", "json_schema", "cost"];
        foreach (var entry in catalog.Entries)
        {
            if (needs.Contains(entry.Name))
            {
                Assert.Contains($"The evaluator '{entry.Name}' needs the option", Assert.Throws<ArgumentException>(() => catalog.Create(entry.Name)).Message, StringComparison.Ordinal);
                continue;
            }

            Assert.Single(catalog.Create(entry.Name).EvaluationMetricNames);
            Assert.All(entry.Aliases, alias => Assert.True(catalog.Has(alias)));
            Assert.NotEmpty(entry.Summary);
        }
    }

    [Fact]
    public void AnUnknownNameIsOneErrorWithTheNearest()
    {
        var error = Assert.Throws<ArgumentException>(() => new EvaluatorCatalog().Create("builtin.f1_scor")).Message;
        Assert.Contains("There is no evaluator 'builtin.f1_scor'. Did you mean 'f1_score'? There are: exact_match, f1@squad", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean", Assert.Throws<ArgumentException>(() => new EvaluatorCatalog().Create("zzzzzzzzzz")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f1", """{"treshold":0.5}""", "has no option 'treshold'. Did you mean 'threshold'? It takes: threshold.")]
    [InlineData("f1", """{"threshold":"high"}""", "The option 'threshold' of 'f1' is \"high\", and must be a number.")]
    [InlineData("ndcg", """{"k":1.5}""", "must be a whole number")]
    [InlineData("equals", """{"ignore_case":"yes"}""", "must be true or false")]
    [InlineData("contains", """{"texts":[1]}""", "must be a text or a list of texts")]
    [InlineData("regex", """{"pattern":"("}""", "is no regular expression")]
    [InlineData("rouge", """{"part":"all"}""", "must be one of f1, precision, recall")]
    [InlineData("length", """{"unit":"7"}""", "must be one of characters, words")]
    [InlineData("task_navigation_efficiency", """{"matching_mode":"loose"}""", "must be one of share, exact_match, in_order_match, any_order_match")]
    [InlineData("cost", """{"prices":{"small":{"input":1}}}""", "is no price table")]
    [InlineData("abstention", """{"k":1}""", "It takes: none.")]
    public void AWrongOptionIsTold(string name, string options, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new EvaluatorCatalog().Create(name, EvaluatorOptions.Of(JsonElement.Parse(options)))).Message, StringComparison.Ordinal);

    [Fact]
    public void OthersAddTheirs()
    {
        var catalog = new EvaluatorCatalog().Add(new Dictionary<string, Func<EvaluatorOptions, IEvaluator>>
        {
            ["relevance"] = options => new RuleEvaluator("relevance", (_, _) => Score.Pass(options.Number("score", 3))),
        });
        Assert.Equal(4, Judged.By(catalog.Create("builtin.relevance", EvaluatorOptions.Of(("score", 4))), "Any.").Value);
        Assert.Contains("'f1_score' is in the catalog already", Assert.Throws<ArgumentException>(() => catalog.Add(new EvaluatorEntry("f1_score", "", _ => new F1Evaluator()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PricesAreReadFromJson()
    {
        var cost = new EvaluatorCatalog().Create("cost", EvaluatorOptions.Of(JsonElement.Parse("""{"prices":{"small":{"input":0.5,"output":2}},"default_model":"small"}""")));
        Assert.Equal(1, Judged.By(cost, Judged.Row(), new GenAIOps.Evaluation.Answers.AgentAnswer("Any.") { InputTokens = 2_000_000 }).Value);
    }
}
