using System.Net;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Arm;

public sealed class ResourceTests
{
    private const string Group = $"{TestClient.Subscription}/resourceGroups/rg";
    private const string Rule = $"{Group}/providers/Microsoft.Insights/workbooks/oncall";

    [Fact]
    public async Task AResourceIsCreatedReadChangedAndDeleted()
    {
        await using World world = await WithGroupAsync();
        Answer created = (await world.Client.PutAsync(Rule, Resource("a"))).Expect(HttpStatusCode.Created);
        Assert.Equal("Succeeded", (string?)created.Json["properties"]!["provisioningState"]);
        Assert.Equal((Rule, "oncall", "Microsoft.Insights/workbooks"), ((string?)created.Json["id"], (string?)created.Json["name"], (string?)created.Json["type"]));

        (await world.Client.PutAsync(Rule, Resource("b"))).Expect(HttpStatusCode.OK);
        Assert.Equal("b", (string?)(await world.Client.GetAsync(Rule.ToUpperInvariant())).Expect(HttpStatusCode.OK).Json["properties"]!["value"]);

        (await world.Client.DeleteAsync(Rule)).Expect(HttpStatusCode.OK);
        (await world.Client.DeleteAsync(Rule)).Expect(HttpStatusCode.NoContent);
        Answer gone = await world.Client.GetAsync(Rule);
        Assert.Equal((HttpStatusCode.NotFound, "ResourceNotFound"), (gone.Status, gone.ErrorCode));
    }

    [Fact]
    public async Task APatchMergesMembersAndReplacesArrays()
    {
        await using World world = await WithGroupAsync();
        await world.Client.PutAsync(Rule, JsonNode.Parse("""{"location":"global","tags":{"a":"1","b":"2"},"properties":{"keep":true,"drop":1,"list":[1,2,3]}}""")!);

        JsonNode patched = (await world.Client.PatchAsync(Rule, JsonNode.Parse("""{"tags":{"b":null,"c":"3"},"properties":{"drop":null,"list":[9]}}""")!)).Expect(HttpStatusCode.OK).Json;

        Assert.Equal("""{"a":"1","c":"3"}""", patched["tags"]!.ToJsonString());
        Assert.Equal("""{"keep":true,"list":[9],"provisioningState":"Succeeded"}""", patched["properties"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.PatchAsync(Rule + "2", new JsonObject())).Status);
    }

    [Fact]
    public async Task AResourceThatAsksForAnIdentityHasOneUntilItAsksNoMore()
    {
        await using World world = await WithGroupAsync();
        JsonObject asking = new() { ["location"] = "local", ["identity"] = new JsonObject { ["type"] = "SystemAssigned" } };
        string first = (string)(await world.Client.PutAsync(Rule, asking)).Json["identity"]!["principalId"]!;
        Assert.NotEqual(Guid.Empty, Guid.Parse(first));
        Assert.Equal(first, (string?)(await world.Client.PutAsync(Rule, asking)).Json["identity"]!["principalId"]);
        Assert.NotEqual(first, (string?)(await world.Client.PutAsync(Rule + "2", asking)).Json["identity"]!["principalId"]);

        JsonNode without = (await world.Client.PatchAsync(Rule, JsonNode.Parse("""{"identity":{"type":"None"}}""")!)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("""{"type":"None"}""", without["identity"]!.ToJsonString());
    }

    [Fact]
    public async Task PreconditionsAreHonoured()
    {
        await using World world = await WithGroupAsync();
        string first = (await world.Client.PutAsync(Rule, Resource("a"))).Headers.ETag!.ToString();
        string second = (await world.Client.PutAsync(Rule, Resource("b"))).Headers.ETag!.ToString();
        Assert.NotEqual(first, second);

        Answer stale = await PutIfAsync(world, "If-Match", first);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), (stale.Status, stale.ErrorCode));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutIfAsync(world, "If-None-Match", "*")).Status);
        Assert.Equal("b", (string?)(await world.Client.GetAsync(Rule)).Json["properties"]!["value"]);
        Assert.Equal(HttpStatusCode.OK, (await PutIfAsync(world, "If-Match", second)).Status);
        string third = (await world.Client.GetAsync(Rule)).Headers.ETag!.ToString();
        Answer unchanged = await world.Client.SendAsync(HttpMethod.Get, TestClient.Versioned(Rule), headers: new Dictionary<string, string> { ["If-None-Match"] = third });
        Assert.Equal(HttpStatusCode.NotModified, unchanged.Status);
    }

    [Fact]
    public async Task WhatIsWrongIsToldInAzuresWords()
    {
        await using World world = await WithGroupAsync();
        async Task<(int, string)> Code(Task<Answer> answer) => ((int)(await answer).Status, (await answer).ErrorCode);

        Assert.Equal((400, "MissingApiVersionParameter"), await Code(world.Client.SendAsync(HttpMethod.Get, Rule)));
        Assert.Equal((400, "InvalidApiVersionParameter"), await Code(world.Client.SendAsync(HttpMethod.Get, Rule + "?api-version=latest")));
        Assert.Equal((401, "AuthenticationFailed"), await Code(world.Client.SendAsync(HttpMethod.Get, TestClient.Versioned(Rule), authorization: "")));
        Assert.Equal((401, "InvalidAuthenticationToken"), await Code(world.Client.SendAsync(HttpMethod.Get, TestClient.Versioned(Rule), authorization: "Bearer guess")));
        Assert.Equal((404, "ResourceGroupNotFound"), await Code(world.Client.PutAsync(Rule.Replace("/rg/", "/none/", StringComparison.Ordinal), Resource("a"))));
        Assert.Equal((404, "ResourceGroupNotFound"), await Code(world.Client.GetAsync($"{TestClient.Subscription}/resourceGroups/none")));
        Assert.Equal((404, "SubscriptionNotFound"), await Code(world.Client.GetAsync("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg")));
        Assert.Equal((404, "ParentResourceNotFound"), await Code(world.Client.PutAsync($"{Group}/providers/Microsoft.Sql/servers/s/databases/d", Resource("a"))));
        Assert.Equal((400, "LocationRequired"), await Code(world.Client.PutAsync($"{TestClient.Subscription}/resourceGroups/rg2", new JsonObject())));
        Assert.Equal((400, "InvalidRequestContent"), await Code(world.Client.SendAsync(HttpMethod.Put, TestClient.Versioned(Rule), new StringContent("{oops"))));
        Assert.Equal((400, "InvalidResourceId"), await Code(world.Client.GetAsync($"{Group}/providers/Microsoft.Insights")));
        Assert.Equal((405, "MethodNotAllowed"), await Code(world.Client.PostAsync(Rule)));
    }

    [Fact]
    public async Task ResourcesAreListedByGroupTypeAndFilter()
    {
        await using World world = await WithGroupAsync();
        await world.Client.PutAsync(Rule, Resource("a", "blue"));
        await world.Client.PutAsync($"{Group}/providers/Microsoft.Sql/servers/s", Resource("b", "green"));
        await world.Client.PutAsync($"{Group}/providers/Microsoft.Sql/servers/s/databases/d", Resource("c"));
        async Task<string> Names(string path) => string.Join(' ', (await world.Client.GetAsync(path)).Expect(HttpStatusCode.OK).Json["value"]!.AsArray().Select(item => (string?)item!["name"]));

        Assert.Equal("rg", await Names($"{TestClient.Subscription}/resourcegroups"));
        Assert.Equal("oncall s", await Names($"{Group}/resources"));
        Assert.Equal("s", await Names($"{TestClient.Subscription}/resources?$filter=resourceType eq 'microsoft.sql/servers'"));
        Assert.Equal("oncall", await Names($"{TestClient.Subscription}/resources?$filter=tagName eq 'slot' and tagValue eq 'blue'"));
        Assert.Equal("s", await Names($"{Group}/providers/Microsoft.Sql/servers"));
        Assert.Equal("s", await Names($"{TestClient.Subscription}/providers/Microsoft.Sql/servers"));
        Assert.Equal("d", await Names($"{Group}/providers/Microsoft.Sql/servers/s/databases"));
        Assert.Equal("InvalidFilterInQueryString", (await world.Client.GetAsync($"{Group}/resources?$filter=substringof('a', name)")).ErrorCode);
    }

    [Fact]
    public async Task DeletingAGroupDeletesWhatIsInIt()
    {
        await using World world = await WithGroupAsync();
        await world.Client.PutAsync(Rule, Resource("a"));
        await world.Client.PutAsync($"{Group}/providers/Microsoft.Sql/servers/s", Resource("b"));
        await world.Client.PutAsync($"{Group}/providers/Microsoft.Sql/servers/s/databases/d", Resource("c"));

        (await world.Client.DeleteAsync(Group)).Expect(HttpStatusCode.OK);

        Assert.Equal("[]", (await world.Client.GetAsync($"{TestClient.Subscription}/resources")).Json["value"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.SendAsync(HttpMethod.Head, TestClient.Versioned(Group))).Status);
        Assert.Empty(Directory.GetFiles(Path.Combine(world.State, "resources")));
    }

    [Fact]
    public async Task ResourcesAndETagsOutliveARestart()
    {
        await using World world = await WithGroupAsync();
        string etag = (await world.Client.PutAsync(Rule, Resource("a"))).Headers.ETag!.ToString();

        await world.RestartAsync();

        Answer after = (await world.Client.GetAsync(Rule)).Expect(HttpStatusCode.OK);
        Assert.Equal((etag, "a"), (after.Headers.ETag!.ToString(), (string?)after.Json["properties"]!["value"]));
    }

    private static Task<Answer> PutIfAsync(World world, string header, string value) => world.Client.SendAsync(HttpMethod.Put, TestClient.Versioned(Rule), TestClient.Body(Resource("c")),
        headers: new Dictionary<string, string> { [header] = value });

    private static JsonObject Resource(string value, string? slot = null)
    {
        JsonObject resource = new() { ["location"] = "global", ["properties"] = new JsonObject { ["value"] = value } };
        if (slot is not null) resource["tags"] = new JsonObject { ["slot"] = slot };
        return resource;
    }

    private static async Task<World> WithGroupAsync()
    {
        World world = await World.EmptyAsync();
        (await world.Client.PutAsync(Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        return world;
    }
}
