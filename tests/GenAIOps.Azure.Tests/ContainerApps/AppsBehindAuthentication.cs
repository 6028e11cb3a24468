using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.ContainerApps;

/// <summary>A new app answers nobody before its authentication is set, wherever the release is ended.</summary>
public sealed class AppsBehindAuthentication
{
    private const string App = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/support-agent", Settings = App + "/authConfigs/current";
    private const string Environment = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/prod";

    private static readonly AppAuthentication s_wanted = new("client", "https://login.example/tenant/v2.0", ["api://client"]);

    private readonly FakeAzure _azure = new FakeAzure().On("GET", Environment, 200, """{"location":"westeurope"}""");
    private JsonObject? _app, _settings;
    private int _refused;
    private bool _comesUp = true;

    public AppsBehindAuthentication()
    {
        _azure.On("GET", App, _ => Answer(_app)).On("GET", Settings, _ => Answer(_settings));
        _azure.On("PUT", Settings, sent => Kept(ref _settings, sent));
        _azure.On("PUT", App, sent => Kept(ref _app, sent) is var kept && _comesUp ? kept : FakeAzure.Answer(201, _app!.ToJsonString(), ("Azure-AsyncOperation", "https://arm.example/operations/1"), ("Retry-After", "0")));
        _azure.On("GET", "/operations/1", 200, """{"status":"Failed","error":{"code":"ContainerAppOperationError","message":"exit code 7"}}""");
        _azure.On("PATCH", App, sent =>
        {
            _app!["properties"]!["configuration"]!["ingress"]!["ipSecurityRestrictions"] = sent.Json["properties"]!["configuration"]!["ingress"]!["ipSecurityRestrictions"]!.DeepClone();
            return Answer(_app);
        });
        _azure.Otherwise = sent => FakeAzure.Answer(200, new JsonObject
        {
            ["name"] = sent.Uri.Segments[^1],
            ["properties"] = new JsonObject { ["template"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "support-agent", ["image"] = Template.Image }) } },
        }.ToJsonString());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static RevisionTemplate Template => new() { Suffix = "r1", Image = "registry.example/support-agent@sha256:aaaa", AllowedNetworks = ["203.0.113.0/24"], Authentication = s_wanted };

    private ContainerAppsClient Client => new(_azure.Cloud, "s", "g");

    [Fact]
    public async Task ItLetsNobodyInUntilItAsksWhoTheyAre()
    {
        await MakeAsync();

        var changes = _azure.Log.Where(sent => sent.Method != "GET").ToList();
        Assert.Equal(["PUT " + App, "PUT " + Settings, "PATCH " + App], changes.Select(sent => sent.Line));
        Assert.Equal("""[{"name":"genaiops-closed","ipAddressRange":"192.0.2.1/32","action":"Allow"}]""", changes[0].Json["properties"]!["configuration"]!["ingress"]!["ipSecurityRestrictions"]!.ToJsonString());
        Assert.Equal("""{"properties":{"platform":{"enabled":true},"globalValidation":{"unauthenticatedClientAction":"Return401"},"identityProviders":{"azureActiveDirectory":{"enabled":true,"registration":{"clientId":"client","openIdIssuer":"https://login.example/tenant/v2.0"},"validation":{"allowedAudiences":["api://client"]}}}}}""", changes[1].Body);
        Assert.Equal("""{"properties":{"configuration":{"ingress":{"ipSecurityRestrictions":[{"name":"genaiops-203.0.113.0-24","ipAddressRange":"203.0.113.0/24","action":"Allow"}]}}}}""", changes[2].Body);
    }

    [Fact]
    public async Task OneThatWasNotOpenedIsMadeAnew()
    {
        _refused = 1;
        await Assert.ThrowsAsync<RequestFailedException>(() => MakeAsync());
        Assert.True(AppConfiguration.IsClosed(_app!));
        Assert.Null(await Client.GetAsync("support-agent", Ct));

        await MakeAsync();

        Assert.False(AppConfiguration.IsClosed(_app!));
        Assert.NotNull(_settings);
    }

    [Fact]
    public async Task OneWhoseRevisionDoesNotComeUpIsBehindItAllTheSame()
    {
        _comesUp = false;

        var failed = await Assert.ThrowsAsync<RequestFailedException>(() => MakeAsync());

        Assert.Equal(0, failed.Status);
        Assert.Contains("exit code 7", failed.Message);
        Assert.NotNull(_settings);
        Assert.False(AppConfiguration.IsClosed(_app!));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"properties":{"platform":{"enabled":false}}}""")]
    [InlineData("""{"properties":{"platform":{"enabled":true},"globalValidation":{"unauthenticatedClientAction":"AllowAnonymous"}}}""")]
    public async Task AnAppThatLetsOthersInIsNotReleasedTo(string? settings)
    {
        await MakeAsync();
        _settings = settings is null ? null : JsonNode.Parse(settings)!.AsObject();
        var seen = (await Client.GetAsync("support-agent", Ct))!.Version;
        _azure.Log.Clear();

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => MakeAsync(seen));

        Assert.Contains("authConfigs/current) is not what Build.cs says: run ./build.sh Provision", error.Message);
        Assert.All(_azure.Log, sent => Assert.Equal("GET", sent.Method));
    }

    [Fact]
    public async Task CallsOfAppsSendATokenOnlyWhereOneIsAskedFor()
    {
        _azure.On("GET", "/version", 200, "{}");
        using var plain = _azure.Cloud.CreateHttpClient();
        using var signed = _azure.Cloud.CreateHttpClient("api://client/.default");

        await plain.GetStringAsync("https://app.example/version", Ct);
        await signed.GetStringAsync("https://app.example/version", Ct);

        Assert.Equal([null, "Bearer token-for-api://client/.default"], _azure.Log.Select(sent => sent.Authorization));
    }

    private Task<RevisionCreated> MakeAsync(string? seen = null) => Client.CreateRevisionAsync("support-agent", new RevisionChange
    {
        EnvironmentId = Environment,
        Template = Template,
        Traffic = [new("support-agent--r1", 100)],
        Tags = new Dictionary<string, string> { [ContainerAppsClient.OwnerTag] = ContainerAppsClient.Owner },
        Seen = seen,
    }, Ct);

    private static HttpResponseMessage Answer(JsonObject? resource) => resource is null ? FakeAzure.Answer(404, FakeAzure.Error("ResourceNotFound", "no")) : FakeAzure.Answer(200, resource.ToJsonString());

    private HttpResponseMessage Kept(ref JsonObject? resource, Sent sent)
    {
        if (sent.Uri.AbsolutePath == Settings && _refused-- > 0) return FakeAzure.Answer(403, FakeAzure.Error("AuthorizationFailed", "no"));
        resource = sent.Json.AsObject();
        resource["name"] = sent.Uri.Segments[^1];
        resource["properties"]!["latestRevisionName"] = "support-agent--r1";
        return FakeAzure.Answer(200, resource.ToJsonString());
    }
}
