using System.Reflection;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs.Journal;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluation.Tests.Runs;
using GenAIOps.Evaluators.Checks;
using GenAIOps.Evaluators.Judges;
using GenAIOps.Evaluators.Safety;
using GenAIOps.Evaluators.Safety.Detectors;
using GenAIOps.Evaluators.Tests.Judges;
using GenAIOps.Evaluators.Usage;
using Microsoft.Extensions.AI.Evaluation;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Tests;

/// <summary>Evaluators that may score one answer differently are never taken for one another; the same ones are.</summary>
public sealed class EvaluatorIdentities
{
    private static readonly Func<IEvaluator>[] s_different =
    [
        () => new SafetyEvaluator(),
        () => new SafetyEvaluator(new SafetyOptions { SystemPrompt = "You answer from the articles and from nothing else, in the words of the house." }),
        () => new SafetyEvaluator(new SafetyOptions { SystemPrompt = "You answer from the articles and from nothing else, in the words of the shop." }),
        () => new SafetyEvaluator(new SafetyOptions { CanaryTokens = ["zx-81"] }),
        () => new SafetyEvaluator(new SafetyOptions { CanaryTokens = ["zx-82"] }),
        () => new PromptLeakEvaluator(new SafetyOptions { CanaryTokens = ["zx-81"] }),
        () => new CostEvaluator(Prices(1)),
        () => new CostEvaluator(Prices(2)),
        () => new CostEvaluator(Prices(2), most: 3),
        () => new Priced(Prices(1)),
        () => new Priced(Prices(2)),
        () => new JsonSchemaEvaluator("""{"type":"object"}"""),
        () => new JsonSchemaEvaluator("""{"type":"array"}"""),
        () => new RegexEvaluator("a+"),
        () => new RegexEvaluator("b+"),
        () => new ContainsEvaluator(["one", "two"]),
        () => new ContainsEvaluator(["two", "one"]),
        () => new HarmfulContentEvaluator(HarmCategory.Violence),
        () => new HarmfulContentEvaluator(HarmCategory.Violence, rules: new HarmfulContent([new HarmRule(HarmCategory.Violence, 4, "knife")])),
        () => new HarmfulContentEvaluator(HarmCategory.Violence, rules: new HarmfulContent([new HarmRule(HarmCategory.Violence, 4, "sword")])),
        () => new RuleEvaluator("short", (_, answer) => Score.AtMost(answer.Text.Length, 500, "length")),
        () => new RuleEvaluator("short", (_, answer) => Score.AtMost(answer.Text.Length, 600, "length")),
        () => UpTo(500),
        () => UpTo(600),
        () => new Composite(new RubricJudge(Rubrics.Relevance)),
        () => new Composite(new RubricJudge(Rubrics.Coherence)),
        () => new RubricJudge(Rubrics.Relevance),
        () => new RubricJudge(Rubrics.Relevance, options: new JudgeOptions { Samples = 3 }),
        () => new RubricJudge(Rubrics.Relevance with { PassAt = 4 }),
    ];

    [Fact]
    public void WhatScoresDifferentlyIsAnother() =>
        Assert.Empty(s_different.Select((make, i) => (Of: EvaluatorIdentity.Of(make(), null), i)).GroupBy(each => each.Of).Where(same => same.Count() > 1).Select(same => string.Join(" and ", same.Select(each => each.i))));

    [Fact]
    public void MadeAgainItIsTheSame() =>
        Assert.All(s_different, make => Assert.Equal(EvaluatorIdentity.Of(make(), null), EvaluatorIdentity.Of(make(), null)));

    /// <summary>Otherwise a run that was interrupted could not go on.</summary>
    [Fact]
    public async Task AskedItIsStillTheSame()
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(4));
        foreach (var evaluator in s_different.Select(make => make()))
        {
            var before = EvaluatorIdentity.Of(evaluator, client);
            await evaluator.EvaluateAsync([], new(), new ChatConfiguration(client), [new AnswerContext(Some.Question(1), Some.Good)], TestContext.Current.CancellationToken);
            Assert.Equal(before, EvaluatorIdentity.Of(evaluator, client));
        }
    }

    /// <summary>Every evaluator that can be made without arguments, so that a new one is looked at too.</summary>
    [Fact]
    public void EveryEvaluatorOfOursHasAnIdentityThatStays()
    {
        var made = typeof(CostEvaluator).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(IEvaluator)) && !type.IsAbstract)
            .SelectMany(type => type.GetConstructors()).Where(constructor => constructor.GetParameters().All(parameter => parameter.HasDefaultValue)).ToList();
        Assert.True(made.Count > 20);
        Assert.All(made, constructor =>
        {
            string Make() => EvaluatorIdentity.Of((IEvaluator)constructor.Invoke(BindingFlags.Default, null, [.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)], null), null);
            Assert.Equal(Make(), Make());
        });
    }

    [Fact]
    public void WhereJudgementsAreKeptAndHowOftenItWasAskedDoesNotMatter()
    {
        Assert.Equal(
            EvaluatorIdentity.Of(new RubricJudge(Rubrics.Relevance), null),
            EvaluatorIdentity.Of(new RubricJudge(Rubrics.Relevance, options: new JudgeOptions { Cache = new NoCache() }), null));
        var counting = new Counting();
        var before = EvaluatorIdentity.Of(counting, null);
        counting.Asked.Add("once");
        Assert.Equal(before, EvaluatorIdentity.Of(counting, null));
    }

    [Fact]
    public void WhatRefersToItselfEnds()
    {
        var knot = new Knot();
        knot.Tie(knot);
        Assert.Contains(nameof(Knot), EvaluatorIdentity.Of(knot, null), StringComparison.Ordinal);
    }

    /// <summary>Told path by path this would take longer than anybody waits.</summary>
    [Fact]
    public void WhatRefersToEverythingElseEnds()
    {
        Knot[] knots = [.. Enumerable.Range(0, 30).Select(_ => new Knot())];
        foreach (var knot in knots) foreach (var other in knots) knot.Tie(other);
        Assert.Contains(nameof(Knot), EvaluatorIdentity.Of(knots[0], null), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNestedDeeplyEnds()
    {
        var first = new Knot();
        for (var (knot, i) = (first, 0); i < 100_000; i++)
        {
            var next = new Knot();
            knot.Tie(next);
            knot = next;
        }

        Assert.Contains(nameof(Knot), EvaluatorIdentity.Of(first, null), StringComparison.Ordinal);
    }

    [Fact]
    public void TheModelOfAJudgeThatBringsNoneIsAPartOfIt()
    {
        using ScriptedChatClient one = new((_, _) => "") { Model = "one" }, two = new((_, _) => "") { Model = "two" };
        Assert.NotEqual(EvaluatorIdentity.Of(new Composite(new RubricJudge(Rubrics.Relevance)), one), EvaluatorIdentity.Of(new Composite(new RubricJudge(Rubrics.Relevance)), two));
    }

    private static RuleEvaluator UpTo(int most) => new("short", (_, answer) => Score.AtMost(answer.Text.Length, most, "length"));

    private static PriceTable Prices(decimal input) => new() { Name = "prices", Models = new Dictionary<string, TokenPrice> { ["m"] = new(input, 1) } };

    private sealed class Composite(RubricJudge judge) : AnswerEvaluator("composite")
    {
        protected override Score Score(EvaluationCase row, AgentAnswer answer) => judge.Rubric.Name.Length > 0 ? Pass() : Fail(0, "");
    }

    private sealed class Priced(PriceTable prices) : AnswerEvaluator("priced")
    {
        protected override Score Score(EvaluationCase row, AgentAnswer answer) => Pass(prices.Models.Count);
    }

    private sealed class Counting() : AnswerEvaluator("counting")
    {
        public System.Collections.Concurrent.ConcurrentBag<string> Asked { get; } = [];

        protected override Score Score(EvaluationCase row, AgentAnswer answer) => Pass();
    }

    private sealed class Knot() : AnswerEvaluator("knot")
    {
        private readonly List<Knot> _ends = [];

        public void Tie(Knot other) => _ends.Add(other);

        protected override Score Score(EvaluationCase row, AgentAnswer answer) => Pass(_ends.Count);
    }

    private sealed class NoCache : IJudgementCache
    {
        public ValueTask<string?> GetAsync(string key, CancellationToken cancellationToken) => new((string?)null);

        public ValueTask SetAsync(string key, string judgement, CancellationToken cancellationToken) => default;
    }
}
