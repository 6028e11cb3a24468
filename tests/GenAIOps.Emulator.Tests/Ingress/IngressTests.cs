using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Ingress;

namespace GenAIOps.Emulator.Tests.Ingress;

public sealed class IngressTests
{
    [Fact]
    public async Task AHostThatNoAppHasIsNotFound()
    {
        await using World world = await World.EmptyAsync();

        Answer answer = await world.AskAsync("/", "nobody");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("does not exist", answer.Text, StringComparison.Ordinal);
        Assert.Equal("text/html", answer.Content.ContentType!.MediaType);
    }

    [Fact]
    public async Task AnAppWithoutAReadyRevisionIsUnavailable()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue", new Dictionary<string, string> { ["EXIT_AT_START"] = "1" }));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await world.AskAsync("/")).Status);
    }

    [Fact]
    public async Task TheAppSeesWhoAskedAndTheAnswerIsItsOwn()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue"));
        Task<Answer> Header(string name) => world.Client.SendAsync(HttpMethod.Get, world.Url("echo", $"/headers/{name}"), authorization: "",
            headers: new Dictionary<string, string> { ["X-Forwarded-For"] = "6.6.6.6", ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" });

        Assert.Equal("https", (await Header("X-Forwarded-Proto")).Text);
        Assert.Equal("127.0.0.1", (await Header("X-Forwarded-For")).Text);
        Assert.Equal($"echo.dev.localhost:{world.Instance.Port}", (await Header("Host")).Text);
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", (await Header("traceparent")).Text);

        byte[] large = Encoding.ASCII.GetBytes(new string('x', 3_000_000));
        Answer echo = await world.Client.SendAsync(HttpMethod.Post, world.Url("echo", "/echo"), new ByteArrayContent(large), authorization: "");
        Assert.Equal(large.Length, echo.Expect(HttpStatusCode.OK).Text.Length);
    }

    [Fact]
    public async Task ARequestForTheFirstRevisionWaitsUntilItHasStarted()
    {
        await using World world = await World.WithImageAsync();
        (await world.Client.PutAsync(World.App, world.Body("blue"))).Expect(HttpStatusCode.Created);

        Assert.Equal("blue", await world.WhoAsync());
        Assert.Equal("Succeeded", await world.FinishedAsync());
    }

    [Fact]
    public void OnlyReadyRevisionsWithAWeightAreChosen()
    {
        Backend ready = new("ready"), starting = new("starting"), idle = new("idle");
        ready.Set([new Uri("http://127.0.0.1:1/")], starting: false);
        idle.Set([new Uri("http://127.0.0.1:2/")], starting: false);
        HostRoute route = new([new Target(starting, 90), new Target(ready, 10), new Target(idle, 0)]);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Same(ready, route.Choose(Random.Shared)));
        Assert.True(route.IsStarting);
        Assert.Null(new HostRoute([new Target(idle, 0)]).Choose(Random.Shared));
    }

    [Fact]
    public async Task AClosedBackendLetsItsRequestsEndAndNoMoreIn()
    {
        Backend backend = new("blue");
        backend.Set([new Uri("http://127.0.0.1:1/")], starting: false);
        Assert.NotNull(backend.TryEnter());

        Task drained = backend.CloseAsync();
        Assert.Null(backend.TryEnter());
        Assert.False(drained.IsCompleted);
        backend.Leave();
        await drained.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        backend.Reopen();
        Assert.NotNull(backend.TryEnter());
    }

    [Fact]
    public async Task AWorkloadGetsATokenForItsIdentityThatHasNoRightsOfItsOwn()
    {
        await using World world = await World.WithImageAsync();
        JsonObject body = world.Body("blue");
        body["identity"] = new JsonObject { ["type"] = "SystemAssigned" };
        await world.DeployAsync(body);

        JsonNode token = (await world.AskAsync("/token?resource=https%3A%2F%2Fai.azure.com")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(("https://ai.azure.com", "Bearer"), ((string?)token["resource"], (string?)token["token_type"]));
        Assert.True(long.Parse((string)token["expires_on"]!, System.Globalization.CultureInfo.InvariantCulture) > DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        string authorization = $"Bearer {token["access_token"]}";
        Answer arm = await world.Client.SendAsync(HttpMethod.Get, TestClient.Versioned(World.Group), authorization: authorization);
        Assert.Equal((HttpStatusCode.Forbidden, "AuthorizationFailed"), (arm.Status, arm.ErrorCode));
        Answer wrong = await world.Client.SendAsync(HttpMethod.Get, "/msi/token?resource=x&api-version=2019-08-01", authorization: "", headers: new Dictionary<string, string> { ["X-IDENTITY-HEADER"] = "guess" });
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.Status);
    }
}
