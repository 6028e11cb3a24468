using System.Text.Json;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Judges;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Tests.Judges;

public sealed class ScoringByRubric
{
    public static TheoryData<string> Names => [.. JudgeCatalog.ByName.Values.Select(rubric => rubric.Name).Distinct()];

    [Theory]
    [InlineData(1, EvaluationRating.Unacceptable, true)]
    [InlineData(2, EvaluationRating.Poor, true)]
    [InlineData(3, EvaluationRating.Average, false)]
    [InlineData(4, EvaluationRating.Good, false)]
    [InlineData(5, EvaluationRating.Exceptional, false)]
    public async Task AScorePassesFromThreeOn(int score, EvaluationRating rating, bool failed)
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(score, "since so"));
        var metric = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client));
        Assert.Equal((score, rating, failed), (metric.Value!.Value, metric.Interpretation!.Rating, metric.Interpretation.Failed));
        Assert.Equal("since so", metric.Reason);
        Assert.Equal(failed ? $"{score} of 5, and needs 3: since so" : "since so", metric.Interpretation.Reason);
        Assert.Null(metric.Diagnostics);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryBuiltInRubricIsSoundAndSaysItsLevels(string name)
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(4));
        var judge = JudgeCatalog.Create(name, client);
        Assert.All(judge.Rubric.Levels, level => Assert.NotEqual("", level.Example));
        Assert.Equal(5, judge.Rubric.Levels.Select(level => level.Definition).Distinct().Count());
        var metric = await Judging.JudgeAsync(judge);
        Assert.Equal((name, 4.0), (metric.Name, metric.Value!.Value));
        var instructions = Assert.Single(client.Requests).Instructions;
        Assert.All(judge.Rubric.Levels.Select((level, i) => $"{i + 1}: {level.Definition}\n   Example: {level.Example}"), level => Assert.Contains(level, instructions, StringComparison.Ordinal));
        Assert.All(judge.Rubric.Guidance, guidance => Assert.Contains($"- {guidance}\n", instructions, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheModelIsAskedColdWithASeedAndASchemaThatAsksForTheReasonFirst()
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(4));
        await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, new JudgeOptions { Model = "gpt-x", Seed = 7 }));
        var options = Assert.Single(client.Requests).Options;
        Assert.Equal((0f, 7L, "gpt-x"), (options.Temperature!.Value, options.Seed!.Value, options.ModelId));
        var schema = Assert.IsType<ChatResponseFormatJson>(options.ResponseFormat).Schema!.Value;
        Assert.Equal(["reason", "score"], schema.GetProperty("properties").EnumerateObject().Select(property => property.Name));
        Assert.Equal([1, 2, 3, 4, 5], schema.GetProperty("properties").GetProperty("score").GetProperty("enum").EnumerateArray().Select(value => value.GetInt32()));
        Assert.Equal(JsonValueKind.False, schema.GetProperty("additionalProperties").ValueKind);
    }

    [Theory]
    [InlineData("groundedness", "needs context")]
    [InlineData("retrieval", "needs context")]
    [InlineData("response_completeness", "needs a ground truth")]
    [InlineData("similarity", "needs a ground truth")]
    public async Task AMetricWithoutItsInputDoesNotApplyAndAsksNobody(string name, string reason)
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(5));
        var metric = await Judging.JudgeAsync(JudgeCatalog.Create(name, client), Judging.Row with { Context = " ", GroundTruth = "" });
        Assert.Null(metric.Value);
        Assert.Equal((EvaluationRating.Inconclusive, false), (metric.Interpretation!.Rating, metric.Interpretation.Failed));
        Assert.Contains(reason, metric.Interpretation.Reason, StringComparison.Ordinal);
        Assert.Null(Judging.Error(metric));
        Assert.Empty(client.Requests);
    }

    [Fact]
    public async Task ARowWithoutAQueryIsBrokenAndAJudgeWithoutAModelIsTold()
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(5));
        Assert.Contains("needs a query", Judging.Error(await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client), Judging.Row with { Query = "" })), StringComparison.Ordinal);
        Assert.Contains("needs a model", Judging.Error(await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEmptyAnswerIsTheWorstWithoutAskingUnlessItMadeCallsThatCount()
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(5));
        var silent = new AgentAnswer("  ");
        Assert.Equal(1, (await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client), answer: silent)).Value);
        Assert.Empty(client.Requests);
        var acting = silent with { ToolCalls = [new("cancel_order", default)] };
        Assert.Equal(1, (await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client), answer: acting)).Value);
        Assert.Equal(5, (await Judging.JudgeAsync(new RubricJudge(Rubrics.TaskAdherence, client), answer: acting)).Value);
    }

    [Fact]
    public async Task SeveralSamplesGiveTheirMedianWithTheReasonOfTheNearest()
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(5, "five"), ScriptedChatClient.Score(2, "two"), ScriptedChatClient.Score(3, "three"));
        var metric = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, new JudgeOptions { Samples = 3, Temperature = 1, Seed = 10 }));
        Assert.Equal((3.0, "three", "5,2,3"), (metric.Value!.Value, metric.Reason, metric.Metadata!["judge-samples"]));
        Assert.Equal([10L, 11L, 12L], client.Requests.Select(request => request.Options.Seed!.Value));
        Assert.Equal(300, JudgeUsage.Of(metric).InputTokens);

        using var even = ScriptedChatClient.Saying(ScriptedChatClient.Score(2), ScriptedChatClient.Score(3));
        var half = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, even, new JudgeOptions { Samples = 2 }));
        Assert.Equal((2.5, true), (half.Value!.Value, half.Interpretation!.Failed));
    }

    [Fact]
    public async Task OneSampleThatFailsMakesThePanelAnError()
    {
        using var client = new ScriptedChatClient((_, i) => i == 1 ? throw new InvalidOperationException("gone") : ScriptedChatClient.Score(5));
        var metric = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, new JudgeOptions { Samples = 3 }));
        Assert.Null(metric.Value);
        Assert.Contains("gone", Judging.Error(metric), StringComparison.Ordinal);
        Assert.Equal(2, client.Requests.Count);
    }

    [Fact]
    public async Task TokensAreNotedByTheNamesOfTheLibraryAndUnreportedOnesAreCounted()
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(4));
        var judge = new RubricJudge(Rubrics.Relevance, client);
        var metadata = (await Judging.JudgeAsync(judge)).Metadata!;
        Assert.Equal(("100", "10", "110", "judge-model", "1", "0"), (metadata["eval-input-tokens"], metadata["eval-output-tokens"], metadata["eval-total-tokens"], metadata["eval-model"], metadata["judge-calls"], metadata["judge-cached"]));
        Assert.Equal(judge.Identity, metadata["judge-identity"]);

        using var silent = new ScriptedChatClient((_, _) => ScriptedChatClient.Score(4)) { Usage = null };
        Assert.Equal(1, JudgeUsage.Of(await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, silent))).CallsWithoutUsage);
    }

    [Fact]
    public void AnUnsoundRubricIsToldAllItsProblemsAtOnce()
    {
        var problems = Assert.Throws<ArgumentException>(() => new RubricJudge(new Rubric("Über", " ", JudgeInputs.None, "bad", "") { PassAt = 7, Version = 0 })).Message;
        Assert.All(["Name:", "Judges:", "Needs:", "there are 2", "level 2 has no definition", "PassAt: 7", "Version: 0"], part => Assert.Contains(part, problems, StringComparison.Ordinal));
        var options = Assert.Throws<ArgumentException>(() => new RubricJudge(Rubrics.Fluency, null, new JudgeOptions { Samples = 0, Temperature = 3, Repairs = 11, MaxOutputTokens = 0 })).Message;
        Assert.All(["Samples: 0", "Temperature: 3", "Repairs: 11", "MaxOutputTokens: 0"], part => Assert.Contains(part, options, StringComparison.Ordinal));
    }
}
