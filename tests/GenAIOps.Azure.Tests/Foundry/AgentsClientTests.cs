using Azure;
using GenAIOps.Azure.Foundry;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.Foundry;

public sealed class AgentsClientTests
{
    private const string Agent = "/api/projects/prod/agents/support-agent";

    private readonly FakeAzure _azure = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static AgentVersion Creating => new("support-agent", "3", "creating", null, new Dictionary<string, string>());

    private AgentsClient Client => new(_azure.Cloud, new Uri("https://foundry.example/api/projects/prod/"));

    [Fact]
    public async Task AHostedVersionIsPostedAsAgentServiceWantsIt()
    {
        _azure.On("POST", Agent + "/versions", 200, Version("creating"));

        var version = await Client.CreateVersionAsync(
            "support-agent",
            new HostedAgent
            {
                Image = "registry/support-agent@sha256:aa",
                Environment = new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" },
                Metadata = new Dictionary<string, string> { ["digest"] = "sha256:aa" },
            },
            Ct);

        Assert.Equal(new AgentVersion("support-agent", "3", "creating", "registry/support-agent@sha256:aa", version.Metadata), version);
        Assert.Equal("sha256:aa", version.Metadata["digest"]);
        Assert.Equal(
            """{"definition":{"kind":"hosted","cpu":"0.5","memory":"1Gi","container_configuration":{"image":"registry/support-agent@sha256:aa"},"protocol_versions":[{"protocol":"responses","version":"1.0.0"}],"environment_variables":{"A":"1","B":"2"}},"metadata":{"digest":"sha256:aa"}}""",
            _azure.Log[0].Body);
        Assert.Equal("?api-version=v1", _azure.Log[0].Uri.Query);
        Assert.Equal("Bearer token-for-https://ai.azure.com/.default", _azure.Log[0].Authorization);
    }

    [Fact]
    public async Task APromptVersionNamesItsModelAndInstructions()
    {
        _azure.On("POST", Agent + "/versions", 200, """{"name":"support-agent","version":"1"}""");

        var version = await Client.CreateVersionAsync("support-agent", new PromptAgent { Model = "gpt-4.1-mini", Instructions = "Be brief." }, Ct);

        Assert.Equal("active", version.Status);
        Assert.Equal("""{"definition":{"kind":"prompt","model":"gpt-4.1-mini","instructions":"Be brief."},"metadata":{}}""", _azure.Log[0].Body);
    }

    [Fact]
    public async Task AVersionIsWaitedForUntilItIsActive()
    {
        _azure.On("GET", Agent + "/versions/3", 200, Version("creating")).On("GET", Agent + "/versions/3", 200, Version("warming_up")).On("GET", Agent + "/versions/3", 200, Version("active"));

        Assert.Equal("active", (await Client.WaitUntilActiveAsync(Creating, TimeSpan.FromMinutes(5), Ct)).Status);
        Assert.Equal(3, _azure.Log.Count);
    }

    [Fact]
    public async Task AVersionThatFailedSaysWhy()
    {
        _azure.On("GET", Agent + "/versions/3", 200, """{"name":"support-agent","version":"3","status":"failed","error":{"code":"x","message":"the container exited with 134"}}""");

        Assert.Contains("exited with 134", (await Assert.ThrowsAsync<RequestFailedException>(() => Client.WaitUntilActiveAsync(Creating, TimeSpan.FromMinutes(5), Ct))).Message);
    }

    [Fact]
    public async Task AVersionThatIsNeverReadyIsGivenUp()
    {
        _azure.On("GET", Agent + "/versions/3", 200, Version("creating"));

        await Assert.ThrowsAsync<TimeoutException>(() => Client.WaitUntilActiveAsync(Creating, TimeSpan.FromMinutes(5), Ct));
    }

    [Fact]
    public async Task AVersionThatDisappearsWhileWaitingIsAnError() =>
        Assert.Equal(404, (await Assert.ThrowsAsync<RequestFailedException>(() => Client.WaitUntilActiveAsync(Creating with { Version = "9" }, TimeSpan.FromMinutes(5), Ct))).Status);

    [Fact]
    public async Task TrafficIsSharedByAMergePatch()
    {
        _azure.On("PATCH", Agent, 200, "{}");

        await Client.SetTrafficAsync("support-agent", [new("2", 90), new("3", 10)], Ct);

        Assert.StartsWith("application/merge-patch+json", _azure.Log[0].ContentType);
        Assert.Equal(
            """{"agent_endpoint":{"version_selector":{"version_selection_rules":[{"type":"FixedRatio","agent_version":"2","traffic_percentage":90},{"type":"FixedRatio","agent_version":"3","traffic_percentage":10}]}}}""",
            _azure.Log[0].Body);
    }

    [Fact]
    public async Task TrafficThatIsSetIsReadBack()
    {
        _azure.On("GET", Agent, 200, """{"agent_endpoint":{"version_selector":{"version_selection_rules":[{"type":"FixedRatio","agent_version":"2","traffic_percentage":100}]}}}""");

        Assert.Equal([new AgentTraffic("2", 100)], await Client.GetTrafficAsync("support-agent", Ct));
    }

    [Fact]
    public async Task SharesThatDoNotAddUpAreRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client.SetTrafficAsync("support-agent", [new("2", 90), new("3", 20)], Ct));
        Assert.Empty(_azure.Log);
    }

    [Fact]
    public async Task AnAnswerIsReadFromTheResponse()
    {
        _azure.On("POST", "/api/projects/prod/openai/v1/responses", 200, """{"id":"resp_1","status":"completed","output":[{"type":"reasoning"},{"type":"message","content":[{"type":"output_text","text":"30 "},{"type":"output_text","text":"days"}]}],"usage":{"input_tokens":11,"output_tokens":2}}""");

        var answer = await Client.RespondAsync("support-agent", "3", "How long?", Ct);

        Assert.Equal("30 days", answer);
        Assert.Equal("""{"input":"How long?","agent_reference":{"type":"agent_reference","name":"support-agent","version":"3"}}""", _azure.Log[0].Body);
    }

    [Fact]
    public async Task AnAgentThatFailedWhileItAnsweredIsAnError()
    {
        _azure.On("POST", "/api/projects/prod/openai/v1/responses", 200, """{"id":"resp_1","status":"failed","error":{"code":"server_error","message":"the container is gone"}}""");

        Assert.Contains("the container is gone", (await Assert.ThrowsAsync<RequestFailedException>(() => Client.RespondAsync("support-agent", "3", "How long?", Ct))).Message);
    }

    [Fact]
    public async Task VersionsOfAllPagesAreListed()
    {
        _azure.On("GET", Agent + "/versions", 200, $$"""{"data":[{{Version("active")}}],"has_more":true,"last_id":"support-agent:3"}""")
            .On("GET", Agent + "/versions", 200, """{"data":[{"name":"support-agent","version":"2"}],"has_more":false,"last_id":"support-agent:2"}""");

        Assert.Equal(["3", "2"], (await Client.GetVersionsAsync("support-agent", Ct)).Select(version => version.Version));
        Assert.EndsWith("&after=support-agent%3A3", _azure.Log[1].Uri.Query);
        Assert.Empty(await Client.GetVersionsAsync("nobody", Ct));
    }

    [Fact]
    public async Task AThrottledQuestionIsAskedAgainAndAThrottledServiceReported()
    {
        _azure.On("POST", "/api/projects/prod/openai/v1/responses", 429, FakeAzure.Error("TooManyRequests", "slow down"), ("Retry-After", "0"));

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Client.RespondAsync("support-agent", null, "How long?", Ct));

        Assert.Equal(429, error.Status);
        Assert.Equal(5, _azure.Log.Count);
    }

    [Fact]
    public async Task MetadataBeyondTheLimitsAreRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client.CreateVersionAsync("support-agent", new PromptAgent { Model = "m", Instructions = "i", Metadata = new Dictionary<string, string> { ["key"] = new('x', 513) } }, Ct));
        Assert.Empty(_azure.Log);
    }

    private static string Version(string status) => $$$"""
        {"name":"support-agent","version":"3","status":"{{{status}}}","metadata":{"digest":"sha256:aa"},"definition":{"kind":"hosted","container_configuration":{"image":"registry/support-agent@sha256:aa"} } }
        """;
}
