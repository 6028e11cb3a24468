using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Tests.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace GenAIOps.Emulator.Tests.Hosting;

public sealed class RequestLogTests
{
    private static async Task<JsonNode[]> LinesAsync(World world, long after = 0) =>
        [.. (await world.Client.SendAsync(HttpMethod.Get, $"/emulator/requests?after={after}")).Expect(HttpStatusCode.OK).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    [Fact]
    public async Task EveryRequestIsThereWithWhoSentItAndWhatWasAnswered()
    {
        await using World world = await World.EmptyAsync();
        using SignedIn dev = await world.SignInAsync();
        await dev.Client.GetAsync($"{World.Group}?$filter=secret");
        await world.Client.PutAsync(World.Group, new JsonObject { ["location"] = "local" });

        JsonNode[] lines = await LinesAsync(world);

        Assert.Equal([("anonymous", "POST", $"/{SignIn.Tenant}/oauth2/v2.0/token", 200), (dev.ClientId, "GET", World.Group, 403), ("owner", "PUT", World.Group, 201)],
            lines.Select(line => ((string)line["principal"]!, (string)line["method"]!, (string)line["path"]!, (int)line["status"]!)));
        Assert.Equal([1L, 2, 3], lines.Select(line => (long)line["seq"]!));
        Assert.Equal(dev.ObjectId, (string?)lines[1]["oid"]);
        Assert.Equal([4L], (await LinesAsync(world, after: 3)).Select(line => (long)line["seq"]!));
        string file = await File.ReadAllTextAsync(Path.Combine(world.State, "requests.jsonl"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("secret", file, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Client.Token, file, StringComparison.Ordinal);
        Assert.DoesNotContain(dev.Client.Token, file, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(world.State, "requests.jsonl")));
    }

    [Fact]
    public async Task TheSequenceGoesOnAfterARestart()
    {
        await using World world = await World.EmptyAsync();
        await world.Client.GetAsync("/subscriptions");
        await world.RestartAsync();
        await world.Client.GetAsync("/subscriptions");

        Assert.Equal([1L, 2], (await LinesAsync(world)).Select(line => (long)line["seq"]!));
    }

    [Fact]
    public async Task RequestsOfUsersOfAnAppAreNotThereAndThoseOfTheAppAre()
    {
        await using World world = await World.WithImageAsync();
        JsonObject body = world.Body("blue");
        body["identity"] = new JsonObject { ["type"] = "SystemAssigned" };
        await world.DeployAsync(body);
        await world.AskAsync("/who");
        string token = (string)(await world.AskAsync("/token?resource=https%3A%2F%2Fmanagement.azure.com")).Expect(HttpStatusCode.OK).Json["access_token"]!;
        await world.Client.SendAsync(HttpMethod.Get, TestClient.Versioned(World.Group), authorization: $"Bearer {token}");

        JsonNode[] lines = await LinesAsync(world);

        Assert.DoesNotContain(lines, line => (string?)line["path"] == "/who");
        Assert.Contains(lines, line => (string?)line["principal"] == "workload:echo--blue.dev" && (string?)line["path"] == World.Group && (int)line["status"]! == 403);
    }

    [Fact]
    public async Task AFullFileMakesRoomAndOneOldOneIsKept()
    {
        using TemporaryFolder folder = new();
        await using RequestLog log = new(folder, keptBytes: 1000, TimeProvider.System, NullLogger<RequestLog>.Instance);
        await log.StartAsync(TestContext.Current.CancellationToken);
        IReadOnlyList<string> kept = [];
        for (int i = 0; i < 60; i++)
        {
            DefaultHttpContext http = new();
            http.Request.Path = "/subscriptions";
            log.Add(http);
            kept = await log.ReadAsync(0, TestContext.Current.CancellationToken);
        }

        Assert.InRange(kept.Count, 8, 40);
        Assert.StartsWith("{\"seq\":60,", kept[^1], StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }
}
