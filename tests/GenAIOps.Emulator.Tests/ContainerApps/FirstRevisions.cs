using System.Net;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.ContainerApps;

/// <summary>An app whose first revision failed is strict and not stuck.</summary>
public sealed class FirstRevisions
{
    private static readonly Dictionary<string, string> s_exits = new() { ["EXIT_AT_START"] = "7" };

    [Fact]
    public async Task AShareForAFailedRevisionIsRefused()
    {
        await using World world = await FailedAsync();

        Answer refused = await world.Client.PatchAsync(World.App, Change(world, "mended", World.Rules(("blue", 100, null), ("mended", 0, null))));

        Assert.Equal((HttpStatusCode.BadRequest, "ContainerAppInvalidTrafficWeights"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task TheMendedRevisionMayBeMadeWithAllTheTraffic()
    {
        await using World world = await FailedAsync();

        (await world.Client.PatchAsync(World.App, Change(world, "mended", World.Rules(("mended", 100, null))))).Expect(HttpStatusCode.Accepted);

        Assert.Equal("Succeeded", await world.FinishedAsync());
        Assert.Equal("mended", await world.WhoAsync());
    }

    [Fact]
    public async Task AFailedFirstRevisionIsStoppedOnceTheTrafficWaitsForTheLatest()
    {
        await using World world = await FailedAsync();
        Assert.Equal("RevisionHasTraffic", (await world.Client.PostAsync($"{World.App}/revisions/echo--blue/deactivate")).ErrorCode);

        JsonArray latest = [new JsonObject { ["latestRevision"] = true, ["weight"] = 100 }];
        (await world.Client.PatchAsync(World.App, new JsonObject { ["properties"] = new JsonObject { ["configuration"] = new JsonObject { ["ingress"] = new JsonObject { ["traffic"] = latest } } } })).Expect(HttpStatusCode.OK);
        (await world.Client.PostAsync($"{World.App}/revisions/echo--blue/deactivate")).Expect(HttpStatusCode.OK);

        await Eventually.TrueAsync("the failed revision is stopped", async () => (string?)(await world.RevisionAsync("blue"))["provisioningState"] is "Deprovisioned");
    }

    private static async Task<World> FailedAsync()
    {
        World world = await World.WithImageAsync();
        Assert.Equal("Failed", await world.DeployAsync(world.Body("blue", s_exits, World.Rules(("blue", 100, null)))));
        return world;
    }

    private static JsonObject Change(World world, string suffix, JsonArray traffic)
    {
        JsonObject body = world.Body(suffix, traffic: traffic);
        return new JsonObject { ["properties"] = body["properties"]!.DeepClone() };
    }
}
