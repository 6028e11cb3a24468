using CsCheck;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluators.Foundry;
using static GenAIOps.Evaluators.Tests.Foundry.FakeFoundry;

namespace GenAIOps.Evaluators.Tests.Foundry;

public sealed class CloudRowsReadAnew
{
    private static readonly string[] s_two = ["coherence", "violence"];

    private static RowResult Read(OutputItem item, params string[] criteria) =>
        JudgedRow.Join([new EvaluationCase { Id = "a", Query = "q" }], [item], criteria, null)[0].Row;

    [Fact]
    public void ARowPassesWhenEveryCriterionPasses()
    {
        var row = Read(Item("a", Scored("coherence", 4, true), Scored("violence", 0, true)), s_two);

        Assert.Equal((RowStatus.Passed, "Thirty days.", 7, 2), (row.Status, row.Answer!.Text, row.Answer.InputTokens, row.Answer.OutputTokens));
        Assert.Equal(new Dictionary<string, double> { ["coherence"] = 4, ["violence"] = 0 }, row.Scores);
        Assert.Empty(row.Reasons);
    }

    [Fact]
    public void ARowWithAPassAndAnErrorIsErroredAndNotPassed()
    {
        var row = Read(Item("a", Scored("coherence", 4, true), Null("violence", "timed out")), s_two);

        Assert.Equal(RowStatus.Errored, row.Status);
        Assert.Equal(["violence: timed out"], row.Reasons);
        Assert.Equal(["coherence"], row.Scores.Keys);
    }

    [Fact]
    public void AFailureGivesScoreThresholdAndReason()
    {
        var row = Read(Item("a", Scored("coherence", 2, false)), "coherence");

        Assert.Equal(RowStatus.Failed, row.Status);
        Assert.Equal(["coherence: 2 (threshold 3): too low"], row.Reasons);
        Assert.Equal(2, row.Scores["coherence"]);
    }

    [Fact]
    public void AScoreThatIsNullDoesNotPassWhateverIsSaidBesideIt() =>
        Assert.Equal(RowStatus.Errored, Read(Item("a", Null("coherence") with { Passed = true, Label = "pass" }), "coherence").Status);

    [Theory]
    [InlineData(true, "fail")]
    [InlineData(false, "pass")]
    [InlineData(null, null)]
    [InlineData(null, "perhaps")]
    public void AResultThatContradictsItselfOrDecidesNothingIsErrored(bool? passed, string? label) =>
        Assert.Equal(RowStatus.Errored, Read(Item("a", Scored("coherence", 4, true) with { Passed = passed, Label = label }), "coherence").Status);

    [Theory]
    [InlineData(null, "pass", RowStatus.Passed)]
    [InlineData(null, "fail", RowStatus.Failed)]
    [InlineData(true, null, RowStatus.Passed)]
    [InlineData(false, "unsafe", RowStatus.Failed)]
    public void ALabelOrAFlagAloneDecides(bool? passed, string? label, RowStatus status) =>
        Assert.Equal(status, Read(Item("a", Scored("coherence", 4, true) with { Passed = passed, Label = label }), "coherence").Status);

    [Fact]
    public void ACriterionWithoutAResultIsErrored() =>
        Assert.Equal(["violence: no result came back"], Read(Item("a", Scored("coherence", 4, true)), s_two).Reasons);

    [Fact]
    public void ASkippedCriterionLeavesTheOthersToDecide()
    {
        var skipped = Null("violence") with { Status = "skipped" };

        Assert.Equal(RowStatus.Passed, Read(Item("a", Scored("coherence", 4, true), skipped), s_two).Status);
        Assert.Equal((RowStatus.Errored, "no evaluator scored it"), (Read(Item("a", skipped), "violence").Status, Read(Item("a", skipped), "violence").Reasons[0]));
    }

    [Fact]
    public void AnAgentThatGaveNoAnswerIsErroredEvenIfItWasScored()
    {
        var item = Item("a", Scored("coherence", 4, true)) with { Sample = new Sample(null, null, null, null, "the container is gone", 0, 0) };

        Assert.Equal((RowStatus.Errored, "the agent gave no answer: the container is gone"), (Read(item, "coherence").Status, Read(item, "coherence").Reasons[0]));
    }

    [Theory]
    [InlineData("error", RowStatus.Errored)]
    [InlineData("fail", RowStatus.Errored)]
    [InlineData("pass", RowStatus.Passed)]
    [InlineData(null, RowStatus.Passed)]
    public void ARowThatTheServiceDoesNotPassIsNotPassed(string? status, RowStatus expected) =>
        Assert.Equal(expected, Read(Item("a", Scored("coherence", 4, true)) with { Status = status }, "coherence").Status);

    [Fact]
    public void AnEvaluatorWithSeveralMetricsGivesEachItsName()
    {
        var row = Read(Item("a", Scored("indirect_attack", 0, true) with { Metric = "xpia" }, Scored("indirect_attack", 1, false) with { Metric = "xpia_intrusion" }), "indirect_attack");

        Assert.Equal(["indirect_attack.xpia", "indirect_attack.xpia_intrusion"], row.Scores.Keys.Order());
        Assert.Equal(RowStatus.Failed, row.Status);
    }

    [Fact]
    public void ACriterionIsFoundUnderTheNameThatTheServiceGivesIt() =>
        Assert.Equal(["coherence"], Read(Item("a", Scored("coherence-a2486074-d803-4445-b431-ad2262e85d47", 4, true) with { Metric = null }), "coherence").Scores.Keys);

    [Fact]
    public void ACriterionThatNobodyAskedForLetsNoRowPass() =>
        Assert.Equal(RowStatus.Errored, Read(Item("a", Null("coherence") with { Status = "skipped" }, Scored("other", 1, true)), "coherence").Status);

    [Fact]
    public void ResultsAreJoinedByRowAndNotByOrder()
    {
        EvaluationCase[] rows = [new() { Id = "a", Query = "1" }, new() { Id = "b", Query = "2" }, new() { Id = "c", Query = "3" }, new() { Id = "d", Query = "4" }];

        var joined = JudgedRow.Join(rows, [Item("d", Scored("m", 1, false)), Item("b", Scored("m", 5, true)), Item("c", Scored("m", 5, true)), Item("c", Scored("m", 5, true)), Item("x")], ["m"], null);

        Assert.Equal([RowStatus.Errored, RowStatus.Passed, RowStatus.Errored, RowStatus.Failed], joined.Select(row => row.Row.Status));
        Assert.Equal(["a", "b", "c", "d"], joined.Select(row => row.Row.Case.Id));
        Assert.Equal("no result came back", joined[0].Row.Reasons[0]);
        Assert.Contains("2 results", joined[2].Row.Reasons[0]);
        Assert.Equal(1, JudgedRow.Strays(rows, [Item("x"), Item("a")]));
    }

    [Fact]
    public void WhateverComesBackTheCountsAddUpToTheRowsSent()
    {
        var result = Gen.OneOf(
            Gen.Select(Gen.Double[0, 5], Gen.Bool).Select((score, passed) => Scored("m", score, passed)),
            Gen.Const(Null("m")), Gen.Const(Null("m", "boom")), Gen.Const(Null("m") with { Status = "skipped" }), Gen.Const(Scored("other", 1, true)));
        var item = Gen.Select(Gen.Int[0, 25], result.Array[0, 3]).Select((row, results) => Item($"r{row}", results));
        Gen.Select(Gen.Int[1, 20], item.Array[0, 40]).Sample((count, items) =>
        {
            EvaluationCase[] rows = [.. Enumerable.Range(0, count).Select(i => new EvaluationCase { Id = $"r{i}", Query = "q" })];

            var run = RunResult.Of([.. JudgedRow.Join(rows, items, ["m"], null).Select(row => row.Row)]);

            Assert.Equal(count, run.Sent);
            Assert.Equal(count, Enum.GetValues<RowStatus>().Sum(run.Count));
            Assert.Equal(rows.Select(row => row.Id), run.Read().Select(row => row.Case.Id));
            foreach (var row in run.Read().Where(row => row.Status == RowStatus.Passed))
            {
                var own = Assert.Single(items, each => (string?)each.Row["row_id"] == row.Case.Id);
                Assert.Contains(own.Results, each => each is { Name: "m", Score: not null, Passed: true });
                Assert.DoesNotContain(own.Results, each => each.Passed == false || (each.Score is null && each.Status != "skipped"));
            }
        }, iter: 2_000);
    }
}
