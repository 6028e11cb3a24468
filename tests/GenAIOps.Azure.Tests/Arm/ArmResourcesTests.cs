using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Azure.Arm;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.Arm;

public sealed class ArmResourcesTests
{
    private const string Id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/data";

    private readonly FakeAzure _azure = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ArmResources Client => new(_azure.Cloud);

    [Fact]
    public async Task ABodyIsSentAsItIs()
    {
        _azure.On("PUT", Id, 201, """{"properties":{"provisioningState":"Succeeded","added":1}}""");

        var made = await Client.CreateOrUpdateAsync(Id, "2025-01-01", new JsonObject { ["newMember"] = true, ["properties"] = new JsonObject { ["a"] = 1 } }, Ct);

        Assert.Equal("""{"newMember":true,"properties":{"a":1}}""", _azure.Log[0].Body);
        Assert.StartsWith("application/json", _azure.Log[0].ContentType);
        Assert.Equal("?api-version=2025-01-01", _azure.Log[0].Uri.Query);
        Assert.Equal(1, (int?)made["properties"]!["added"]);
    }

    [Fact]
    public async Task WithoutAHeaderToFollowTheResourceTellsWhenItIsDone()
    {
        _azure.On("PUT", Id, 201, """{"properties":{"provisioningState":"Creating"}}""", ("Retry-After", "0"))
            .On("GET", Id, 200, """{"properties":{"provisioningState":"Creating"}}""")
            .On("GET", Id, 200, """{"properties":{"provisioningState":"Succeeded"}}""");

        var made = await Client.CreateOrUpdateAsync(Id, "v", [], Ct);

        Assert.Equal("Succeeded", (string?)made["properties"]!["provisioningState"]);
        Assert.Equal(3, _azure.Log.Count);
    }

    [Fact]
    public async Task AResourceThatEndsAsFailedIsAnError()
    {
        _azure.On("PUT", Id, 201, """{"properties":{"provisioningState":"Creating"}}""").On("GET", Id, 200, """{"properties":{"provisioningState":"Failed"}}""");

        Assert.Contains("then failed", (await Assert.ThrowsAsync<RequestFailedException>(() => Client.CreateOrUpdateAsync(Id, "v", [], Ct))).Message);
    }

    [Fact]
    public async Task DeletingTellsWhetherThereWasSomething()
    {
        _azure.On("DELETE", Id, 202, "", ("Location", "https://arm.example/ops/1"), ("Retry-After", "0")).On("DELETE", Id, 204)
            .On("GET", "/ops/1", 202, "", ("Retry-After", "0")).On("GET", "/ops/1", 200);

        Assert.True(await Client.DeleteAsync(Id, "v", Ct));
        Assert.False(await Client.DeleteAsync(Id, "v", Ct));
        Assert.False(await Client.DeleteAsync(Id + "2", "v", Ct));
    }

    [Fact]
    public async Task AGroupIsMadeOnceAndThenLeftAlone()
    {
        const string Group = "/subscriptions/s/resourceGroups/g";
        _azure.On("GET", Group, 404, FakeAzure.Error("ResourceGroupNotFound", "no such group")).On("GET", Group, 200, """{"location":"here"}""").On("PUT", Group, 201, """{"properties":{"provisioningState":"Succeeded"}}""");

        await Client.EnsureGroupAsync("s", "g", "westeurope", new Dictionary<string, string> { ["env"] = "qa" }, Ct);
        await Client.EnsureGroupAsync("s", "g", "westeurope", new Dictionary<string, string>(), Ct);

        Assert.Equal("""{"location":"westeurope","tags":{"env":"qa"}}""", Assert.Single(_azure.Log, sent => sent.Method == "PUT").Body);
    }

    [Fact]
    public async Task AnUnknownSubscriptionIsNotTakenForAnAbsentResource()
    {
        _azure.On("GET", Id, 404, FakeAzure.Error("SubscriptionNotFound", "The subscription 's' could not be found."));

        Assert.Equal("SubscriptionNotFound", (await Assert.ThrowsAsync<RequestFailedException>(() => Client.GetAsync(Id, "v", Ct))).ErrorCode);
    }

    [Theory]
    [InlineData("subscriptions/s")]
    [InlineData("/a/../b")]
    [InlineData("//evil.example/x")]
    [InlineData("/a?b")]
    public async Task AnIdThatIsNoneIsRefused(string id)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client.GetAsync(id, "v", Ct));
        Assert.Empty(_azure.Log);
    }
}
