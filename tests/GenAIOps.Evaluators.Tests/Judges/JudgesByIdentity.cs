using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Judges;

namespace GenAIOps.Evaluators.Tests.Judges;

public sealed class JudgesByIdentity
{
    [Fact]
    public void EverythingThatCanChangeAJudgementChangesTheIdentity()
    {
        using var client = ScriptedChatClient.Saying("");
        var options = new JudgeOptions();
        var rubric = Rubrics.Relevance;
        string[] identities =
        [
            new RubricJudge(rubric, client, options).Identity,
            new RubricJudge(rubric with { Judges = rubric.Judges + " now" }, client, options).Identity,
            new RubricJudge(rubric with { Guidance = [] }, client, options).Identity,
            new RubricJudge(rubric with { Levels = [.. rubric.Levels.Take(4), new RubricLevel("Other.")] }, client, options).Identity,
            new RubricJudge(rubric with { Version = 2 }, client, options).Identity,
            new RubricJudge(rubric with { PassAt = 4 }, client, options).Identity,
            new RubricJudge(rubric with { Sees = JudgeInputs.None }, client, options).Identity,
            new RubricJudge(rubric, client, options with { Model = "other" }).Identity,
            new RubricJudge(rubric, client, options with { Temperature = 0.5f }).Identity,
            new RubricJudge(rubric, client, options with { Seed = 1 }).Identity,
            new RubricJudge(rubric, client, options with { Samples = 3 }).Identity,
            new RubricJudge(rubric, client, options with { MaxOutputTokens = 500 }).Identity,
        ];
        Assert.Equal(identities.Length, identities.Distinct().Count());
    }

    [Fact]
    public void TheIdentityNamesRubricVersionAndModelAndIsTheSameEachTime()
    {
        using var client = ScriptedChatClient.Saying("");
        var identity = new RubricJudge(Rubrics.Relevance, client).Identity;
        Assert.Matches("^relevance@1/judge-model/[0-9a-f]{64}$", identity);
        Assert.Equal(identity, new RubricJudge(Rubrics.Relevance, client, new JudgeOptions { Cache = new InMemoryJudgementCache() }).Identity);
        Assert.Equal(identity, new RubricJudge(Rubrics.Relevance).IdentityWith(client));
        Assert.StartsWith("relevance@1/unknown-model/", new RubricJudge(Rubrics.Relevance).Identity, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSameIsNotJudgedTwice()
    {
        var cache = new InMemoryJudgementCache();
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(4, "said \\\"well\\\""), ScriptedChatClient.Score(2));
        var options = new JudgeOptions { Cache = cache };
        var first = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, options));
        var again = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, options));
        Assert.Single(client.Requests);
        Assert.Equal((first.Value, first.Reason), (again.Value, again.Reason));
        Assert.Equal((0, 1, 0L), (JudgeUsage.Of(again).Calls, JudgeUsage.Of(again).Cached, JudgeUsage.Of(again).InputTokens));
    }

    [Fact]
    public async Task AnotherAnswerAnotherModelOrAnotherSampleIsJudgedAnew()
    {
        var cache = new InMemoryJudgementCache();
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(4));
        var options = new JudgeOptions { Cache = cache };
        await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, options));
        await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, options), answer: new AgentAnswer("Other."));
        await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, options with { Model = "other" }));
        Assert.Equal(3, client.Requests.Count);
        await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, options with { Samples = 3 }));
        Assert.Equal(5, client.Requests.Count);
        Assert.Equal(5, cache.Count);
    }

    [Fact]
    public async Task FailuresAreNotKeptAndADamagedEntryIsJudgedAnew()
    {
        var cache = new InMemoryJudgementCache();
        using var failing = ScriptedChatClient.Saying("no");
        await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, failing, new JudgeOptions { Cache = cache }));
        Assert.Equal(0, cache.Count);

        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(4));
        var metric = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, new JudgeOptions { Cache = new DamagedCache() }));
        Assert.Equal(4, metric.Value);
    }

    private sealed class DamagedCache : IJudgementCache
    {
        public ValueTask<string?> GetAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult<string?>("""{"reason": "torn", "sco""");

        public ValueTask SetAsync(string key, string judgement, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
