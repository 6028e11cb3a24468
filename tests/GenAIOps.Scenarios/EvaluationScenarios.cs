namespace GenAIOps.Scenarios;

/// <summary>What is evaluated besides the candidate, and when a verdict of an earlier time counts.</summary>
public sealed class EvaluationScenarios(ReleasedWorld released)
{
    private readonly World _world = released.World;

    [Fact]
    public async Task AVerdictStandsOnlyUnderTheRulesThatItWasFoundBy()
    {
        (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(0);
        (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(0).Saying("= EvaluateQa");
        await WithAsync("Policy = new() { PassRate = 0.999 },", async () =>
            (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(4).Saying("changed since the last verdict: policy").Saying("The verdict is Worse"));
        await WithAsync("Quality = [new GenAIOps.Evaluation.Scoring.RuleEvaluator(\"short\", (_, answer) => GenAIOps.Evaluation.Scoring.Score.AtMost(answer.Text.Length, 10, \"length\"))],", async () =>
            (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(4).Saying("changed since the last verdict: policy, quality_evaluators").Saying("The verdict is Worse"));
        (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(0).Saying("changed since the last verdict: quality_evaluators");
    }

    [Fact]
    public async Task WhereAnswersAreKeptOnlyTheJudgingIsDoneAnew()
    {
        const string Kept = "AnswerCache = RootDirectory / \".genaiops\" / \"answers\",";
        await WithAsync($"{Kept} Policy = new() {{ PassRate = 0.5 }},", async () =>
        {
            (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(0);
            Assert.Equal(130, Requests());
        });
        await WithAsync($"{Kept} Policy = new() {{ PassRate = 0.51 }},", async () =>
        {
            (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(0).Saying("changed since the last verdict: policy");
            Assert.Equal(0, Requests());
        });
        (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(0);
        Assert.Equal(130, Requests());

        int Requests() => (int)_world.Artifact("evaluation/summary.json")["usage"]!["candidate"]!["requests"]!;
    }

    [Fact]
    public async Task WhatIsShownToMissItsLimitIsNotAskedToTheEnd()
    {
        const string Never = "Quality = [new GenAIOps.Evaluation.Scoring.RuleEvaluator(\"short\", (_, answer) => GenAIOps.Evaluation.Scoring.Score.AtMost(answer.Text.Length, 10, \"length\"))],";
        await WithAsync($"Policy = new() {{ StopsEarly = true }}, {Never}", async () =>
        {
            (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(4).Saying("rows were not asked").Saying("The verdict is Worse").Saying("it was not asked to the end");
            var summary = _world.Artifact("evaluation/summary.json");
            var counts = summary["counts"]!;
            Assert.Equal((int)counts["sent"]!, new[] { "passed", "failed", "errored", "skipped" }.Sum(name => (int)counts[name]!));
            Assert.True((int)counts["skipped"]! > 65);
            Assert.InRange((int)summary["usage"]!["candidate"]!["requests"]!, 1, 64);
            // The verdict is as good as one of all rows: it stands.
            var again = (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(4).Saying("The verdict is Worse");
            Assert.DoesNotContain("Judged anew", again.Output, StringComparison.Ordinal);
        });
        (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(0);
    }

    [Fact]
    public async Task PRODIsAskedWhatItWasAskedBeforeItsRelease()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var run = (await _world.BuildAsync("Drift")).MustEndWith(0);
        Assert.DoesNotContain("other evaluators", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, _world.Artifact("drift/drift.json")["variants"]!.AsArray().Count);
        await WithAsync("Quality = [new GenAIOps.Evaluators.Grounding.AbstentionEvaluator(), new GenAIOps.Evaluators.Text.CorrectnessEvaluator()],", async () =>
            (await _world.BuildAsync("Drift")).MustEndWith(0).Saying("other evaluators judge now"));
    }

    [Fact]
    public async Task VariantsAreComparedAndNothingOfThemStaysUp()
    {
        var before = _world.Ids("SupportAgent");
        (await _world.BuildAsync("Experiment", "--skip")).MustEndWith(0).Saying("one-article");
        var experiment = _world.Artifact("experiments/retrieval/experiment.json");
        Assert.Equal(["four-articles", "one-article", "eight-articles"], experiment["variants"]!.AsArray().Select(variant => (string?)variant!["name"]));
        // What is stopped has the time to end what it answers.
        await World.EndedAsync(_world.Ids("SupportAgent").Except(before));
        Assert.InRange(_world.Ids("SupportAgent").Count, 1, before.Count);
        (await _world.BuildAsync("Experiment", "--skip", "--named", "retrieva")).MustEndWith(2).Saying("there are: retrieval");
    }

    [Fact]
    public async Task NewAttacksAreMadeWithinTheirBudget()
    {
        (await _world.BuildAsync("RedTeam", "--skip", "--budget", "60")).MustEndWith(0).Saying("attacks came through");
        Assert.InRange(File.ReadLines(Path.Combine(_world.Root, "artifacts", "redteam", "attempts.jsonl")).Count(), 30, 60);
        (await _world.BuildAsync("RedTeam", "--skip", "--budget", "0")).MustEndWith(2).Saying("must be 1 or more");
    }

    private Task WithAsync(string setting, Func<Task> act) =>
        _world.WithAsync("build/Build.cs", text => text.Replace("Title = ", $"{setting}\n        Title = ", StringComparison.Ordinal), act);
}
