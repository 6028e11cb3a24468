using GenAIOps.Azure.Foundry;
using GenAIOps.Pipeline.Stages;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Tests.Stages;

public sealed class AgentDeployments
{
    private readonly FakeAgents _agents = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AgentDeployment Deployment => new(_agents, "agent", "dev");

    private Task<(string Version, bool Unchanged)> EnsureAsync(string name) => Deployment.EnsureAsync(Image(name), "a question", Ct);

    private static AgentImage Image(string name) => new($"sha256:{name}", $"r/agent@sha256:{name}", $"agent--{name}", new Dictionary<string, string> { ["A"] = "1" });

    [Fact]
    public void SecretsThatAVersionLacksAreNamed()
    {
        Assert.Null(AgentVersions.Withheld([]));
        Assert.Contains("runs without CRM_TOKEN; the container app has it", AgentVersions.Withheld([new("CRM_TOKEN", "crm")]));
        Assert.Contains("runs without CRM_TOKEN, API_KEY; the container app has them", AgentVersions.Withheld([new("CRM_TOKEN", "crm"), new("API_KEY", "key")]));
    }

    [Fact]
    public async Task TheFirstVersionIsMadeAskedAndRoutedTo()
    {
        Assert.Equal(("1", false), await EnsureAsync("one"));
        Assert.Equal(["make 1", "route to 1"], _agents.Log);
        Assert.Equal([new AgentTraffic("1", 100)], _agents.Traffic);
    }

    [Fact]
    public async Task TheSameImageAndConfigurationChangesNothing()
    {
        await EnsureAsync("one");
        _agents.Log.Clear();
        Assert.Equal(("1", true), await EnsureAsync("one"));
        Assert.Empty(_agents.Log);
    }

    [Fact]
    public async Task AFirstVersionThatFailsGetsNoTrafficAndTheMendedOneTakesOver()
    {
        _agents.Failing.Add("r/agent@sha256:bad");
        var error = await Assert.ThrowsAsync<ExitCodeException>(() => EnsureAsync("bad"));
        Assert.Equal(1, error.ExitCode);
        Assert.Contains("it ended with code 1", error.Message, StringComparison.Ordinal);
        Assert.Empty(_agents.Traffic);

        Assert.Equal(("2", false), await EnsureAsync("mended"));
        Assert.Equal([new AgentTraffic("2", 100)], _agents.Traffic);
    }

    [Fact]
    public async Task ACauseOutsideOfTheImageIsMendedWithoutAnotherImage()
    {
        _agents.Failing.Add("r/agent@sha256:one");
        await Assert.ThrowsAsync<ExitCodeException>(() => EnsureAsync("one"));
        _agents.Failing.Clear();
        Assert.Equal(("2", false), await EnsureAsync("one"));
    }

    [Fact]
    public async Task AVersionThatFailsLeavesTheTrafficWithTheOneBefore()
    {
        await EnsureAsync("one");
        _agents.Failing.Add("r/agent@sha256:bad");
        await Assert.ThrowsAsync<ExitCodeException>(() => EnsureAsync("bad"));
        Assert.Equal([new AgentTraffic("1", 100)], _agents.Traffic);

        // Back to what works: it is there, and needs no third version.
        Assert.Equal(("1", true), await EnsureAsync("one"));
        Assert.DoesNotContain("make 3", _agents.Log);
    }

    [Fact]
    public async Task AVersionThatAnswersNothingIsNotRoutedTo()
    {
        _agents.Silent.Add("r/agent@sha256:silent");
        Assert.Contains("empty answer", (await Assert.ThrowsAsync<ExitCodeException>(() => EnsureAsync("silent"))).Message, StringComparison.Ordinal);
        Assert.Empty(_agents.Traffic);
        Assert.Equal(("2", false), await EnsureAsync("mended"));
    }

    [Fact]
    public async Task AVersionThatIsStillBeingMadeIsWaitedFor()
    {
        _agents.With("agent--one", "creating");
        Assert.Equal(("1", true), await EnsureAsync("one"));
        Assert.Equal(["route to 1"], _agents.Log);
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("deleting")]
    [InlineData("deleted")]
    public async Task WhatIsGoneOrFailedIsNotFound(string status)
    {
        _agents.With("agent--one", status);
        Assert.Null(await Deployment.FindAsync("sha256:known", Ct));
        Assert.Equal(("2", false), await EnsureAsync("one"));
    }

    [Fact]
    public async Task TheNewestVersionOfAnImageIsFound()
    {
        _agents.With("agent--one", "active").With("agent--two", "active").With("agent--three", "failed").With("agent--other", "active", "sha256:other");
        Assert.Equal("2", (await Deployment.FindAsync("sha256:known", Ct))!.Version);
    }

    [Fact]
    public async Task ANewerVersionOfAnotherConfigurationIsNotInTheWay()
    {
        await EnsureAsync("one");
        await EnsureAsync("two");
        Assert.Equal(("1", true), await EnsureAsync("one"));
        Assert.Equal(["make 1", "route to 1", "make 2", "route to 2", "route to 1"], _agents.Log);
    }
}
