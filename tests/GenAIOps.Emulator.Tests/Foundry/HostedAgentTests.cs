using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Foundry;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Tests.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace GenAIOps.Emulator.Tests.Foundry;

public sealed class HostedAgentTests
{
    private static async Task<(World World, string Image)> StartAsync()
    {
        World world = await FoundryWorld.StartAsync();
        return (world, await new TestRegistry(world.Client, world.Instance.LoginServer).PushWorkloadAsync("agent"));
    }

    private static async Task<string> AskAsync(World world, string? version = null) =>
        (string)(await world.CallAsync(version)).Expect(HttpStatusCode.OK).Json["output_text"]!;

    /// <summary>By the records of what runs, which the emulator itself goes by.</summary>
    private static bool Runs(World world, string version) =>
        Directory.EnumerateFiles(Path.Combine(world.State, "run"), $"agent.shop.helper.{version}.*").Any(path => !StateFile.IsTemporary(path));

    [Fact]
    public async Task AHostedVersionRunsItsImageWithItsEnvironmentAndWithoutTheCallersToken()
    {
        (World started, string image) = await StartAsync();
        await using World world = started;
        Assert.Equal(("1", "active"), await world.DeployAgentAsync(FoundryWorld.Hosted(image)));
        Answer answer = (await world.CallAsync()).Expect(HttpStatusCode.OK);
        Assert.Equal("helper:1 hello hi ", (string?)answer.Json["output_text"]);
        Assert.Equal("helper:1", Assert.Single(answer.Headers.GetValues("x-agent-version")));
    }

    [Fact]
    public async Task AVersionWhoseProcessExitsFailsWithItsLog()
    {
        (World started, string image) = await StartAsync();
        await using World world = started;
        (string number, string status) = await world.DeployAgentAsync(FoundryWorld.Hosted(image, more: new Dictionary<string, string> { ["EXIT_AT_START"] = "7" }));
        Assert.Equal("failed", status);
        string problem = (string)(await world.SendAsync(HttpMethod.Get, $"{FoundryWorld.Agents}/helper/versions/{number}")).Json["error"]!["message"]!;
        Assert.Contains("the workload was told to exit", problem, StringComparison.Ordinal);
        Assert.Equal("agent_not_ready", (await world.CallAsync()).Expect(HttpStatusCode.Conflict).ErrorCode);
        (await world.RouteAsync((number, 100))).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task AnImageThatIsNotThereFailsTheVersion()
    {
        await using World world = await FoundryWorld.StartAsync();
        string missing = $"{world.Instance.LoginServer}/agent@sha256:{new string('0', 64)}";
        Assert.Equal("failed", (await world.DeployAgentAsync(FoundryWorld.Hosted(missing))).Status);
    }

    [Fact]
    public async Task AFailedNewestVersionLeavesTheTrafficWithTheOneBefore()
    {
        (World started, string image) = await StartAsync();
        await using World world = started;
        await world.DeployAgentAsync(FoundryWorld.Hosted(image));
        await world.DeployAgentAsync(FoundryWorld.Hosted(image, more: new Dictionary<string, string> { ["EXIT_AT_START"] = "1" }));
        Assert.StartsWith("helper:1", await AskAsync(world), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallsFollowTheRulesAndAPinnedCallDoesNot()
    {
        (World started, string image) = await StartAsync();
        await using World world = started;
        await world.DeployAgentAsync(FoundryWorld.Hosted(image, "blue"));
        await world.DeployAgentAsync(FoundryWorld.Hosted(image, "green"));
        (await world.RouteAsync(("1", 80), ("2", 20))).Expect(HttpStatusCode.OK);
        List<string> answers = [];
        for (int i = 0; i < 10; i++) answers.Add(await AskAsync(world));
        Assert.Equal((8, 2), (answers.Count(answer => answer.Contains("blue", StringComparison.Ordinal)), answers.Count(answer => answer.Contains("green", StringComparison.Ordinal))));
        Assert.StartsWith("helper:2 green", await AskAsync(world, "2"), StringComparison.Ordinal);
        Answer endpoint = await world.PostAsync($"{FoundryWorld.Agents}/helper/endpoint/protocols/openai/responses", new JsonObject { ["input"] = "x" });
        Assert.StartsWith("helper:", (string?)endpoint.Expect(HttpStatusCode.OK).Json["output_text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStreamGoesThroughAsItComes()
    {
        (World started, string image) = await StartAsync();
        await using World world = started;
        await world.DeployAgentAsync(FoundryWorld.Hosted(image));
        using HttpRequestMessage request = new(HttpMethod.Post, world.Instance.Endpoint + FoundryWorld.Responses)
        {
            Content = TestClient.Body(new JsonObject { ["agent_reference"] = new JsonObject { ["name"] = "helper" }, ["input"] = "x", ["stream"] = true }),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {world.Client.Token}");
        using HttpResponseMessage response = await world.Client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("data: first", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        // The agent says no more until it is told to: what was read came through before the stream was over.
        using HttpClient direct = new();
        (await direct.PostAsync(new Uri(await AddressAsync(world), "go"), null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        Assert.Contains("data: last", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OldVersionsWithoutTrafficStopAndStartAgainWhenTheyAreCalled()
    {
        (World started, string image) = await StartAsync();
        await using World world = started;
        foreach (string greeting in (string[])["one", "two"]) await world.DeployAgentAsync(FoundryWorld.Hosted(image, greeting));
        Assert.True(Runs(world, "1"));
        await world.DeployAgentAsync(FoundryWorld.Hosted(image, "three"));
        await Eventually.TrueAsync("the end of version 1", () => !Runs(world, "1"));
        Assert.True(Runs(world, "2") && Runs(world, "3"));
        Assert.StartsWith("helper:1 one", await AskAsync(world, "1"), StringComparison.Ordinal);
        Assert.True(Runs(world, "1"));
    }

    [Fact]
    public async Task AVersionWithTrafficKeepsRunningHoweverOldItIs()
    {
        (World started, string image) = await StartAsync();
        await using World world = started;
        await world.DeployAgentAsync(FoundryWorld.Hosted(image, "one"));
        await world.RouteAsync(("1", 100));
        foreach (string greeting in (string[])["two", "three", "four"]) await world.DeployAgentAsync(FoundryWorld.Hosted(image, greeting));
        await Eventually.TrueAsync("the end of version 2", () => !Runs(world, "2"));
        Assert.True(Runs(world, "1") && Runs(world, "3") && Runs(world, "4"));
    }

    [Fact]
    public async Task ACrashedVersionIsStartedByTheNextCall()
    {
        (World started, string image) = await StartAsync();
        await using World world = started;
        await world.DeployAgentAsync(FoundryWorld.Hosted(image));
        using HttpClient direct = new();
        Uri address = await AddressAsync(world);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => direct.PostAsync(new Uri(address, "crash"), null, TestContext.Current.CancellationToken));
        await Eventually.TrueAsync("the end of the process", () => !Runs(world, "1"));
        Assert.StartsWith("helper:1", await AskAsync(world), StringComparison.Ordinal);
    }

    /// <summary>It refuses connections while its end is not known yet: the call that finds it so has it started, and is answered.</summary>
    [Fact]
    public async Task AVersionThatIsGoingIsStartedForTheCallThatFindsItGone()
    {
        (World started, string image) = await StartAsync();
        await using World world = started;
        await world.DeployAgentAsync(FoundryWorld.Hosted(image));
        using HttpClient direct = new();
        Uri address = await AddressAsync(world);
        (await direct.PostAsync(new Uri(address, "leave"), null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        using HttpClient fresh = new();
        await Eventually.TrueAsync("that it refuses", async () =>
        {
            try
            {
                await fresh.GetAsync(new Uri(address, "readyz"), TestContext.Current.CancellationToken);
                return false;
            }
            catch (HttpRequestException refused)
            {
                return refused.HttpRequestError == HttpRequestError.ConnectionError;
            }
        });
        Assert.StartsWith("helper:1", await AskAsync(world), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostedVersionsRunAgainAfterARestart()
    {
        (World started, string image) = await StartAsync();
        await using World world = started;
        await world.DeployAgentAsync(FoundryWorld.Hosted(image, "one"));
        await world.RestartAsync();
        await Eventually.TrueAsync("the process of version 1", () => Runs(world, "1"));
        Assert.StartsWith("helper:1 one", await AskAsync(world), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeletingAnAgentEndsItsProcesses()
    {
        (World started, string image) = await StartAsync();
        await using World world = started;
        await world.DeployAgentAsync(FoundryWorld.Hosted(image));
        (await world.SendAsync(HttpMethod.Delete, $"{FoundryWorld.Agents}/helper")).Expect(HttpStatusCode.OK);
        await Eventually.TrueAsync("the end of the process", () => !Runs(world, "1"));
        (await world.CallAsync()).Expect(HttpStatusCode.NotFound);
    }

    /// <summary>Where the process of version 1 listens, from the emulator's own table.</summary>
    private static async Task<Uri> AddressAsync(World world)
    {
        Agent agent = world.Server.Services.GetRequiredService<AgentStore>().Get("shop", "helper")!;
        RunningProcess process = await world.Server.Services.GetRequiredService<HostedAgents>()
            .EnsureAsync(agent, agent.Versions[0], forCall: false, TestContext.Current.CancellationToken);
        return process.Address;
    }
}
