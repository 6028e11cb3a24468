using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Tests.Access;

namespace GenAIOps.Emulator.Tests.Arm;

public sealed class SubscriptionTests
{
    private const string Other = "22222222-2222-2222-2222-222222222222", OtherPath = $"/subscriptions/{Other}";

    private static Task<Answer> AliasAsync(World world, string name, JsonObject properties, TestClient? by = null) =>
        (by ?? world.Client).SendAsync(HttpMethod.Put, $"/providers/Microsoft.Subscription/aliases/{name}?api-version=2021-10-01", TestClient.Body(new JsonObject { ["properties"] = properties }));

    [Fact]
    public async Task ASubscriptionIsThereOnceItsAliasIsAndSurvivesARestart()
    {
        await using World world = await World.EmptyAsync();
        Answer before = await world.Client.PutAsync($"{OtherPath}/resourceGroups/rg", new JsonObject { ["location"] = "local" });

        (await AliasAsync(world, "prod", new JsonObject { ["subscriptionId"] = Other })).Expect(HttpStatusCode.Created);
        (await world.Client.PutAsync($"{OtherPath}/resourceGroups/rg", new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        await world.RestartAsync();

        Assert.Equal((HttpStatusCode.NotFound, "SubscriptionNotFound"), (before.Status, before.ErrorCode));
        Assert.Equal("prod", (string?)(await world.Client.GetAsync(OtherPath)).Expect(HttpStatusCode.OK).Json["displayName"]);
        Assert.Equal(["00000000-0000-0000-0000-000000000001", Other], (await world.Client.GetAsync("/subscriptions")).Json["value"]!.AsArray().Select(each => (string)each!["subscriptionId"]!));
        Assert.Equal(["rg"], (await world.Client.GetAsync($"{OtherPath}/resourceGroups")).Json["value"]!.AsArray().Select(each => (string)each!["name"]!));
        Assert.Empty((await world.Client.GetAsync($"{TestClient.Subscription}/resourceGroups")).Json["value"]!.AsArray());
        Assert.Empty((await world.Client.GetAsync($"{OtherPath}/resources")).Json["value"]!.AsArray());
    }

    [Fact]
    public async Task ANewSubscriptionGetsAnIdThatItsAliasKeeps()
    {
        await using World world = await World.EmptyAsync();
        JsonObject properties = new() { ["displayName"] = "Shop QA", ["workload"] = "Production", ["billingScope"] = "/billingAccounts/1" };

        string id = (string)(await AliasAsync(world, "qa", properties.DeepClone().AsObject())).Expect(HttpStatusCode.Created).Json["properties"]!["subscriptionId"]!;
        string again = (string)(await AliasAsync(world, "qa", properties)).Expect(HttpStatusCode.OK).Json["properties"]!["subscriptionId"]!;

        Assert.True(Guid.TryParse(id, out _));
        Assert.Equal(id, again);
        Assert.Equal("Shop QA", (string?)(await world.Client.GetAsync($"/subscriptions/{id}")).Expect(HttpStatusCode.OK).Json["displayName"]);
    }

    [Fact]
    public async Task WrongAliasesAreRefused()
    {
        await using World world = await World.EmptyAsync();
        (await AliasAsync(world, "prod", new JsonObject { ["subscriptionId"] = Other })).Expect(HttpStatusCode.Created);
        using SignedIn dev = await world.SignInAsAsync(SignIn.Owner, TestClient.Subscription);

        Answer nothing = await AliasAsync(world, "x", []);
        Answer malformed = await AliasAsync(world, "x", new JsonObject { ["subscriptionId"] = "prod" });
        Answer moved = await AliasAsync(world, "prod", new JsonObject { ["subscriptionId"] = Guid.NewGuid().ToString() });
        Answer notOwner = await AliasAsync(world, "x", new JsonObject { ["subscriptionId"] = Guid.NewGuid().ToString() }, dev.Client);
        Answer path = await world.Client.GetAsync("/subscriptions/prod/resourceGroups");

        Assert.Equal((HttpStatusCode.BadRequest, "BadRequest"), (nothing.Status, nothing.ErrorCode));
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidSubscriptionId"), (malformed.Status, malformed.ErrorCode));
        Assert.Equal((HttpStatusCode.Conflict, "AliasInUse"), (moved.Status, moved.ErrorCode));
        Assert.Equal((HttpStatusCode.Forbidden, "AuthorizationFailed"), (notOwner.Status, notOwner.ErrorCode));
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidSubscriptionId"), (path.Status, path.ErrorCode));
    }

    [Fact]
    public async Task AnIdentitySeesTheSubscriptionsWhereItHasARole()
    {
        await using World world = await World.EmptyAsync();
        (await AliasAsync(world, "prod", new JsonObject { ["subscriptionId"] = Other })).Expect(HttpStatusCode.Created);
        (await world.Client.PutAsync($"{OtherPath}/resourceGroups/rg", new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        using SignedIn prod = await world.SignInAsAsync(SignIn.Reader, $"{OtherPath}/resourceGroups/rg");

        Assert.Equal([Other], (await prod.Client.GetAsync("/subscriptions")).Expect(HttpStatusCode.OK).Json["value"]!.AsArray().Select(each => (string)each!["subscriptionId"]!));
        (await prod.Client.GetAsync(OtherPath)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, (await prod.Client.GetAsync(TestClient.Subscription)).Status);
    }

    [Fact]
    public async Task AnAppWorksInAnotherSubscription()
    {
        await using World world = await World.WithImageAsync();
        (await AliasAsync(world, "prod", new JsonObject { ["subscriptionId"] = Other })).Expect(HttpStatusCode.Created);
        string group = $"{OtherPath}/resourceGroups/rg-prod", environment = $"{group}/providers/Microsoft.App/managedEnvironments/prod", app = $"{group}/providers/Microsoft.App/containerApps/echo";
        (await world.Client.PutAsync(group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        (await world.Client.PutAsync(environment, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        JsonObject body = world.Body("one");
        body["properties"]!["managedEnvironmentId"] = environment;

        Answer made = (await world.Client.PutAsync(app, body)).Expect(HttpStatusCode.Created);

        Assert.Contains($"/subscriptions/{Other}/", made.Headers.GetValues("Azure-AsyncOperation").Single(), StringComparison.Ordinal);
        Assert.Equal("Succeeded", await world.FinishedAsync(app));
        Answer asked = await world.Client.SendAsync(HttpMethod.Get, $"https://echo.prod.localhost:{world.Instance.Port}/who", authorization: "");
        Assert.StartsWith("echo--one", asked.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }
}
