using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluators.Usage;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Tests.Usage;

public sealed class UsageOfAnswers
{
    private static readonly AgentAnswer Answer = new("Any.") { InputTokens = 1_000, OutputTokens = 200, Model = "small" };

    private static readonly PriceTable Prices = new() { Name = "November", Models = new Dictionary<string, TokenPrice> { ["small"] = new(0.5m, 2m), ["large"] = new(5m, 20m) } };

    [Fact]
    public void LatencyIsInMilliseconds()
    {
        Assert.Equal(1_500, Of(new LatencyEvaluator()).Value);
        Assert.Equal((false, "latency_ms is 1500, and may be at most 1000"), (Of(new LatencyEvaluator(1_000)).Passed, Of(new LatencyEvaluator(1_000)).Reason));
    }

    [Theory]
    [InlineData(TokenKind.Input, "input_tokens", 1_000)]
    [InlineData(TokenKind.Output, "output_tokens", 200)]
    [InlineData(TokenKind.Total, "total_tokens", 1_200)]
    public void TokensAreCounted(TokenKind kind, string name, double count)
    {
        Assert.Equal((name, count, true), (Of(new TokensEvaluator(kind)).Name, Of(new TokensEvaluator(kind)).Value!.Value, Of(new TokensEvaluator(kind, count)).Passed));
        Assert.False(Of(new TokensEvaluator(kind, count - 1)).Passed);
    }

    [Fact]
    public void CostFollowsThePriceTable()
    {
        // (1,000 x 0.5 + 200 x 2) / 1,000,000
        Assert.Equal(0.0009, Of(new CostEvaluator(Prices)).Value!.Value, 1e-15);
        Assert.False(Of(new CostEvaluator(Prices, 0.0008)).Passed);
        Assert.Equal(0.009, Judged.By(new CostEvaluator(Prices with { DefaultModel = "large" }), Judged.Row(), Answer with { Model = null }).Value!.Value, 1e-15);
    }

    [Fact]
    public void AModelWithoutAPriceIsAnErrorAndNoCost()
    {
        var judged = Judged.By(new CostEvaluator(Prices), Judged.Row(), Answer with { Model = "huge" });
        Assert.Equal((null, false), (judged.Value, judged.Passed));
        Assert.Contains("the price table 'November' has no model 'huge'; it has large, small", judged.Error, StringComparison.Ordinal);
        Assert.Contains("names no model", Judged.By(new CostEvaluator(Prices), Judged.Row(), Answer with { Model = null }).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ThroughputIsOutputTokensASecond()
    {
        Assert.Equal(200 / 1.5, Of(new ThroughputEvaluator()).Value!.Value, 1e-9);
        Assert.False(Of(new ThroughputEvaluator(200)).Passed);
        Assert.False(Judged.By(new ThroughputEvaluator(), Judged.Row(), Answer).Applies);
    }

    [Fact]
    public void AnAgentThatCountsNothingIsNotJudged()
    {
        foreach (IEvaluator evaluator in new IEvaluator[] { new TokensEvaluator(), new CostEvaluator(Prices), new ThroughputEvaluator() })
        {
            Assert.False(Judged.By(evaluator, Judged.Row(), new AgentAnswer("Any."), TimeSpan.FromSeconds(1)).Applies);
        }
    }

    private static Judged Of(IEvaluator evaluator) => Judged.By(evaluator, Judged.Row(), Answer, TimeSpan.FromSeconds(1.5));
}
