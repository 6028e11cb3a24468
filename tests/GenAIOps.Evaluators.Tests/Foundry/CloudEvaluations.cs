using System.Text.Json;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Tests.Runs;
using GenAIOps.Evaluators.Foundry;
using static GenAIOps.Evaluators.Tests.Foundry.FakeFoundry;

namespace GenAIOps.Evaluators.Tests.Foundry;

public sealed class CloudEvaluations
{
    private static readonly FoundryEvaluator s_coherence = new("builtin.coherence") { Deployment = "judge" };
    private static readonly FoundryEvaluator s_violence = new("violence");
    private static readonly FoundryEvaluator s_f1 = new("builtin.f1_score");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Dataset Set(int rows) => Dataset.Of("sets/golden.jsonl", [.. Enumerable.Range(0, rows).Select(Some.Question)]);

    private static FoundryEvaluationOptions Asking(params FoundryEvaluator[] evaluators) => new() { Target = Target, Evaluators = evaluators };

    private static Task<FoundryResult> RunAsync(FakeFoundry foundry, FoundryEvaluationOptions options, int rows = 3) => new FoundryEvaluation(foundry).RunAsync(Set(rows), options, null, Ct);

    private static FakeFoundry Answering(params CriterionResult[] results) => new(rows => rows.Select(row => Item(RowOf(row), results)));

    [Fact]
    public async Task RowsAndCriteriaGoToTheNamedVersion()
    {
        var foundry = Answering(Scored("coherence", 4, true), Scored("violence", 0, true), Scored("f1_score", 0.9, true));

        var found = await RunAsync(foundry, Asking(s_coherence, s_violence, s_f1));

        Assert.Null(found.CouldNotRun);
        Assert.Equal((3, 3, 3), (found.Result.Sent, found.Result.Count(RowStatus.Passed), found.Confirmed));
        Assert.Equal([4, 4, 4], found.Result.Scores["coherence"]);
        var source = Assert.IsType<AgentAnswers>(Assert.Single(foundry.Sources));
        Assert.Equal(Target, source.Target);
        Assert.Equal("""{"row_id":"g-0","query":"Question 0?","context":"You have thirty days.","ground_truth":"You have thirty days."}""", ((InlineRows)source.Rows).Rows[0].ToJsonString());
        var criteria = Assert.Single(foundry.Definitions).Criteria.Cast<EvaluatorCriterion>().ToList();
        Assert.Equal(["builtin.coherence", "builtin.violence", "builtin.f1_score"], criteria.Select(each => each.Evaluator));
        Assert.Equal(["judge", null, null], criteria.Select(each => each.Deployment));
        Assert.Equal("query={{item.query}} response={{sample.output_text}}", Mapped(criteria[0]));
        Assert.Equal("ground_truth={{item.ground_truth}} response={{sample.output_text}}", Mapped(criteria[2]));
    }

    [Fact]
    public async Task GivenAnswersAreReadFromTheRows()
    {
        var foundry = Answering(Scored("f1_score", 1, true));

        var found = await new FoundryEvaluation(foundry).RunAsync(
            Dataset.Of("given", Some.Question(1) with { Response = "Thirty.", Fields = new Dictionary<string, JsonElement> { ["price"] = JsonDocument.Parse("3").RootElement } }),
            new FoundryEvaluationOptions { Evaluators = [s_f1] }, null, Ct);

        var source = Assert.IsType<GivenAnswers>(foundry.Sources[0]);
        Assert.Equal(("Thirty.", 3), ((string?)RowsOf(source)[0]["response"], (int)RowsOf(source)[0]["price"]!));
        Assert.Equal("ground_truth={{item.ground_truth}} response={{item.response}}", Mapped((EvaluatorCriterion)foundry.Definitions[0].Criteria[0]));
        Assert.Equal(RowStatus.Passed, found.Result.Statuses[0]);
    }

    [Fact]
    public async Task ALargeSetIsSentInBatches()
    {
        var foundry = Answering(Scored("f1_score", 1, true));

        var found = await RunAsync(foundry, Asking(s_f1) with { BatchSize = 4 }, rows: 10);

        Assert.Equal([4, 4, 2], foundry.Sources.Select(source => RowsOf(source).Count));
        Assert.Equal((10, 10, 3), (found.Result.Sent, found.Result.Count(RowStatus.Passed), found.Runs.Count));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"g-{i}"), found.Result.Read().Select(row => row.Case.Id));
        Assert.Single(foundry.Definitions);
    }

    [Fact]
    public async Task WhatCannotBeJudgedAsMeantIsRefusedBeforeAnythingIsSent()
    {
        var foundry = Answering();
        var evaluation = new FoundryEvaluation(foundry);

        Assert.Contains("Deployment", (await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(foundry, Asking(new FoundryEvaluator("builtin.relevance"))))).Message);
        Assert.Contains("DataMapping", (await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(foundry, Asking(new FoundryEvaluator("ours"))))).Message);
        Assert.Contains("'f1_score'", (await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(foundry, Asking(s_f1, s_f1)))).Message);
        Assert.Contains("BatchSize", (await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(foundry, Asking(s_f1) with { BatchSize = 0 }))).Message);
        Assert.Contains("version", (await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(foundry, Asking(s_f1) with { Target = new("a", "") }))).Message);
        Assert.Contains("brings no response", (await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(foundry, new() { Evaluators = [s_f1] }))).Message);
        Assert.Contains("one message only", (await Assert.ThrowsAsync<ArgumentException>(() => evaluation.RunAsync(
            Dataset.Of("talk", Some.Question(1) with { History = [new CaseMessage("user", "hi")] }), Asking(s_f1), null, Ct))).Message);
        Assert.Contains("attachments", (await Assert.ThrowsAsync<ArgumentException>(() => evaluation.RunAsync(
            Dataset.Of("files", Some.Question(1) with { Attachments = [new CaseAttachment("a", "b")] }), Asking(s_f1), null, Ct))).Message);
        Assert.Contains("'g-1'", (await Assert.ThrowsAsync<ArgumentException>(() => evaluation.RunAsync(Dataset.Of("twice", Some.Question(1), Some.Question(1)), Asking(s_f1), null, Ct))).Message);
        Assert.Empty(foundry.Definitions);
    }

    [Fact]
    public async Task AJudgeThatScoresNothingTellsTheRoleTheScopeAndForWhom()
    {
        var found = await RunAsync(Answering(Null("coherence"), Scored("f1_score", 1, true)), Asking(s_coherence, s_f1));

        Assert.Equal(3, found.Result.Count(RowStatus.Errored));
        Assert.Contains("coherence scored none of 3 rows", found.CouldNotRun);
        Assert.Contains("'Cognitive Services OpenAI User'", found.CouldNotRun);
        Assert.Contains("account that holds 'judge'", found.CouldNotRun);
        Assert.Contains(Endpoint, found.CouldNotRun);
        Assert.Contains("managed identity", found.CouldNotRun);
    }

    [Fact]
    public async Task ASafetyServiceThatScoresNothingTellsItsOwnRole()
    {
        var found = await RunAsync(Answering(Null("violence", "PermissionDenied"), Scored("coherence", 4, true)), Asking(s_violence, s_coherence));

        Assert.Contains("'Foundry User'", found.CouldNotRun);
        Assert.DoesNotContain("OpenAI User", found.CouldNotRun);
        Assert.Contains("PermissionDenied", found.CouldNotRun);
    }

    [Fact]
    public async Task BothRolesAreTold()
    {
        var told = (await RunAsync(Answering(Null("violence"), Null("coherence")), Asking(s_violence, s_coherence))).CouldNotRun;

        Assert.Contains("two roles", told);
    }

    [Fact]
    public async Task NoRoleIsBlamedWhereAnotherCriterionOfTheSameJudgeScored()
    {
        var other = new FoundryEvaluator("relevance") { Deployment = "judge" };

        Assert.Contains("data mapping", (await RunAsync(Answering(Null("coherence"), Scored("relevance", 4, true)), Asking(s_coherence, other))).CouldNotRun);
        Assert.Contains("data mapping", (await RunAsync(Answering(Null("f1_score")), Asking(s_f1))).CouldNotRun);
        Assert.Contains("applied to none", (await RunAsync(Answering(Null("f1_score") with { Status = "skipped" }), Asking(s_f1))).CouldNotRun);
    }

    [Fact]
    public async Task ACriterionThatScoresSomeRowsIsNoMatterOfRoles()
    {
        var found = await RunAsync(new FakeFoundry(rows => rows.Select((row, i) => Item(RowOf(row), i == 0 ? Scored("coherence", 4, true) : Null("coherence")))), Asking(s_coherence));

        Assert.Null(found.CouldNotRun);
        Assert.Equal((1, 2), (found.Result.Count(RowStatus.Passed), found.Result.Count(RowStatus.Errored)));
    }

    [Fact]
    public async Task ARunThatFailedKeepsWhatCameAndSaysWhy()
    {
        var foundry = new FakeFoundry(rows => [Item(RowOf(rows[1]), Scored("f1_score", 1, true))]) { End = run => run with { Status = "failed", Error = "the dataset is gone" } };

        var found = await RunAsync(foundry, Asking(s_f1));

        Assert.Equal([RowStatus.Errored, RowStatus.Passed, RowStatus.Errored], found.Result.Statuses);
        Assert.Contains("the dataset is gone", found.Result.Read().First().Reasons[0]);
        Assert.Contains("the dataset is gone", (await RunAsync(new FakeFoundry(_ => []) { End = foundry.End }, Asking(s_f1))).CouldNotRun);
    }

    [Fact]
    public async Task RowsThatNobodySentAreTold() =>
        Assert.Contains("1 items", (await RunAsync(new FakeFoundry(rows => [.. rows.Select(row => Item(RowOf(row), Scored("f1_score", 1, true))), Item("stranger")]), Asking(s_f1))).CouldNotRun);

    [Fact]
    public async Task WhoCancelsStopsTheRunInTheCloudToo()
    {
        using var cancel = new CancellationTokenSource();
        var foundry = new FakeFoundry(_ => []) { End = _ => { cancel.Cancel(); throw new OperationCanceledException(cancel.Token); } };

        await Assert.ThrowsAsync<OperationCanceledException>(() => new FoundryEvaluation(foundry).RunAsync(Set(2), Asking(s_f1), null, cancel.Token));

        Assert.Equal(["evalrun_1"], foundry.Cancelled);
    }

    private static string Mapped(EvaluatorCriterion criterion) => string.Join(" ", criterion.DataMapping.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}
