using System.Net;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.ContainerApps;

public sealed class RevisionTests
{
    [Fact]
    public async Task TheFirstRevisionGetsAllTrafficAndAnswersAtTheAddressOfTheApp()
    {
        await using World world = await World.WithImageAsync();

        Assert.Equal("Succeeded", await world.DeployAsync(world.Body("blue")));

        JsonNode app = (await world.Client.GetAsync(World.App)).Json["properties"]!;
        Assert.Equal("echo--blue", (string?)app["latestRevisionName"]);
        Assert.Equal("echo--blue", (string?)app["latestReadyRevisionName"]);
        Assert.Equal($"echo.dev.localhost:{world.Instance.Port}", (string?)app["configuration"]!["ingress"]!["fqdn"]);
        JsonNode revision = await world.RevisionAsync("blue");
        Assert.Equal(("Provisioned", "Healthy", "Running", 1, 100), ((string?)revision["provisioningState"], (string?)revision["healthState"],
            (string?)revision["runningState"], (int)revision["replicas"]!, (int)revision["trafficWeight"]!));
        Assert.Equal("echo--blue from-the-image", (await world.AskAsync("/who")).Text);
    }

    [Fact]
    public async Task ANewRevisionGetsNoTrafficUnlessItIsGivenSome()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue", traffic: World.Rules(("blue", 100, null))));

        await world.DeployAsync(world.Body("green", new Dictionary<string, string> { ["VERSION"] = "2" }));

        Assert.Equal("blue", await world.WhoAsync());
        Assert.Equal("green", await world.WhoAsync("echo--green"));
        Assert.Equal(0, (int)(await world.RevisionAsync("green"))["trafficWeight"]!);
    }

    [Fact]
    public async Task TheLatestRevisionGetsTheTrafficThatIsForTheLatest()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue"));

        await world.DeployAsync(world.Body("green", new Dictionary<string, string> { ["VERSION"] = "2" }));

        Assert.Equal("green", await world.WhoAsync());
        Assert.True((bool)(await world.RevisionAsync("blue"))["active"]!);
    }

    [Fact]
    public async Task TheSameTemplateMakesNoRevisionAndAChangedOneMakesOne()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body(null));
        string first = await LatestAsync(world);

        Answer again = await world.Client.PutAsync(World.App, world.Body(null));
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(first, await LatestAsync(world));

        await world.DeployAsync(world.Body(null, new Dictionary<string, string> { ["VERSION"] = "2" }));
        string second = await LatestAsync(world);
        await world.DeployAsync(world.Body(null));
        string third = await LatestAsync(world);

        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
        Assert.All([first, second, third], name => Assert.Matches("^echo--[a-z][a-z0-9]{6}$", name));
    }

    [Fact]
    public async Task ASuffixIsNotUsedTwiceForDifferentTemplates()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue"));

        Answer answer = await world.Client.PutAsync(World.App, world.Body("blue", new Dictionary<string, string> { ["VERSION"] = "2" }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("InvalidParameterValueInContainerTemplate", answer.ErrorCode);
        Assert.Contains("Revision with suffix blue already exists", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARevisionThatDoesNotStartIsFailedWithItsLogAndTheOldOneKeepsItsTraffic()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue"));

        string state = await world.DeployAsync(world.Body("green", new Dictionary<string, string> { ["EXIT_AT_START"] = "7" }));

        Assert.Equal("Failed", state);
        JsonNode green = await world.RevisionAsync("green");
        Assert.Equal(("Failed", "Failed", "Unhealthy"), ((string?)green["provisioningState"], (string?)green["runningState"], (string?)green["healthState"]));
        Assert.Contains("exited with code 7", (string)green["provisioningError"]!, StringComparison.Ordinal);
        Assert.Contains("the workload was told to exit", (string)green["runningStateDetails"]!, StringComparison.Ordinal);
        Assert.Equal("blue", await world.WhoAsync());
        Assert.Equal("echo--blue", (string?)(await world.Client.GetAsync(World.App)).Json["properties"]!["latestReadyRevisionName"]);
    }

    [Fact]
    public async Task ARevisionThatIsNeverReadyFailsAtItsDeadline()
    {
        await using World world = await World.WithImageAsync(new FastClock(60));

        string state = await world.DeployAsync(world.Body("blue", new Dictionary<string, string> { ["NEVER_READY"] = "1" }));

        Assert.Equal("Failed", state);
        Assert.Contains("it was not ready after 60 s (GET /readyz does not answer 2xx or 3xx)", (string)(await world.RevisionAsync("blue"))["provisioningError"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APollOfTheOperationSaysWhyItFailed()
    {
        await using World world = await World.WithImageAsync();

        Answer answer = (await world.Client.PutAsync(World.App, world.Body("blue", new Dictionary<string, string> { ["EXIT_AT_START"] = "7" }))).Expect(HttpStatusCode.Created);
        string poll = answer.Headers.GetValues("Azure-AsyncOperation").Single();
        await world.FinishedAsync();

        JsonNode operation = (await world.Client.SendAsync(HttpMethod.Get, poll)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("Failed", (string?)operation["status"]);
        Assert.Equal("ContainerAppOperationError", (string?)operation["error"]!["code"]);
        Assert.Contains("exited with code 7", (string)operation["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProcessThatCrashesIsStartedAgain()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue"));
        string before = (await world.AskAsync("/pid")).Text;

        await world.Client.SendAsync(HttpMethod.Post, world.Url("echo", "/crash"), authorization: "");

        await Eventually.TrueAsync("a degraded revision, or one that is up again", async () =>
            (string?)(await world.RevisionAsync("blue"))["runningState"] is "Degraded" || (await world.AskAsync("/pid")).Text != before);
        Assert.NotEqual(before, (await Eventually.GetAsync("an answer of the new process", async () => await world.AskAsync("/pid") is { Status: HttpStatusCode.OK } answer ? answer : null)).Text);
        JsonNode replica = (await world.Client.GetAsync($"{World.App}/revisions/echo--blue/replicas")).Json["value"]![0]!;
        Assert.Equal(1, (int)replica["properties"]!["containers"]![0]!["restartCount"]!);
        Assert.Equal("Running", (string?)(await world.RevisionAsync("blue"))["runningState"]);
    }

    [Fact]
    public async Task ARevisionWithTrafficIsNotDeactivatedAndOneWithoutIs()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue", traffic: World.Rules(("blue", 100, null))));
        await world.DeployAsync(world.Body("green", new Dictionary<string, string> { ["VERSION"] = "2" }));

        Answer refused = await world.Client.PostAsync($"{World.App}/revisions/echo--blue/deactivate");
        Assert.Equal((HttpStatusCode.BadRequest, "RevisionHasTraffic"), (refused.Status, refused.ErrorCode));

        (await world.Client.PostAsync($"{World.App}/revisions/echo--green/deactivate")).Expect(HttpStatusCode.OK);
        await Eventually.TrueAsync("green has stopped", async () => (string?)(await world.RevisionAsync("green"))["provisioningState"] is "Deprovisioned");
        Assert.Equal(("Stopped", 0), ((string?)(await world.RevisionAsync("green"))["runningState"], (int)(await world.RevisionAsync("green"))["replicas"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await world.AskAsync("/who", "echo--green")).Status);

        (await world.Client.PostAsync($"{World.App}/revisions/echo--green/activate")).Expect(HttpStatusCode.OK);
        await Eventually.TrueAsync("green runs again", async () => (string?)(await world.RevisionAsync("green"))["provisioningState"] is "Provisioned");
        Assert.Equal("green", await world.WhoAsync("echo--green"));
    }

    [Fact]
    public async Task EveryReplicaIsAProcessAndTakesItsShare()
    {
        await using World world = await World.WithImageAsync();
        JsonObject body = world.Body("blue");
        body["properties"]!["template"]!["scale"]!["minReplicas"] = 2;
        await world.DeployAsync(body);

        HashSet<string> seen = [];
        for (int i = 0; i < 6; i++) seen.Add((await world.AskAsync("/replica")).Text);

        Assert.Equal(2, (int)(await world.RevisionAsync("blue"))["replicas"]!);
        Assert.Equal(["echo--blue.dev", "echo--blue.dev-2"], seen.Order());
    }

    [Fact]
    public async Task OldInactiveRevisionsAreForgotten()
    {
        await using World world = await World.WithImageAsync();
        JsonObject Single(string suffix)
        {
            JsonObject body = world.Body(suffix);
            body["properties"]!["configuration"]!["activeRevisionsMode"] = "Single";
            body["properties"]!["configuration"]!["maxInactiveRevisions"] = 1;
            return body;
        }
        foreach (string suffix in new[] { "a", "b", "c", "d" })
        {
            await world.DeployAsync(Single(suffix));
            Assert.Equal(suffix, await world.WhoAsync());
        }

        JsonArray revisions = (await world.Client.GetAsync($"{World.App}/revisions")).Json["value"]!.AsArray();
        Assert.DoesNotContain("echo--a", revisions.Select(revision => (string?)revision!["name"]));
        Assert.Equal(["echo--d"], revisions.Where(revision => (bool)revision!["properties"]!["active"]!).Select(revision => (string?)revision!["name"]));
    }

    [Fact]
    public async Task SecretsReachTheProcessAndNoReader()
    {
        await using World world = await World.WithImageAsync();
        JsonObject body = world.Body("blue");
        body["properties"]!["configuration"]!["secrets"] = new JsonArray(new JsonObject { ["name"] = "key", ["value"] = "hunter2" });
        body["properties"]!["template"]!["containers"]![0]!["env"] = new JsonArray(new JsonObject { ["name"] = "KEY", ["secretRef"] = "key" });
        await world.DeployAsync(body);

        Assert.Equal("hunter2", (await world.AskAsync("/env/KEY")).Text);
        Assert.DoesNotContain("hunter2", (await world.Client.GetAsync(World.App)).Text, StringComparison.Ordinal);
        Assert.Equal("hunter2", (string?)(await world.Client.PostAsync($"{World.App}/listSecrets")).Json["value"]![0]!["value"]);
    }

    [Fact]
    public async Task AnImageThatIsNotInTheRegistryIsRefusedAtOnce()
    {
        await using World world = await World.WithImageAsync();
        JsonObject body = world.Body("blue");
        body["properties"]!["template"]!["containers"]![0]!["image"] = $"{world.Instance.LoginServer}/echo@sha256:{new string('0', 64)}";

        Answer answer = await world.Client.PutAsync(World.App, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("MANIFEST_UNKNOWN", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync(World.App)).Status);
    }

    [Fact]
    public async Task DeletingTheAppEndsItsProcessesAndItsAddresses()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue"));
        int pid = int.Parse((await world.AskAsync("/pid")).Text, System.Globalization.CultureInfo.InvariantCulture);

        (await world.Client.DeleteAsync(World.App)).Expect(HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.NotFound, (await world.AskAsync("/who")).Status);
        await Eventually.TrueAsync("the process is gone", () => GenAIOps.Emulator.Hosting.ProcessIdentity.Of(pid) is null);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync($"{World.App}/revisions/echo--blue")).Status);
    }

    [Fact]
    public async Task AnEnvironmentWithAppsIsNotDeletedAndItsGroupStaysUsable()
    {
        await using World world = await World.WithImageAsync();
        string elsewhere = $"{TestClient.Subscription}/resourceGroups/rg-apps";
        (await world.Client.PutAsync(elsewhere, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        await world.DeployAsync(world.Body("blue"), $"{elsewhere}/providers/Microsoft.App/containerApps/echo");

        Answer answer = await world.Client.DeleteAsync(World.Group);

        Assert.Equal((HttpStatusCode.Conflict, "ManagedEnvironmentHasContainerApps"), (answer.Status, answer.ErrorCode));
        Assert.Equal("blue", await world.WhoAsync());
        (await world.Client.PutAsync(World.Environment, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.OK);
    }

    private static async Task<string> LatestAsync(World world) => (string)(await world.Client.GetAsync(World.App)).Json["properties"]!["latestRevisionName"]!;
}
