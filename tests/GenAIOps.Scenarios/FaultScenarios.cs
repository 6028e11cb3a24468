namespace GenAIOps.Scenarios;

/// <summary>What goes wrong under a release: nothing is lost, nothing stays half released, and the next build goes on.</summary>
public sealed class FaultScenarios(ReleasedWorld released)
{
    private const string Shifted = "of the traffic";

    private readonly World _world = released.World;

    [Fact]
    public async Task CtrlCInTheMiddleOfAReleaseLeavesTheTrafficWhereItWas()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var live = await _world.LiveAsync();
        await _world.ChangePromptAsync();
        using (var build = _world.Start())
        {
            await build.SaysAsync(Shifted);
            build.Interrupt();
            (await build.EndAsync()).MustEndWith(130).Saying("Run ./build.sh again to go on");
        }

        Assert.Equal("Cancelled", (string?)_world.Artifact("release.json")["outcome"]);
        for (var i = 0; i < 20; i++) Assert.Equal(live, await _world.LiveAsync());
        await MustConvergeAsync(live);
    }

    [Fact]
    public async Task ABuildKilledInTheMiddleOfAReleaseIsTakenUpByTheNext()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var live = await _world.LiveAsync();
        await _world.ChangePromptAsync();
        using (var build = _world.Start())
        {
            await build.SaysAsync(Shifted);
            build.Kill();
            Assert.Equal(137, (await build.EndAsync()).ExitCode);
        }

        Assert.True((bool)(await _world.AskProdAsync(ReleasedWorld.Question))["answered"]!);
        await MustConvergeAsync(live);
    }

    [Fact]
    public async Task TheEmulatorKilledInTheMiddleOfAReleaseIsSaidAndTheNextBuildGoesOn()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var live = await _world.LiveAsync();
        await _world.ChangePromptAsync();
        using (var build = _world.Start())
        {
            await build.SaysAsync(Shifted);
            await _world.KillEmulatorAsync();
            (await build.EndAsync()).MustEndWith(6);
        }

        await MustConvergeAsync(live);
    }

    [Fact]
    public async Task AfterTheEmulatorWasKilledPRODComesBackAsItWas()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var live = await _world.LiveAsync();
        await _world.KillEmulatorAsync();
        (await _world.BuildAsync("LocalUp")).MustEndWith(0);
        Assert.Equal(live, await _world.LiveAsync());
    }

    [Fact]
    public async Task TwoBuildsAtOnceAreOne()
    {
        await _world.ChangePromptAsync();
        using var first = _world.Start();
        await first.SaysAsync("DeployDev");
        (await _world.BuildAsync("Test")).MustEndWith(5).Saying("nother build");
        (await first.EndAsync()).MustEndWith(0);
    }

    [Fact]
    public async Task ACorruptStateFolderIsNamedWithTheWayOut()
    {
        await using var world = World.Create();
        var state = Path.Combine(world.Root, ".genaiops", "emulator");
        (await world.BuildAsync("LocalUp")).MustEndWith(0);
        (await world.BuildAsync("LocalDown")).MustEndWith(0);
        foreach (var file in Directory.EnumerateFiles(state, "*", SearchOption.AllDirectories)) await File.WriteAllTextAsync(file, "\0garbage", TestContext.Current.CancellationToken);

        (await world.BuildAsync("LocalUp")).MustEndWith(6).Saying("./build.sh LocalReset");
        (await world.BuildAsync("LocalReset")).MustEndWith(0);
        (await world.BuildAsync("LocalUp")).MustEndWith(0);
    }

    [Theory]
    [InlineData("6m")]
    [InlineData("64k")]
    public async Task AFullDiskIsSaidInOneLineAndPRODServesOn(string size)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/unshare"), "unshare (util-linux) is not installed: a small disk cannot be mounted.");
        (await _world.BuildAsync()).MustEndWith(0);
        var live = await _world.LiveAsync();
        await _world.ChangePromptAsync();
        (await _world.BuildOnSmallDiskAsync("artifacts", size)).MustEndWith(6).Saying("Make room");
        Assert.Equal(live, await _world.LiveAsync());
        await MustConvergeAsync(live);
    }

    [Fact]
    public async Task AFailingTestStopsEverything()
    {
        var live = await _world.LiveAsync();
        var test = Path.Combine(_world.Root, "tests", "SupportAgent.Tests", "Failing.cs");
        await File.WriteAllTextAsync(test, "namespace SupportAgent.Tests;\n\npublic sealed class Failing\n{\n    [Fact]\n    public void OneIsTwo() => Assert.Equal(1, 2);\n}\n", TestContext.Current.CancellationToken);
        try
        {
            await _world.ChangePromptAsync();
            (await _world.BuildAsync()).MustEndWith(1).Saying("OneIsTwo");
            Assert.Equal(live, await _world.LiveAsync());
        }
        finally
        {
            File.Delete(test);
        }

        await MustConvergeAsync(live);
    }

    private async Task MustConvergeAsync(string before)
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var now = await _world.LiveAsync();
        Assert.NotEqual(before, now);
        for (var i = 0; i < 20; i++) Assert.Equal(now, await _world.LiveAsync());
    }
}
