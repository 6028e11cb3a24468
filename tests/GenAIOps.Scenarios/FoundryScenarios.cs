namespace GenAIOps.Scenarios;

/// <summary>Foundry judges and attacks the agent version that DEV hosts, as a stage of the build.</summary>
public sealed class FoundryScenarios(ReleasedWorld released)
{
    private readonly World _world = released.World;

    private string Foundry => Path.Combine(_world.Root, "artifacts", "foundry");

    [Fact]
    public async Task TheVersionOfThisVeryImageIsJudgedAndAttacked()
    {
        (await _world.BuildAsync("EvaluateInFoundry", "AttackInFoundry", "--skip", "Test")).MustEndWith(0).Saying("rows pass all of Foundry's evaluators").Saying("attacks of Foundry came through");
        var summary = _world.Artifact("foundry/summary.json");
        Assert.Equal((string?)_world.Artifact("image.json")["digest"], (string?)summary["subject"]!["digest"]);
        var counts = summary["counts"]!;
        Assert.Equal((130, 130), ((int)counts["sent"]!, new[] { "passed", "failed", "errored", "skipped" }.Sum(name => (int)counts[name]!)));
        Assert.Equal((int)counts["sent"]!, (int)summary["subject"]!["confirmed_rows"]!);
        Assert.InRange((double)summary["quality"]!["pass_rate"]!, (double)summary["quality"]!["interval"]![0]!, (double)summary["quality"]!["interval"]![1]!);
        Assert.Equal(130, File.ReadLines(Path.Combine(Foundry, "results.jsonl")).Count());
        var attacks = _world.Artifact("foundry/redteam.json");
        Assert.Equal((string?)summary["subject"]!["version"], (string?)attacks["subject"]!["version"]);
        var category = Assert.Single(attacks["success"]!["by_category"]!.AsObject()).Value!;
        Assert.Equal((int)category["attacks"]!, new[] { "succeeded", "withstood", "errored", "skipped" }.Sum(name => (int)category[name]!));
        Assert.True((int)category["attacks"]! > 0);
        Assert.Equal(2, category["interval"]!.AsArray().Count);
    }

    [Fact]
    public async Task CtrlCCancelsTheRunInTheCloudToo()
    {
        (await _world.BuildAsync("DeployDev")).MustEndWith(0);
        var before = Runs().Keys.ToHashSet(StringComparer.Ordinal);
        // No answer comes, so that the run is under way for as long as it takes.
        using (_world.Pause("SupportAgent"))
        {
            using var build = _world.Start("EvaluateInFoundry", "--skip", "--json");
            await build.SaysAsync("in_progress: ");
            build.Interrupt();
            (await build.EndAsync()).MustEndWith(130);
        }

        var run = Assert.Single(Runs(), run => !before.Contains(run.Key));
        Assert.Contains("Canceled", run.Value, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(Path.Combine(Foundry, "summary.json")));
        (await _world.BuildAsync("EvaluateInFoundry", "--skip")).MustEndWith(0).Saying("rows pass all of Foundry's evaluators");
    }

    [Fact]
    public async Task AnImageThatNobodyHostsIsNotJudged() =>
        (await _world.BuildAsync("EvaluateInFoundry", "--skip", "--digest", "sha256:" + new string('0', 64))).MustEndWith(2).Saying("hosts no version").Saying("DeployDev");

    [Fact]
    public async Task AnEvaluatorThatTheServiceRefusesIsSaidAndLeavesNoOlderResults()
    {
        (await _world.BuildAsync("EvaluateInFoundry", "--skip")).MustEndWith(0);
        await _world.WithAsync("build/Build.cs", text => text.Replace("Title = ", "CloudEvaluators = [new(\"builtin.bleu_score\")], Title = ", StringComparison.Ordinal), async () =>
        {
            var run = (await _world.BuildAsync("EvaluateInFoundry", "--skip")).MustEndWith(2).Saying("builtin.bleu_score").Saying("Mend AgentDefinition.CloudEvaluators");
            Assert.DoesNotContain("   at GenAIOps", run.Output, StringComparison.Ordinal);
        });
        Assert.False(File.Exists(Path.Combine(Foundry, "summary.json")));
        Assert.False(File.Exists(Path.Combine(Foundry, "results.jsonl")));
    }

    /// <summary>What the emulator keeps of runs.</summary>
    private Dictionary<string, string> Runs() =>
        Directory.EnumerateDirectories(Path.Combine(_world.Root, ".genaiops"), "evaluation-runs", SearchOption.AllDirectories).SelectMany(Directory.EnumerateFiles).ToDictionary(file => file, File.ReadAllText, StringComparer.Ordinal);
}
