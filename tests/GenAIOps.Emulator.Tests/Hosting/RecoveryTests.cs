using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Hosting;

public sealed class RecoveryTests
{
    [Fact]
    public async Task ADeploymentThatWasCutOffGoesOnAtTheNextStart()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue", traffic: World.Rules(("blue", 100, null))));
        JsonObject body = world.Body("green", new Dictionary<string, string> { ["VERSION"] = "2" }, World.Rules(("green", 100, "live")));
        await world.Client.PutAsync(World.App, body);

        await world.RestartAsync();

        Assert.Equal("Succeeded", await world.FinishedAsync());
        Assert.Equal(("green", "green"), (await world.WhoAsync(), await world.WhoAsync("echo---live")));
        Assert.Equal("blue", await world.WhoAsync("echo--blue"));
    }

    [Fact]
    public async Task WhatWasCutOffWhileUnpackingIsRemovedAndWhatIsUsedStays()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue"));
        string images = Path.Combine(world.State, "images"), used = Directory.GetDirectories(images).Single();
        Directory.CreateDirectory(Path.Combine(images, "0a.b.tmp", "rootfs"));
        string old = Directory.CreateDirectory(Path.Combine(images, "0b")).FullName;
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-8));

        await world.RestartAsync();

        Assert.Equal([used], Directory.GetDirectories(images));
        Assert.Equal("blue", await world.WhoAsync());
    }
}
