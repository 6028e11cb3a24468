using Azure;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.ContainerApps;

public sealed class ContainerAppsClientTests
{
    private const string App = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/support-agent";
    private const string Environment = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/prod";
    private const string Image = "registry.example/support-agent@sha256:aaaa";

    private readonly FakeAzure _azure = new FakeAzure().On("GET", Environment, 200, """{"location":"westeurope"}""");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static RevisionTemplate Template => new()
    {
        Suffix = "r2-aaaa",
        Image = Image,
        Environment = new Dictionary<string, string> { ["ZED"] = "1", ["ALPHA"] = "2" },
    };

    private ContainerAppsClient Client => new(_azure.Cloud, "s", "g");

    /// <summary>The app does not exist until it is put.</summary>
    private FakeAzure Missing() => _azure.On("GET", App, 404, FakeAzure.Error("ResourceNotFound", "no such app"));

    private Task<RevisionCreated> CreateAsync(RevisionTemplate? template = null, string? seen = null, params IReadOnlyList<TrafficWeight> traffic) => Client.CreateRevisionAsync("support-agent", new RevisionChange
    {
        EnvironmentId = Environment,
        Template = template ?? Template,
        Traffic = traffic.Count > 0 ? traffic : [new("support-agent--r1", 100)],
        Tags = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
        Seen = seen,
    }, Ct);

    private async Task<string> SeenAsync()
    {
        var version = (await Client.GetAsync("support-agent", Ct))!.Version;
        _azure.Log.Clear();
        return version;
    }

    [Fact]
    public async Task AnAppIsReadAsAzureWritesIt()
    {
        _azure.On("GET", App, 200, AppJson(extra: ""","runningStatus":"SomethingNew" """));

        var app = await Client.GetAsync("support-agent", Ct);

        Assert.Equal("support-agent.prod.example", app!.Fqdn);
        Assert.Equal("Multiple", app.ActiveRevisionsMode);
        Assert.Equal([new TrafficWeight("support-agent--r1", 100, "blue"), new TrafficWeight("support-agent--r2-aaaa", 0, "green")], app.Traffic);
        Assert.Equal("abc", app.Tags["genaiops-release"]);
        Assert.Equal("?api-version=2025-07-01", _azure.Log[0].Uri.Query);
        Assert.Equal("Bearer token-for-https://arm.example/.default", _azure.Log[0].Authorization);
    }

    [Fact]
    public async Task AnAppThatDoesNotExistIsNull() => Assert.Null(await Client.GetAsync("nobody", Ct));

    [Fact]
    public async Task ANewRevisionIsPutInTheEnvironmentsLocationAndFollowedToItsEnd()
    {
        Missing().On("PUT", App, 201, AppJson("InProgress"), ("Azure-AsyncOperation", "https://arm.example/operations/1?x=y"), ("Retry-After", "0"))
            .On("GET", "/operations/1", 200, """{"status":"InProgress"}""", ("Retry-After", "0"))
            .On("GET", "/operations/1", 200, """{"status":"Succeeded"}""")
            .On("GET", App, 200, AppJson())
            .On("GET", App + "/revisions/support-agent--r2-aaaa", 200, RevisionJson("r2-aaaa"));

        var app = (await CreateAsync(traffic: [new("support-agent--r1", 100, "blue"), new("support-agent--r2-aaaa", 0, "green")])).App;

        Assert.Equal("support-agent--r2-aaaa", app.LatestRevisionName);
        Assert.Equal(
            ["GET " + Environment, "GET " + App, "PUT " + App, "GET /operations/1", "GET /operations/1", "GET " + App, "GET " + App + "/revisions/support-agent--r2-aaaa"],
            _azure.Lines);
        var body = _azure.Log[2].Json;
        Assert.Equal("westeurope", (string?)body["location"]);
        Assert.Equal("Multiple", (string?)body["properties"]!["configuration"]!["activeRevisionsMode"]);
        Assert.Equal("""[{"revisionName":"support-agent--r1","weight":100,"label":"blue"},{"revisionName":"support-agent--r2-aaaa","weight":0,"label":"green"}]""", body["properties"]!["configuration"]!["ingress"]!["traffic"]!.ToJsonString());
        Assert.Equal("""[{"name":"ALPHA","value":"2"},{"name":"GENAIOPS_VARIABLES","value":"ALPHA,ZED"},{"name":"ZED","value":"1"}]""", body["properties"]!["template"]!["containers"]![0]!["env"]!.ToJsonString());
        Assert.Equal("""{"a":"1","b":"2"}""", body["tags"]!.ToJsonString());
        Assert.All(_azure.Time.Waits, wait => Assert.Equal(TimeSpan.FromMilliseconds(50), wait));
    }

    [Fact]
    public async Task AnIdentityPullsTheImageFromItsRegistry()
    {
        Missing().On("PUT", App, 200, AppJson()).On("GET", App + "/revisions/support-agent--r2-aaaa", 200, RevisionJson("r2-aaaa"));

        await CreateAsync(Template with { IdentityId = "/id" }, null, new TrafficWeight(null, 100, LatestRevision: true));

        var body = _azure.Log.Single(sent => sent.Method == "PUT").Json;
        Assert.Equal("""{"type":"UserAssigned","userAssignedIdentities":{"/id":{}}}""", body["identity"]!.ToJsonString());
        Assert.Equal("""[{"server":"registry.example","identity":"/id"}]""", body["properties"]!["configuration"]!["registries"]!.ToJsonString());
        Assert.Equal("""[{"latestRevision":true,"weight":100}]""", body["properties"]!["configuration"]!["ingress"]!["traffic"]!.ToJsonString());
    }

    [Fact]
    public async Task ASuffixThatWasUsedBeforeIsFoundOutAlthoughAzureReportsSuccess()
    {
        Missing().On("PUT", App, 200, AppJson())
            .On("GET", App + "/revisions/support-agent--r2-aaaa", 200, RevisionJson("r2-aaaa", "registry.example/support-agent@sha256:old"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => CreateAsync());

        Assert.Contains("suffix 'r2-aaaa' was used before", error.Message);
        Assert.Contains("sha256:old", error.Message);
    }

    [Fact]
    public async Task AnOperationThatFailsSaysWhyInAzuresWords()
    {
        Missing().On("PUT", App, 201, AppJson("InProgress"), ("Azure-AsyncOperation", "https://arm.example/operations/1"), ("Retry-After", "0"))
            .On("GET", "/operations/1", 200, """{"status":"Failed","error":{"code":"ImagePullFailure","message":"manifest unknown"}}""");

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => CreateAsync());

        Assert.Equal("ImagePullFailure", error.ErrorCode);
        Assert.Contains("manifest unknown", error.Message);
    }

    [Fact]
    public async Task AnOperationThatNeverEndsIsGivenUpAtTheDeadline()
    {
        Missing().On("PUT", App, 201, AppJson("InProgress"), ("Azure-AsyncOperation", "https://arm.example/operations/1"))
            .On("GET", "/operations/1", 200, """{"status":"InProgress"}""", ("Retry-After", "30"));

        await Assert.ThrowsAsync<TimeoutException>(() => CreateAsync());
    }

    [Fact]
    public async Task AnOperationOnAnotherHostIsNotSentTheToken()
    {
        Missing().On("PUT", App, 201, AppJson("InProgress"), ("Azure-AsyncOperation", "https://evil.example/operations/1"));

        var error = await Assert.ThrowsAsync<AzureCloudException>(() => CreateAsync());

        Assert.Contains("evil.example", error.Message);
        Assert.DoesNotContain(_azure.Log, sent => sent.Uri.Host == "evil.example");
    }

    [Fact]
    public async Task TrafficIsPatchedAsAWhole()
    {
        _azure.On("GET", App, 200, AppJson()).On("PATCH", App, 202, "", ("Location", "https://arm.example/results/1"), ("Retry-After", "0"))
            .On("GET", "/results/1", 202, "", ("Retry-After", "0"))
            .On("GET", "/results/1", 200, AppJson());
        var seen = await SeenAsync();

        await Client.SetTrafficAsync("support-agent", [new("support-agent--r1", 75, "blue"), new("support-agent--r2-aaaa", 25, "green")], seen, Ct);

        Assert.Equal(
            """{"properties":{"configuration":{"ingress":{"traffic":[{"revisionName":"support-agent--r1","weight":75,"label":"blue"},{"revisionName":"support-agent--r2-aaaa","weight":25,"label":"green"}]}}}}""",
            _azure.Log[1].Body);
        Assert.Equal(["GET " + App, "PATCH " + App, "GET /results/1", "GET /results/1", "GET " + App], _azure.Lines);
    }

    [Fact]
    public async Task AChangeWaitsWhileAnotherOneIsInProgress()
    {
        _azure.On("GET", App, 200, AppJson())
            .On("PATCH", App, 409, FakeAzure.Error("ContainerAppOperationInProgress", "busy"))
            .On("PATCH", App, 409, FakeAzure.Error("ContainerAppOperationInProgress", "busy"))
            .On("PATCH", App, 200, AppJson());
        var seen = await SeenAsync();

        await Client.SetTrafficAsync("support-agent", [new("support-agent--r1", 100)], seen, Ct);

        // Each time it looks whether the other change was one that this was not decided on.
        Assert.Equal(["GET", "PATCH", "GET", "PATCH", "GET", "PATCH"], _azure.Log.Select(sent => sent.Method));
        Assert.Equal([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)], _azure.Time.Waits);
    }

    [Fact]
    public async Task ABusyAppIsReportedWhenItStaysBusy()
    {
        _azure.On("GET", App, 200, AppJson()).On("PATCH", App, 409, FakeAzure.Error("ContainerAppOperationInProgress", "busy"));
        var seen = await SeenAsync();

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Client.SetTrafficAsync("support-agent", [new("support-agent--r1", 100)], seen, Ct));

        Assert.Equal("ContainerAppOperationInProgress", error.ErrorCode);
        Assert.InRange(_azure.Log.Count, 20, 80);
    }

    [Fact]
    public async Task AnyOtherConflictIsReportedAtOnce()
    {
        _azure.On("GET", App, 200, AppJson()).On("PATCH", App, 409, FakeAzure.Error("ScopeLocked", "a lock forbids it"));
        var seen = await SeenAsync();

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Client.SetTrafficAsync("support-agent", [new("support-agent--r1", 100)], seen, Ct));

        Assert.Equal(409, error.Status);
        Assert.Single(_azure.Log, sent => sent.Method == "PATCH");
    }

    [Fact]
    public async Task AThrottledReadIsRepeated()
    {
        _azure.On("GET", App, 429, FakeAzure.Error("TooManyRequests", "slow down"), ("Retry-After", "0")).On("GET", App, 200, AppJson());

        Assert.NotNull(await Client.GetAsync("support-agent", Ct));
        Assert.Equal(2, _azure.Log.Count);
    }

    [Fact]
    public async Task ARefusedTokenSaysWhatToDo()
    {
        _azure.On("GET", App, 401, FakeAzure.Error("InvalidAuthenticationToken", "The access token is invalid."));

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Client.GetAsync("support-agent", Ct));

        Assert.Equal(401, error.Status);
        Assert.Contains("az login", error.Message);
    }

    [Fact]
    public async Task AnAnswerThatIsNotJsonIsNotTakenForAnApp()
    {
        _azure.On("GET", App, 200, "<html>Please sign in to the proxy</html>");

        Assert.Contains("proxy", (await Assert.ThrowsAsync<RequestFailedException>(() => Client.GetAsync("support-agent", Ct))).Message);
    }

    [Fact]
    public async Task RevisionsOfAllPagesAreListedOldestFirst()
    {
        _azure.On("GET", App + "/revisions", 200, $$"""{"value":[{{RevisionJson("r2-aaaa")}}],"nextLink":"https://arm.example/page2"}""")
            .On("GET", "/page2", 200, $$"""{"value":[{{RevisionJson("r1", created: "2026-01-01T00:00:00Z")}}]}""");

        var revisions = await Client.GetRevisionsAsync("support-agent", Ct);

        Assert.Equal(["support-agent--r1", "support-agent--r2-aaaa"], revisions.Select(revision => revision.Name));
        Assert.Equal(new Revision("support-agent--r2-aaaa", true, Image, "Provisioned", "Healthy", "RunningAtMaxScale", 2, 25, "support-agent--r2-aaaa.prod.example", new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero)) { Environment = revisions[1].Environment }, revisions[1]);
        Assert.Empty(revisions[1].Environment);
    }

    [Fact]
    public async Task RevisionsAreActivatedAndDeactivated()
    {
        _azure.On("POST", App + "/revisions/support-agent--r1/activate", 200).On("POST", App + "/revisions/support-agent--r1/deactivate", 200);

        await Client.ActivateAsync("support-agent", "support-agent--r1", Ct);
        await Client.DeactivateAsync("support-agent", "support-agent--r1", Ct);

        Assert.Equal(2, _azure.Log.Count);
    }

    [Fact]
    public async Task WrongTrafficIsRefusedBeforeAnythingIsSentWithEveryProblem()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Client.SetTrafficAsync("support-agent", [new("a", 80, "x"), new("b", 30, "x"), new(null, 0)], "seen", Ct));

        Assert.Contains("add up to 110", error.Message);
        Assert.Contains("label 'x' is given 2 times", error.Message);
        Assert.Contains("'neither'", error.Message);
        Assert.Empty(_azure.Log);
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("two--dashes")]
    [InlineData("ends-")]
    [InlineData("")]
    [InlineData("much-too-long-for-the-limit-of-revision-names-in-azure")]
    public async Task AWrongSuffixIsRefused(string suffix) =>
        Assert.Contains("Suffix", (await Assert.ThrowsAsync<ArgumentException>(() => CreateAsync(Template with { Suffix = suffix }))).Message);

    [Fact]
    public async Task AnImageByTagIsRefused() =>
        Assert.Contains("by digest", (await Assert.ThrowsAsync<ArgumentException>(() => CreateAsync(Template with { Image = "r/a:latest" }))).Message);

    private static string AppJson(string state = "Succeeded", string extra = "") => $$$$$"""
        {"name":"support-agent","location":"westeurope","tags":{"genaiops-release":"abc","genaiops-managed-by":"GenAIOps"},"properties":{"provisioningState":"{{{{{state}}}}}","managedEnvironmentId":"{{{{{Environment}}}}}",
         "latestRevisionName":"support-agent--r2-aaaa","latestReadyRevisionName":"support-agent--r1"{{{{{extra}}}}},
         "configuration":{"activeRevisionsMode":"Multiple","ingress":{"fqdn":"support-agent.prod.example","traffic":[{"revisionName":"support-agent--r1","weight":100,"label":"blue"},{"revisionName":"support-agent--r2-aaaa","weight":0,"label":"green"}]}}}}
        """;

    private static string RevisionJson(string suffix, string image = Image, string created = "2026-02-01T00:00:00Z") => $$$$$"""
        {"name":"support-agent--{{{{{suffix}}}}}","properties":{"active":true,"createdTime":"{{{{{created}}}}}","replicas":2,"trafficWeight":25,"healthState":"Healthy","provisioningState":"Provisioned",
         "runningState":"RunningAtMaxScale","fqdn":"support-agent--{{{{{suffix}}}}}.prod.example","template":{"containers":[{"image":"{{{{{image}}}}}"}]}}}
        """;
}
