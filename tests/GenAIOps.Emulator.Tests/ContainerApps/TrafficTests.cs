using System.Net;

namespace GenAIOps.Emulator.Tests.ContainerApps;

public sealed class TrafficTests
{
    [Fact]
    public async Task TrafficIsSharedByWeight()
    {
        await using World world = await BlueAndGreenAsync();
        (await world.TrafficAsync(("blue", 80, null), ("green", 20, null))).Expect(HttpStatusCode.OK);

        string[] seen = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => world.WhoAsync()));

        // 500 draws at 20 %: the standard deviation is 9, so 55 to 145 is five of them to either side.
        Assert.InRange(seen.Count(who => who == "green"), 55, 145);
    }

    [Fact]
    public async Task ALabelIsAnAddressOfItsRevision()
    {
        await using World world = await BlueAndGreenAsync();

        (await world.TrafficAsync(("blue", 100, "live"), ("green", 0, "next"))).Expect(HttpStatusCode.OK);
        Assert.Equal(("blue", "blue", "green"), (await world.WhoAsync(), await world.WhoAsync("echo---live"), await world.WhoAsync("echo---next")));

        (await world.TrafficAsync(("green", 100, "live"), ("blue", 0, null))).Expect(HttpStatusCode.OK);
        Assert.Equal(("green", "green"), (await world.WhoAsync(), await world.WhoAsync("echo---live")));
        Assert.Equal(HttpStatusCode.NotFound, (await world.AskAsync("/who", "echo---next")).Status);
    }

    [Theory]
    [InlineData("the weights sum to 90", 60, 30, null, null)]
    [InlineData("label 'x' is given to 2 entries", 60, 40, "x", "x")]
    [InlineData("weight -10 is not from 0 to 100", 110, -10, null, null)]
    [InlineData("label 'Not A Label' is not made of", 60, 40, "Not A Label", null)]
    public async Task WrongTrafficIsRefusedAndTheOldStays(string because, int blue, int green, string? blueLabel, string? greenLabel)
    {
        await using World world = await BlueAndGreenAsync();

        Answer answer = await world.TrafficAsync(("blue", blue, blueLabel), ("green", green, greenLabel));

        Assert.Equal((HttpStatusCode.BadRequest, "ContainerAppInvalidTrafficWeights"), (answer.Status, answer.ErrorCode));
        Assert.Contains(because, answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(100, (int)(await world.RevisionAsync("blue"))["trafficWeight"]!);
    }

    [Fact]
    public async Task TrafficForARevisionThatIsUnknownOrInactiveIsRefused()
    {
        await using World world = await BlueAndGreenAsync();
        Answer unknown = await world.TrafficAsync(("blue", 50, null), ("red", 50, null));
        Assert.Contains("revision 'echo--red' does not exist", unknown.Expect(HttpStatusCode.BadRequest).ErrorMessage, StringComparison.Ordinal);

        (await world.Client.PostAsync($"{World.App}/revisions/echo--green/deactivate")).Expect(HttpStatusCode.OK);
        Answer inactive = await world.TrafficAsync(("blue", 50, null), ("green", 50, null));
        Assert.Contains("revision 'echo--green' has weight 50, but is not active", inactive.Expect(HttpStatusCode.BadRequest).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProcessKeepsRunningWhenItsTrafficChanges()
    {
        await using World world = await BlueAndGreenAsync();
        string before = (await world.AskAsync("/pid", "echo--blue")).Text;

        (await world.TrafficAsync(("green", 100, null))).Expect(HttpStatusCode.OK);
        (await world.TrafficAsync(("blue", 100, null))).Expect(HttpStatusCode.OK);

        Assert.Equal(before, (await world.AskAsync("/pid")).Text);
    }

    [Fact]
    public async Task NoRequestFailsWhileTrafficMovesAndTheOldRevisionIsTakenAway()
    {
        await using World world = await BlueAndGreenAsync();
        using CancellationTokenSource enough = new();
        List<Task<Answer>> asked = [];
        Task load = Task.Run(async () =>
        {
            using PeriodicTimer tick = new(TimeSpan.FromMilliseconds(20));
            while (!enough.IsCancellationRequested && await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken)) asked.Add(world.AskAsync("/who"));
        }, TestContext.Current.CancellationToken);

        await Eventually.TrueAsync("some load", () => asked.Count > 10);
        foreach (int green in new[] { 5, 50, 100 })
        {
            (await world.TrafficAsync(("blue", 100 - green, null), ("green", green, null))).Expect(HttpStatusCode.OK);
            int now = asked.Count;
            await Eventually.TrueAsync("load on these weights", () => asked.Count > now + 15);
        }
        (await world.Client.PostAsync($"{World.App}/revisions/echo--blue/deactivate")).Expect(HttpStatusCode.OK);
        await Eventually.TrueAsync("blue has stopped", async () => (string?)(await world.RevisionAsync("blue"))["provisioningState"] is "Deprovisioned");
        await enough.CancelAsync();
        await load;

        Answer[] answers = await Task.WhenAll(asked);
        Assert.True(answers.Length > 50, $"{answers.Length} requests are too few to show anything.");
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.StartsWith("echo--green", answers[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStreamThatIsOpenGoesOnUntilItsEndAfterItsRevisionWasDeactivated()
    {
        await using World world = await BlueAndGreenAsync();
        int pid = int.Parse((await world.AskAsync("/pid", "echo--blue")).Text, System.Globalization.CultureInfo.InvariantCulture);
        using HttpResponseMessage stream = await world.Client.Http.GetAsync(new Uri(world.Url("echo", "/stream")), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using StreamReader lines = new(await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("data: 0", await NextEventAsync(lines));
        Uri inside = await AddressOfBlueAsync(world);

        (await world.TrafficAsync(("green", 100, null))).Expect(HttpStatusCode.OK);
        (await world.Client.PostAsync($"{World.App}/revisions/echo--blue/deactivate")).Expect(HttpStatusCode.OK);

        Assert.Equal("green", await world.WhoAsync());
        Assert.Equal("Deprovisioning", (string?)(await world.RevisionAsync("blue"))["provisioningState"]);
        using HttpClient direct = new();
        await direct.PostAsync(new Uri(inside, "/go"), null, TestContext.Current.CancellationToken);
        Assert.Equal("data: 1", await NextEventAsync(lines));
        await direct.PostAsync(new Uri(inside, "/end"), null, TestContext.Current.CancellationToken);
        Assert.Equal("data: end", await NextEventAsync(lines));
        Assert.Null(await NextEventAsync(lines));
        await Eventually.TrueAsync("the process has ended", () => GenAIOps.Emulator.Hosting.ProcessIdentity.Of(pid) is null);
    }

    [Fact]
    public async Task ARevisionThatIsActivatedWhileItDrainsGoesOnWithTheSameProcess()
    {
        await using World world = await BlueAndGreenAsync();
        string pid = (await world.AskAsync("/pid", "echo--green")).Text;
        using HttpResponseMessage stream = await world.Client.Http.GetAsync(new Uri(world.Url("echo--green", "/stream")), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        (await world.Client.PostAsync($"{World.App}/revisions/echo--green/deactivate")).Expect(HttpStatusCode.OK);
        (await world.Client.PostAsync($"{World.App}/revisions/echo--green/activate")).Expect(HttpStatusCode.OK);

        await Eventually.TrueAsync("green is up", async () => (string?)(await world.RevisionAsync("green"))["provisioningState"] is "Provisioned");
        Assert.Equal(pid, (await world.AskAsync("/pid", "echo--green")).Text);
    }

    [Fact]
    public async Task AnAppRunsWhileAnyOfItsRevisionsDoes()
    {
        await using World world = await BlueAndGreenAsync();

        (await world.Client.PostAsync($"{World.App}/revisions/echo--green/deactivate")).Expect(HttpStatusCode.OK);
        await Eventually.TrueAsync("green is stopped", async () => (string?)(await world.RevisionAsync("green"))["runningState"] is "Stopped");

        Assert.Equal("Running", (string?)(await world.Client.GetAsync(World.App)).Expect(HttpStatusCode.OK).Json["properties"]!["runningStatus"]);
    }

    internal static async Task<World> BlueAndGreenAsync()
    {
        World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue", traffic: World.Rules(("blue", 100, null))));
        await world.DeployAsync(world.Body("green", new Dictionary<string, string> { ["VERSION"] = "2" }));
        return world;
    }

    private static async Task<string?> NextEventAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length > 0) return line;
        }
        return null;
    }

    /// <summary>The address of the process itself, which it was given in its environment.</summary>
    private static async Task<Uri> AddressOfBlueAsync(World world) => new((await world.AskAsync("/env/ASPNETCORE_URLS", "echo--blue")).Text);
}
