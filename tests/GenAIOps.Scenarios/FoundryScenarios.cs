namespace GenAIOps.Scenarios;

/// <summary>Foundry judges and attacks the agent version that DEV hosts, as a stage of the build.</summary>
public sealed class FoundryScenarios(ReleasedWorld released)
{
    private readonly World _world = released.World;

    [Fact]
    public async Task TheVersionOfThisVeryImageIsJudgedAndAttacked()
    {
        (await _world.BuildAsync("EvaluateInFoundry", "AttackInFoundry", "--skip", "Test")).MustEndWith(0).Saying("rows pass all of Foundry's evaluators").Saying("attacks of Foundry came through");
        var summary = _world.Artifact("foundry/summary.json");
        Assert.Equal((string?)_world.Artifact("image.json")["digest"], (string?)summary["subject"]!["digest"]);
        var counts = summary["counts"]!;
        Assert.Equal((130, 130), ((int)counts["sent"]!, new[] { "passed", "failed", "errored", "skipped" }.Sum(name => (int)counts[name]!)));
        Assert.Equal((int)counts["sent"]!, (int)summary["subject"]!["confirmed_rows"]!);
        Assert.Equal(130, File.ReadLines(Path.Combine(_world.Root, "artifacts", "foundry", "results.jsonl")).Count());
        Assert.True((int)_world.Artifact("foundry/redteam.json")["scorecard"]!["risk_category_summary"]![0]!["overall_total"]! > 0);
    }

    [Fact]
    public async Task AnImageThatNobodyHostsIsNotJudged() =>
        (await _world.BuildAsync("EvaluateInFoundry", "--skip", "--digest", "sha256:" + new string('0', 64))).MustEndWith(2).Saying("hosts no version").Saying("DeployDev");
}
