namespace GenAIOps.Scenarios;

/// <summary>The three holes that release pipelines of the field have, shown closed.</summary>
public sealed class HoleScenarios(ReleasedWorld released)
{
    private readonly World _world = released.World;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A gate that cannot fail: a candidate that answers badly, or that nobody asked anything, does not pass.</summary>
    [Fact]
    public async Task TheGateCanFail()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var live = await _world.LiveAsync();
        var prompt = await File.ReadAllTextAsync(_world.Prompt, Ct);
        try
        {
            await File.WriteAllTextAsync(_world.Prompt, "Answer everything in one word.\n", Ct);
            (await _world.BuildAsync()).MustEndWith(4);
            var counts = _world.Artifact("evaluation/summary.json")["counts"]!;
            Assert.True((int)counts["failed"]! > 0);
            Assert.Equal((int)counts["sent"]!, (int)counts["passed"]! + (int)counts["failed"]! + (int)counts["errored"]! + (int)counts["skipped"]!);

            // What was judged and found bad stays refused, though a person approves it and the evaluation is left out.
            (await _world.BuildAsync("ReleaseProd", "--skip", "EvaluateQa", "--approve", (string)_world.Artifact("image.json")["digest"]!)).MustEndWith(3);
        }
        finally
        {
            await File.WriteAllTextAsync(_world.Prompt, prompt, Ct);
        }

        await _world.ChangePromptAsync();
        (await _world.BuildAsync("ReleaseProd", "--skip", "EvaluateQa")).MustEndWith(3).Saying("evaluation");
        Assert.Equal(live, await _world.LiveAsync());
    }

    /// <summary>A production that is rebuilt instead of promoted by digest: what the sources say now does not matter any more.</summary>
    [Fact]
    public async Task ProductionIsPromotedByDigestAndNotRebuilt()
    {
        await _world.ChangePromptAsync();
        (await _world.BuildAsync("EvaluateQa")).MustEndWith(0);
        var judged = (string)_world.Artifact("evaluation/summary.json")["subject"]!["digest"]!;
        Assert.Equal(judged, (string?)_world.Artifact("image.json")["digest"]);

        // As in CI: the job of PROD has another checkout, and knows the digest only.
        await _world.ChangePromptAsync();
        Directory.Delete(Path.Combine(_world.Root, "artifacts"), recursive: true);
        (await _world.BuildAsync("ReleaseProd", "--skip", "--digest", judged)).MustEndWith(0);

        var version = await _world.ProdVersionAsync();
        Assert.Equal(judged, (string?)version["image_digest"]);
        Assert.False(File.Exists(Path.Combine(_world.Root, "artifacts", "image.json")), "PROD built an image");
        (await _world.BuildAsync()).MustEndWith(0);
        Assert.NotEqual(judged, (string?)(await _world.ProdVersionAsync())["image_digest"]);
    }

    /// <summary>The same hole with the configuration in place of the image: other variables make another agent of it, which is judged beside the one that serves.</summary>
    [Fact]
    public async Task AScoreOfAnotherConfigurationCountsForNothing()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var live = await _world.LiveAsync();
        var digest = (string)_world.Artifact("image.json")["digest"]!;
        await _world.WithAsync("src/SupportAgent/agent.yaml", text => text + "  - name: NOBODY_READS_IT\n    value: of ${MODEL_DEPLOYMENT_NAME}\n", async () =>
        {
            (await _world.BuildAsync("ReleaseProd", "--skip", "--approve", digest)).MustEndWith(3).Saying("evaluation: it judged another configuration");
            Assert.Equal(live, await _world.LiveAsync());

            (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(0).Saying("changed since the last verdict: configuration");
            var summary = _world.Artifact("evaluation/summary.json");
            Assert.Equal((digest, digest), ((string?)summary["subject"]!["digest"], (string?)summary["baseline"]!["digest"]));
            Assert.NotEqual((string?)summary["configuration"]!["sha256"], (string?)summary["baseline"]!["configuration"]);
            Assert.Equal(0, (int)summary["comparison"]!["candidate_only"]! + (int)summary["comparison"]!["baseline_only"]!);

            (await _world.BuildAsync("ReleaseProd", "--skip")).MustEndWith(0);
            Assert.NotEqual(live, await _world.LiveAsync());
            (await _world.BuildAsync()).MustEndWith(0).Saying("= ReleaseProd");
            (await _world.BuildAsync("Drift")).MustEndWith(0);
        });
        (await _world.BuildAsync()).MustEndWith(0);
        Assert.Equal(live, await _world.LiveAsync());
    }

    /// <summary>The same hole with tests in place of scores: those of other sources say nothing of this image.</summary>
    [Fact]
    public async Task TestsOfOtherSourcesCountForNothing()
    {
        await _world.ChangePromptAsync();
        (await _world.BuildAsync("Containerize")).MustEndWith(0);
        await _world.ChangePromptAsync();
        (await _world.BuildAsync("Containerize", "--skip")).MustEndWith(0);
        (await _world.BuildAsync("Push", "--skip")).MustEndWith(0);
        (await _world.BuildAsync("ExplainGate")).MustEndWith(0).Saying("missing  tests passed: no test result");
        (await _world.BuildAsync()).MustEndWith(0);
    }

    /// <summary>A score that was taken of something else than what ships: of another image, or of a candidate that names itself otherwise.</summary>
    [Fact]
    public async Task AScoreOfSomethingElseCountsForNothing()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var live = await _world.LiveAsync();
        await _world.ChangePromptAsync();
        (await _world.BuildAsync("Push")).MustEndWith(0);
        var unjudged = (string)_world.Artifact("image.json")["digest"]!;

        // The good score of the released image, presented for the new one.
        var score = _world.Artifact("evaluation/summary.json");
        score["subject"]!["digest"] = unjudged;
        await File.WriteAllTextAsync(Path.Combine(_world.Root, "artifacts", "evaluation", "summary.json"), score.ToJsonString(), Ct);
        (await _world.BuildAsync("ReleaseProd", "--skip", "--digest", unjudged)).MustEndWith(3).Saying("evaluation");

        // A candidate that says that it is another image: it is not even asked.
        var settings = Path.Combine(_world.Root, "src", "SupportAgent", "AgentSettings.cs");
        var honest = await File.ReadAllTextAsync(settings, Ct);
        try
        {
            _world.Edit("src/SupportAgent/AgentSettings.cs", text => text.Replace("variable(\"GENAIOPS_IMAGE_DIGEST\")", $"\"{unjudged}\"", StringComparison.Ordinal));
            (await _world.BuildAsync("Push")).MustEndWith(0);
            (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(1).Saying($"/version names {unjudged}");
            Assert.Equal(live, await _world.LiveAsync());
        }
        finally
        {
            await File.WriteAllTextAsync(settings, honest, Ct);
        }

        (await _world.BuildAsync()).MustEndWith(0);
    }
}
