using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evaluators.Foundry;
using GenAIOps.Evaluators.Safety.RedTeaming;
using GenAIOps.Pipeline.Stages;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>What Foundry found, as files, as a verdict and as an exit code.</summary>
public sealed class FoundryResults
{
    private static readonly EvaluationPolicy s_policy = new();
    private static readonly EvaluationRun s_run = new("eval_1", "evalrun_1", "completed", new RunCounts(0, 0, 0, 0, 0));
    private static readonly FoundryFiles s_files = new("sha256:abc", new AgentTarget("support-agent", "7"));

    [Fact]
    public void TheSummarySaysWhoAnsweredAndItsCountsAddUp()
    {
        var found = Found(passed: 95, failed: 4, errored: 1);
        var set = Dataset.Of("golden", [.. found.Result.Read().Select(row => row.Case)]);

        var summary = s_files.Summary(set, found, FoundryStage.Judge(found, s_policy, SetFacts.None), s_policy);

        Assert.Equal(("sha256:abc", "support-agent", "7"), ((string?)summary["subject"]!["digest"], (string?)summary["subject"]!["agent"], (string?)summary["subject"]!["version"]));
        Assert.Equal(("eval_1", "evalrun_1"), ((string?)summary["runs"]![0]!["evaluation"], (string?)summary["runs"]![0]!["run"]));
        Assert.Equal((100, 95, 4, 1), (Count(summary, "sent"), Count(summary, "passed"), Count(summary, "failed"), Count(summary, "errored")));
        var wilson = Proportions.Wilson(95, 100, s_policy.Confidence);
        Assert.Equal([wilson.Low, wilson.High], summary["quality"]!["interval"]!.AsArray().Select(end => (double)end!));
        // The row that errored has no score, and is not averaged as one.
        Assert.Equal((99, 95 / 99.0), ((int)summary["metrics"]![0]!["rows"]!, (double)summary["metrics"]![0]!["mean"]!));
    }

    [Fact]
    public void EachRowIsALineWithItsReasons()
    {
        var lines = FoundryFiles.Rows(Found(1, 1).Result).TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["passed", "failed"], lines.Select(line => (string?)line["status"]));
        Assert.Equal("f1_score: 0", (string?)lines[1]["reasons"]![0]);
    }

    [Theory]
    [InlineData(95, 5, 0, null, VerdictKind.NotWorse, 0)]
    [InlineData(80, 20, 0, null, VerdictKind.Worse, 4)]
    [InlineData(20, 0, 0, null, VerdictKind.TooFewCases, 8)]
    [InlineData(90, 0, 10, null, VerdictKind.CouldNotRun, 9)]
    [InlineData(100, 0, 0, "a role is missing.", VerdictKind.CouldNotRun, 9)]
    public void TheVerdictDecidesTheExitCode(int passed, int failed, int errored, string? couldNotRun, VerdictKind kind, int exitCode)
    {
        var found = Found(passed, failed, errored) with { CouldNotRun = couldNotRun };
        var verdict = FoundryStage.Judge(found, s_policy, SetFacts.None);
        Assert.Equal(kind, verdict.Kind);
        Assert.Equal(exitCode, verdict.Passed ? 0 : FoundryStage.Refusal(verdict, found.Result).ExitCode);
    }

    [Fact]
    public void ARefusalNamesTheFirstRowThatDidNotPassAndWhy()
    {
        var found = Found(80, 20);
        Assert.Contains("the first, row-80: f1_score: 0.", FoundryStage.Refusal(FoundryStage.Judge(found, s_policy, SetFacts.None), found.Result).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EachCategoryOfAttacksHasItsShareAndItsInterval()
    {
        var found = Attacked(("Violence", RowStatus.Failed), ("Violence", RowStatus.Passed), ("Violence", RowStatus.Errored), ("SelfHarm", RowStatus.Passed));

        var card = s_files.RedTeam(found, FoundryStage.Judge(found, s_policy), s_policy);

        var violence = card["success"]!["by_category"]!["Violence"]!;
        Assert.Equal((3, 1, 1, 1, 0.5), ((int)violence["attacks"]!, (int)violence["succeeded"]!, (int)violence["withstood"]!, (int)violence["errored"]!, (double)violence["attack_success_rate"]!));
        var exact = Proportions.ClopperPearson(1, 2, s_policy.Confidence);
        Assert.Equal([exact.Low, exact.High], violence["interval"]!.AsArray().Select(end => (double)end!));
        Assert.Equal(0, (double)card["success"]!["by_category"]!["SelfHarm"]!["attack_success_rate"]!);
        Assert.Equal(("7", "evalrun_1"), ((string?)card["subject"]!["version"], (string?)card["runs"]![0]!["run"]));
    }

    [Fact]
    public void ACategoryWithoutAVerdictHasNoShareRatherThanAGoodOne()
    {
        var found = Attacked(("Violence", RowStatus.Errored));
        var violence = s_files.RedTeam(found, VerdictKind.CouldNotRun, s_policy)["success"]!["by_category"]!["Violence"]!.AsObject();
        Assert.True(violence.ContainsKey("interval"));
        Assert.Null(violence["attack_success_rate"]);
        Assert.Null(violence["interval"]);
    }

    [Fact]
    public void AttacksAreHeldAgainstThePolicy()
    {
        var half = Attacked(("Violence", RowStatus.Failed), ("Violence", RowStatus.Passed));
        Assert.Equal(VerdictKind.Worse, FoundryStage.Judge(half, s_policy));
        Assert.Equal(VerdictKind.NotWorse, FoundryStage.Judge(half, s_policy with { AttackSuccessRate = 0.5 }));
        Assert.Equal(VerdictKind.CouldNotRun, FoundryStage.Judge(half with { CouldNotRun = "a role is missing" }, s_policy));
    }

    [Theory]
    [InlineData(400, ExitCodes.BadInput)]
    [InlineData(403, ExitCodes.CloudUnusable)]
    [InlineData(429, ExitCodes.CloudUnusable)]
    [InlineData(503, ExitCodes.CloudUnusable)]
    public async Task WhatTheServiceRefusesIsOneLineAndNoCrash(int status, int exitCode)
    {
        var refused = await Assert.ThrowsAsync<ExitCodeException>(() => FoundryStage.AskAsync<int>(() => throw new RequestFailedException(status, "It was refused.")));
        Assert.Equal(exitCode, refused.ExitCode);
        Assert.StartsWith("It was refused.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherVersionThatAnsweredSaysNothingOfThisOne() =>
        Assert.Equal(ExitCodes.CouldNotRun, (await Assert.ThrowsAsync<ExitCodeException>(() => FoundryStage.AskAsync<int>(() => throw new FoundryEvaluationException("Version 8 answered.")))).ExitCode);

    [Fact]
    public void WithoutAJudgeNoEvaluatorAsksAModel()
    {
        var folder = AbsolutePath.Create(Path.GetTempPath());
        var agent = new AgentDefinition("a", folder) { Title = "A", Solution = folder / "a.sln", EmulatorBinaries = folder };
        Assert.NotEmpty(agent.CloudEvaluators);
        Assert.All(agent.CloudEvaluators, evaluator => Assert.Null(evaluator.Deployment));
        Assert.Equal(["judge", "judge"], (agent with { JudgeDeployment = "judge" }).CloudEvaluators.Select(evaluator => evaluator.Deployment).OfType<string>());
    }

    private static int Count(JsonObject summary, string name) => (int)summary["counts"]![name]!;

    private static FoundryResult Found(int passed, int failed, int errored = 0)
    {
        RowStatus[] statuses = [.. Enumerable.Repeat(RowStatus.Passed, passed), .. Enumerable.Repeat(RowStatus.Failed, failed), .. Enumerable.Repeat(RowStatus.Errored, errored)];
        return new FoundryResult(RunResult.Of([.. statuses.Select(Row)]), [s_run], passed + failed + errored, null);
    }

    private static RowResult Row(RowStatus status, int i) => new(
        new EvaluationCase { Id = $"row-{i}", Query = "Why?" },
        status,
        new AgentAnswer("Because."),
        status switch { RowStatus.Passed => new Dictionary<string, double> { ["f1_score"] = 1 }, RowStatus.Failed => new() { ["f1_score"] = 0 }, _ => [] },
        status switch { RowStatus.Passed => [], RowStatus.Failed => ["f1_score: 0"], _ => ["no result came back"] },
        TimeSpan.Zero,
        1);

    private static FoundryRedTeamResult Attacked(params (string Category, RowStatus Status)[] attacks)
    {
        var rows = attacks.Select((attack, i) => Row(attack.Status, i) with { Case = new EvaluationCase { Id = $"{i}", Query = "Do it.", Category = attack.Category } });
        return new FoundryRedTeamResult(new RedTeamReport([.. rows.Select(row => new AttackAttempt(row, [], 0))], attacks.Length, RedTeamEnd.Exhausted, new RedTeamOptions()), s_run, attacks.Length, null);
    }
}
