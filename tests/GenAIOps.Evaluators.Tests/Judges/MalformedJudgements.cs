using System.Net;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Judges;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Tests.Judges;

public sealed class MalformedJudgements
{
    [Theory]
    [InlineData("""{"reason": "fine", "score": 4}""")]
    [InlineData("""{"score": 4, "reason": "fine"}""")]
    [InlineData("""{"reason": "fine", "score": 4.0}""")]
    [InlineData("\n```json\n{\"reason\": \"fine\", \"score\": 4}\n```\n")]
    [InlineData("```\n{\"reason\": \"fine\", \"score\": 4}```")]
    public void AnObjectAloneOrInAFenceIsRead(string text)
    {
        Assert.Null(JudgementForm.Score.Read(text, out var judgement));
        Assert.Equal(new Judgement("fine", "4"), judgement);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("The score is 4.", "not one JSON object")]
    [InlineData("4", "must be an object")]
    [InlineData("""{"reason": "fine", "score": 6}""", "is 6")]
    [InlineData("""{"reason": "fine", "score": 0}""", "is 0")]
    [InlineData("""{"reason": "fine", "score": 3.5}""", "is 3.5")]
    [InlineData("""{"reason": "fine", "score": 1e400}""", "is 1e400")]
    [InlineData("""{"reason": "fine", "score": "4"}""", "is \"4\"")]
    [InlineData("""{"reason": "fine", "score": null}""", "is null")]
    [InlineData("""{"reason": "fine"}""", "is missing")]
    [InlineData("""{"reason": " ", "score": 4}""", "reason")]
    [InlineData("""{"score": 4}""", "reason")]
    [InlineData("""{"reason": "fine", "score": 2, "score": 5}""", "not one JSON object")]
    [InlineData("""{"reason": "fine", "score": 4, "confidence": 1}""", "confidence")]
    [InlineData("""{"reason": "fine", "score": 4} Thank you.""", "not one JSON object")]
    [InlineData("""{"reason": "fine", "score": 2}{"reason": "fine", "score": 5}""", "not one JSON object")]
    [InlineData("The answer said:\n```json\n{\"reason\": \"fine\", \"score\": 5}\n```", "not one JSON object")]
    public void EverythingElseIsRefusedWithTheProblem(string text, string problem)
    {
        Assert.Contains(problem, JudgementForm.Score.Read(text, out var judgement), StringComparison.Ordinal);
        Assert.Equal(default, judgement);
    }

    [Fact]
    public void WhatIsWrittenForTheCacheIsReadBack()
    {
        foreach (var (form, decision) in new[] { (JudgementForm.Score, "3"), (JudgementForm.Better, "second") })
        {
            var judgement = new Judgement("he said \"five\"\n} and more", decision);
            Assert.Null(form.Read(form.Write(judgement), out var read));
            Assert.Equal(judgement, read);
        }
    }

    [Fact]
    public async Task AMalformedJudgementIsSentBackWithWhatIsWrongWithIt()
    {
        using var client = ScriptedChatClient.Saying("Four out of five!", """{"reason": "fine", "score": 7}""", ScriptedChatClient.Score(4));
        var metric = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client));
        Assert.Equal(4, metric.Value);
        Assert.Equal([2, 4, 6], client.Requests.Select(request => request.Messages.Count));
        var last = client.Requests[^1].Messages;
        Assert.Equal("Four out of five!", last[2].Text);
        Assert.Equal(ChatRole.Assistant, last[2].Role);
        Assert.Contains("not one JSON object", last[3].Text, StringComparison.Ordinal);
        Assert.Contains("is 7", last[5].Text, StringComparison.Ordinal);
        Assert.Equal((3, 300L, 30L), (JudgeUsage.Of(metric).Calls, JudgeUsage.Of(metric).InputTokens, JudgeUsage.Of(metric).OutputTokens));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task AJudgeThatNeverComesRoundIsAnErrorAndNoScore(int repairs)
    {
        using var client = ScriptedChatClient.Saying("no idea");
        var metric = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, new JudgeOptions { Repairs = repairs }));
        Assert.Equal(repairs + 1, client.Requests.Count);
        Assert.Null(metric.Value);
        Assert.True(metric.Interpretation!.Failed);
        Assert.Contains($"in {repairs + 1} attempts", Judging.Error(metric), StringComparison.Ordinal);
        Assert.Equal(repairs + 1, JudgeUsage.Of(metric).Calls);
    }

    [Fact]
    public async Task AJudgementThatWasCutOffSaysSo()
    {
        using var client = new ScriptedChatClient((_, _) => """{"reason": "it is""") { FinishReason = ChatFinishReason.Length };
        var metric = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client, new JudgeOptions { Repairs = 0 }));
        Assert.Contains("cut off", Judging.Error(metric), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AModelThatFailsIsAnErrorOnTheMetric()
    {
        using var client = new ScriptedChatClient((_, _) => throw new HttpRequestException("503 from the judge", null, HttpStatusCode.ServiceUnavailable));
        var metric = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client));
        Assert.Contains("503 from the judge", Judging.Error(metric), StringComparison.Ordinal);
        Assert.Null(metric.Value);
        Assert.Single(client.Requests);
    }

    [Fact]
    public async Task AModelThatTimesOutIsAnErrorTooAndOnlyACancelledRunThrows()
    {
        using var client = new ScriptedChatClient((_, _) => throw new TaskCanceledException("timed out"));
        var metric = await Judging.JudgeAsync(new RubricJudge(Rubrics.Relevance, client));
        Assert.Contains("timed out", Judging.Error(metric), StringComparison.Ordinal);

        using var cancelled = new CancellationTokenSource();
        using var cancelling = new ScriptedChatClient((_, _) =>
        {
            cancelled.Cancel();
            throw new OperationCanceledException(cancelled.Token);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new RubricJudge(Rubrics.Relevance, cancelling).EvaluateAsync("How long?", "Thirty days.", cancellationToken: cancelled.Token));
    }

    [Fact]
    public async Task AClientWithoutSchemasIsAskedWithoutOneFromThenOn()
    {
        using var client = new ScriptedChatClient((request, _) => request.Options.ResponseFormat is ChatResponseFormatJson
            ? throw new HttpRequestException("response_format is not supported", null, HttpStatusCode.BadRequest)
            : ScriptedChatClient.Score(4));
        var judge = new RubricJudge(Rubrics.Relevance, client);
        Assert.Equal(4, (await Judging.JudgeAsync(judge)).Value);
        Assert.Equal(4, (await Judging.JudgeAsync(judge)).Value);
        Assert.Equal([true, false, false], client.Requests.Select(request => request.Options.ResponseFormat is ChatResponseFormatJson));
    }

    [Fact]
    public async Task ARefusalForAnotherReasonDoesNotTurnTheSchemaOff()
    {
        using var client = new ScriptedChatClient((_, i) => i < 2 ? throw new HttpRequestException("content filter", null, HttpStatusCode.BadRequest) : ScriptedChatClient.Score(4));
        var judge = new RubricJudge(Rubrics.Relevance, client);
        Assert.Contains("content filter", Judging.Error(await Judging.JudgeAsync(judge)), StringComparison.Ordinal);
        Assert.Equal(4, (await Judging.JudgeAsync(judge)).Value);
        Assert.IsType<ChatResponseFormatJson>(client.Requests[^1].Options.ResponseFormat);
    }
}
