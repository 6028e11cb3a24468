using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Tests.Registry;

namespace GenAIOps.Emulator.Tests;

/// <summary>An emulator with a resource group, an environment and an image; a test says only what it is about.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string Group = $"{TestClient.Subscription}/resourceGroups/rg-dev";
    public const string Environment = $"{Group}/providers/Microsoft.App/managedEnvironments/dev";
    public const string App = $"{Group}/providers/Microsoft.App/containerApps/echo";
    private readonly TemporaryFolder _folder;
    private EmulatorServer _server;

    private World(TemporaryFolder folder, EmulatorServer server)
    {
        (_folder, _server) = (folder, server);
        Client = new TestClient(server.Instance.Endpoint, server.Instance.Token, server.Instance.CertificatePath);
    }

    public TestClient Client { get; }
    public string State => _folder;
    public EmulatorInstance Instance => _server.Instance;
    public EmulatorServer Server => _server;
    public string Image { get; private set; } = "";

    /// <summary>An emulator without anything in it.</summary>
    public static async Task<World> EmptyAsync(TimeProvider? clock = null)
    {
        TemporaryFolder folder = new();
        return new World(folder, await EmulatorServer.StartAsync(new EmulatorOptions(folder, FreePort.Next()), TestContext.Current.CancellationToken, clock));
    }

    public static async Task<World> WithImageAsync(TimeProvider? clock = null)
    {
        World world = await EmptyAsync(clock);
        await world.PrepareAsync();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    public async Task RestartAsync()
    {
        await _server.DisposeAsync();
        _server = await EmulatorServer.StartAsync(new EmulatorOptions(_folder), TestContext.Current.CancellationToken);
    }

    public async Task PrepareAsync()
    {
        (await Client.PutAsync(Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        (await Client.PutAsync(Environment, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        Image = await new TestRegistry(Client, Instance.LoginServer).PushWorkloadAsync("echo");
    }

    public string Url(string host, string path) => $"https://{host}.dev.localhost:{Instance.Port}{path}";

    public Task<Answer> AskAsync(string path, string host = "echo") => Client.SendAsync(HttpMethod.Get, Url(host, path), authorization: "");

    /// <summary>The suffix of the revision that answered.</summary>
    public async Task<string> WhoAsync(string host = "echo") => (await AskAsync("/who", host)).Expect(HttpStatusCode.OK).Text.Split(' ')[0]["echo--".Length..];

    /// <summary>The body of a PUT of the app.</summary>
    public JsonObject Body(string? suffix, IReadOnlyDictionary<string, string>? environment = null, JsonArray? traffic = null) => Body(suffix, Image, environment, traffic);

    public static JsonObject Body(string? suffix, string image, IReadOnlyDictionary<string, string>? environment = null, JsonArray? traffic = null)
    {
        JsonArray variables = [.. (environment ?? new Dictionary<string, string>()).Select(pair => new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value })];
        JsonObject ingress = new() { ["external"] = true, ["targetPort"] = 8080 };
        if (traffic is not null) ingress["traffic"] = traffic;
        JsonObject container = new()
        {
            ["name"] = "echo",
            ["image"] = image,
            ["env"] = variables,
            ["probes"] = new JsonArray(new JsonObject { ["type"] = "Readiness", ["httpGet"] = new JsonObject { ["path"] = "/readyz", ["port"] = 8080 } }),
        };
        JsonObject template = new()
        {
            ["containers"] = new JsonArray(container),
            ["scale"] = new JsonObject { ["minReplicas"] = 1, ["maxReplicas"] = 3 },
            ["terminationGracePeriodSeconds"] = 10,
        };
        if (suffix is not null) template["revisionSuffix"] = suffix;
        return new JsonObject
        {
            ["location"] = "local",
            ["properties"] = new JsonObject
            {
                ["managedEnvironmentId"] = Environment,
                ["configuration"] = new JsonObject { ["activeRevisionsMode"] = "Multiple", ["ingress"] = ingress },
                ["template"] = template,
            },
        };
    }

    /// <summary>Sends the app and waits until the operation is over.</summary>
    /// <returns>The app's provisioning state.</returns>
    public async Task<string> DeployAsync(JsonObject body, string app = App)
    {
        Answer answer = await Client.PutAsync(app, body);
        if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.Created)) throw new InvalidOperationException($"{answer.Status}: {answer.Text}");
        return await FinishedAsync(app);
    }

    public Task<string> FinishedAsync(string app = App) => Eventually.GetAsync("the end of the operation", async () =>
        (string?)(await Client.GetAsync(app)).Json["properties"]!["provisioningState"] is { } state and not "InProgress" ? state : null);

    public async Task<JsonNode> RevisionAsync(string suffix) => (await Client.GetAsync($"{App}/revisions/echo--{suffix}")).Expect(HttpStatusCode.OK).Json["properties"]!;

    public async Task<Answer> TrafficAsync(params (string Suffix, int Weight, string? Label)[] rules)
    {
        JsonObject change = new() { ["properties"] = new JsonObject { ["configuration"] = new JsonObject { ["ingress"] = new JsonObject { ["traffic"] = Rules(rules) } } } };
        return await Client.PatchAsync(App, change);
    }

    public static JsonArray Rules(params (string Suffix, int Weight, string? Label)[] rules) => [.. rules.Select(rule =>
    {
        JsonObject json = new() { ["revisionName"] = $"echo--{rule.Suffix}", ["weight"] = rule.Weight };
        if (rule.Label is not null) json["label"] = rule.Label;
        return json;
    })];
}
