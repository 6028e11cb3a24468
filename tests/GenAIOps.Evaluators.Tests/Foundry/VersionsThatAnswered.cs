using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluators.Foundry;
using static GenAIOps.Evaluators.Tests.Foundry.FakeFoundry;

namespace GenAIOps.Evaluators.Tests.Foundry;

public sealed class VersionsThatAnswered
{
    private static readonly EvaluationRun s_run = new("eval_1", "evalrun_1", "completed", new RunCounts(1, 1, 0, 0, 0));

    private static OutputItem By(string? agent, string? version, string? model = null) => Item("a") with { Sample = new Sample("Thirty days.", agent, version, model, null, 0, 0) };

    [Theory]
    [InlineData("support-agent", "3", null, 1)]
    [InlineData(null, "3", null, 1)]
    [InlineData("support-agent", null, null, 0)]
    [InlineData(null, null, null, 0)]
    [InlineData(null, null, "support-agent:3", 1)]
    [InlineData(null, null, "gpt-4.1-mini", 0)]
    public void AnItemConfirmsTheVersionThatItNames(string? agent, string? version, string? model, int confirmed) =>
        Assert.Equal(confirmed, AnsweredBy.Check(s_run, [By(agent, version, model)], Target, null));

    [Theory]
    [InlineData("support-agent", "4", null, "version 4 of agent 'support-agent'")]
    [InlineData("other-agent", "3", null, "version 3 of agent 'other-agent'")]
    [InlineData("other-agent", null, null, "agent 'other-agent'")]
    [InlineData(null, null, "support-agent:4", "version 4 of agent 'support-agent'")]
    public void AnItemOfAnotherVersionIsRefused(string? agent, string? version, string? model, string found)
    {
        var refused = Assert.Throws<FoundryEvaluationException>(() => AnsweredBy.Check(s_run, [Item("b"), By(agent, version, model)], Target, null));

        Assert.Contains(found, refused.Message);
        Assert.Contains("version 3 of agent 'support-agent'", refused.Message);
        Assert.Contains("row 'a'", refused.Message);
    }

    [Fact]
    public void ARunThatAsksAnotherVersionIsRefused() =>
        Assert.Contains("the run asks version 2", Assert.Throws<FoundryEvaluationException>(() => AnsweredBy.Check(s_run with { Target = new AgentTarget("support-agent", "2") }, [], Target, null)).Message);

    [Theory]
    [InlineData("gpt-4.1-mini")]
    [InlineData("GPT-4.1-mini-2025-04-14")]
    [InlineData("support-agent:3")]
    [InlineData(null)]
    public void TheModelMayBearItsDate(string? answered) =>
        AnsweredBy.Check(s_run, [By(null, null, answered)], Target, "gpt-4.1-mini");

    [Theory]
    [InlineData("gpt-4.1")]
    [InlineData("gpt-4.1-mini-nano")]
    public void AnotherModelIsRefused(string answered) =>
        Assert.Contains(answered, Assert.Throws<FoundryEvaluationException>(() => AnsweredBy.Check(s_run, [By(null, null, answered)], Target, "gpt-4.1-mini")).Message);
}
