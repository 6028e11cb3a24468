namespace GenAIOps.Scenarios;

/// <summary>The compiled build, run as a process against an emulator of its own, as a user runs it.</summary>
public sealed class ReleaseScenarios(ReleasedWorld released)
{
    private readonly World _world = released.World;

    [Fact]
    public async Task ARunWithNothingChangedReleasesNothingAndPRODAnswers()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var live = await _world.LiveAsync();
        (await _world.BuildAsync()).MustEndWith(0).Saying("is live already");

        Assert.Equal("Unchanged", (string?)_world.Artifact("release.json")["outcome"]);
        Assert.Equal(live, await _world.LiveAsync());
        Assert.True((bool)(await _world.AskProdAsync(ReleasedWorld.Question))["answered"]!);
    }

    [Fact]
    public async Task AfterABuildOnlyTheEmulatorAndItsRevisionsRun()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var others = _world.Processes().Where(command => !command.Contains("GenAIOps.Emulator", StringComparison.Ordinal) && !command.Contains("SupportAgent", StringComparison.Ordinal));
        Assert.Empty(others);
        Assert.Contains(_world.Processes(), command => command.Contains("GenAIOps.Emulator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AChangedPromptIsReleasedWhileClientsAskAndNoneNotices()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var (before, digest) = (await _world.LiveAsync(), (string?)_world.Artifact("image.json")["digest"]);

        // Both the old and the new revision take a second for each part of a streamed answer.
        _world.Edit("src/SupportAgent/agent.yaml", text => text + "  - name: ANSWER_DELAY_MS\n    value: \"1000\"\n");
        (await _world.BuildAsync()).MustEndWith(0);
        var slow = await _world.LiveAsync();
        await _world.ChangePromptAsync();
        await using (Users users = new(_world))
        {
            (await _world.BuildAsync()).MustEndWith(0);
            await users.StopAsync();
            Assert.True(users.Sent > 500, $"{users.Sent} requests");
            Assert.True(users.MostStreams >= 10, $"{users.MostStreams} streams at once");
            Assert.Empty(users.Failures);
        }

        Assert.Distinct([before, slow, await _world.LiveAsync()]);
        Assert.Equal(slow, (string?)_world.Artifact("release.json")["from"]!["revision"]);
        Assert.NotEqual(digest, (string?)_world.Artifact("image.json")["digest"]);

        _world.Edit("src/SupportAgent/agent.yaml", text => text[..text.IndexOf("  - name: ANSWER_DELAY_MS", StringComparison.Ordinal)]);
        (await _world.BuildAsync()).MustEndWith(0);
    }

    [Fact]
    public async Task ARollbackGivesPRODBackToTheRevisionBefore()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var before = await _world.LiveAsync();
        await _world.ChangePromptAsync();
        (await _world.BuildAsync()).MustEndWith(0);
        Assert.NotEqual(before, await _world.LiveAsync());

        (await _world.BuildAsync("Rollback")).MustEndWith(0);
        Assert.Equal(before, await _world.LiveAsync());
    }

    [Fact]
    public async Task TheRealGateWaitsForAPersonAndThenForThatDigestOnly()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var before = await _world.LiveAsync();
        var released = (string)_world.Artifact("image.json")["digest"]!;
        await _world.ChangePromptAsync();

        (await _world.BuildAsync("--approve", "ask")).MustEndWith(3);
        (await _world.BuildAsync("--approve", released)).MustEndWith(3);
        Assert.Equal(before, await _world.LiveAsync());

        (await _world.BuildAsync("--approve", (string)_world.Artifact("image.json")["digest"]!)).MustEndWith(0);
        Assert.NotEqual(before, await _world.LiveAsync());
    }
}
