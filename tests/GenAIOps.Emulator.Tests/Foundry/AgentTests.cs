using System.Net;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Foundry;

public sealed class AgentTests
{
    private const string Helper = $"{FoundryWorld.Agents}/helper";

    [Fact]
    public async Task AFirstVersionMakesTheAgentAndLaterOnesCountUp()
    {
        await using World world = await FoundryWorld.StartAsync();
        JsonNode first = (await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("one"))).Expect(HttpStatusCode.OK).Json;
        JsonNode second = (await world.PostAsync(FoundryWorld.Agents, With(FoundryWorld.Prompt("two"), "name", "helper"))).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("agent.version", "helper:1", "1", "active"), ((string)first["object"]!, (string)first["id"]!, (string)first["version"]!, (string)first["status"]!));
        Assert.Equal(("agent", "helper", "2"), ((string)second["object"]!, (string)second["name"]!, (string)second["versions"]!["latest"]!["version"]!));
        Assert.Equal("one", (string?)(await world.SendAsync(HttpMethod.Get, $"{Helper}/versions/1")).Json["definition"]!["instructions"]);
    }

    [Fact]
    public async Task UpdatingWithTheSameDefinitionMakesNoVersion()
    {
        await using World world = await FoundryWorld.StartAsync();
        await world.PostAsync(Helper, FoundryWorld.Prompt("same"));
        JsonNode again = (await world.PostAsync(Helper, FoundryWorld.Prompt("same"))).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("1", (string?)again["versions"]!["latest"]!["version"]);
    }

    [Fact]
    public async Task DraftsAreNotTheLatestAndGetNoTraffic()
    {
        await using World world = await FoundryWorld.StartAsync();
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("released"));
        string draft = (string)(await world.PostAsync($"{Helper}/versions", With(FoundryWorld.Prompt("draft"), "draft", true))).Expect(HttpStatusCode.OK).Json["version"]!;
        Assert.StartsWith("draft-", draft, StringComparison.Ordinal);
        Assert.Equal("1", (string?)(await world.SendAsync(HttpMethod.Get, Helper)).Json["versions"]!["latest"]!["version"]);
        Assert.Single((await world.SendAsync(HttpMethod.Get, $"{Helper}/versions")).Json["data"]!.AsArray());
        Assert.Equal(2, (await world.SendAsync(HttpMethod.Get, $"{Helper}/versions?include_drafts=true")).Json["data"]!.AsArray().Count);
        Assert.Contains("draft", (await world.RouteAsync((draft, 100))).Expect(HttpStatusCode.BadRequest).ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(draft, (string?)(await world.CallAsync(draft)).Expect(HttpStatusCode.OK).Json["agent_reference"]!["version"]);
    }

    [Fact]
    public async Task ListsComeInPages()
    {
        await using World world = await FoundryWorld.StartAsync();
        for (int i = 1; i <= 5; i++) await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt($"{i}"));
        List<string> seen = [];
        string after = "";
        for (bool more = true; more;)
        {
            JsonNode page = (await world.SendAsync(HttpMethod.Get, $"{Helper}/versions?limit=2&order=asc{after}")).Expect(HttpStatusCode.OK).Json;
            seen.AddRange(page["data"]!.AsArray().Select(version => (string)version!["version"]!));
            more = (bool)page["has_more"]!;
            after = $"&after={page["last_id"]}";
        }
        Assert.Equal(["1", "2", "3", "4", "5"], seen);
        Assert.Equal("5", (string?)(await world.SendAsync(HttpMethod.Get, $"{Helper}/versions?limit=1")).Json["data"]![0]!["version"]);
    }

    [Theory]
    [InlineData(100, "2", 0, "'2'")]
    [InlineData(90, "1", 10, "2 rules")]
    public async Task ASelectorIsCheckedAgainstTheVersions(int first, string other, int second, string said)
    {
        await using World world = await FoundryWorld.StartAsync();
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("one"));
        Assert.Contains(said, (await world.RouteAsync(("1", first), (other, second))).Expect(HttpStatusCode.BadRequest).ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(90, 9)]
    [InlineData(101, -1)]
    [InlineData(60, 60)]
    public async Task SharesMustBePercentagesThatAddUpToAHundred(int first, int second)
    {
        await using World world = await FoundryWorld.StartAsync();
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("one"));
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("two"));
        (await world.RouteAsync(("1", 100))).Expect(HttpStatusCode.OK);
        (await world.RouteAsync(("1", first), ("2", second))).Expect(HttpStatusCode.BadRequest);
        JsonArray rules = (await world.SendAsync(HttpMethod.Get, Helper)).Json["agent_endpoint"]!["version_selector"]!["version_selection_rules"]!.AsArray();
        Assert.Equal(100, (int)Assert.Single(rules)!["traffic_percentage"]!);
    }

    [Fact]
    public async Task APatchIsMergedAndNullTakesTheSelectorAway()
    {
        await using World world = await FoundryWorld.StartAsync();
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("one"));
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("two"));
        await world.RouteAsync(("1", 100));
        JsonNode patched = (await world.SendAsync(HttpMethod.Patch, Helper, JsonNode.Parse("""{"agent_endpoint":{"protocol_configuration":{"responses":{}}}}""")!)).Expect(HttpStatusCode.OK).Json;
        Assert.NotNull(patched["agent_endpoint"]!["version_selector"]);
        Assert.Equal("1", await Answering(world));
        (await world.SendAsync(HttpMethod.Patch, Helper, JsonNode.Parse("""{"agent_endpoint":{"version_selector":null}}""")!)).Expect(HttpStatusCode.OK);
        Assert.Equal("2", await Answering(world));
    }

    [Fact]
    public async Task AVersionWithTrafficIsNotDeleted()
    {
        await using World world = await FoundryWorld.StartAsync();
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("one"));
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("two"));
        await world.RouteAsync(("1", 100), ("2", 0));
        (await world.SendAsync(HttpMethod.Delete, $"{Helper}/versions/1")).Expect(HttpStatusCode.Conflict);
        Assert.True((bool)(await world.SendAsync(HttpMethod.Delete, $"{Helper}/versions/2")).Expect(HttpStatusCode.OK).Json["deleted"]!);
        Assert.Equal("3", (string?)(await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("three"))).Json["version"]);
        Assert.Equal("1", await Answering(world));
    }

    [Fact]
    public async Task ADisabledAgentAnswersNobody()
    {
        await using World world = await FoundryWorld.StartAsync();
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("one"));
        (await world.SendAsync(HttpMethod.Post, $"{Helper}:disable")).Expect(HttpStatusCode.NoContent);
        Assert.Equal("agent_disabled", (await world.CallAsync()).Expect(HttpStatusCode.Forbidden).ErrorCode);
        (await world.SendAsync(HttpMethod.Post, $"{Helper}:enable")).Expect(HttpStatusCode.NoContent);
        (await world.CallAsync()).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AgentsOutliveARestartAndGoWithTheirProject()
    {
        await using World world = await FoundryWorld.StartAsync();
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("one"));
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("two"));
        await world.RouteAsync(("1", 100));
        await world.RestartAsync();
        Assert.Equal("1", await Answering(world));
        (await world.Client.DeleteAsync(FoundryWorld.Project)).Expect(HttpStatusCode.OK);
        (await world.SendAsync(HttpMethod.Get, Helper)).Expect(HttpStatusCode.NotFound);
        (await world.Client.PutAsync(FoundryWorld.Project, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        Assert.Empty((await world.SendAsync(HttpMethod.Get, FoundryWorld.Agents)).Json["data"]!.AsArray());
    }

    [Fact]
    public async Task AProjectNeedsItsResourceAndANameOfItsOwn()
    {
        await using World world = await FoundryWorld.StartAsync();
        Assert.Equal($"{world.Instance.Endpoint}/api/projects/shop", (string?)(await world.Client.GetAsync(FoundryWorld.Project)).Json["properties"]!["endpoints"]!["AI Foundry API"]);
        Assert.Equal("ProjectNotFound", (await world.PostAsync("/api/projects/other/agents/helper/versions", FoundryWorld.Prompt("x"))).Expect(HttpStatusCode.NotFound).ErrorCode);
        string second = FoundryWorld.Account + "2";
        (await world.Client.PutAsync(second, new JsonObject { ["location"] = "local", ["kind"] = "AIServices", ["sku"] = new JsonObject { ["name"] = "S0" } })).Expect(HttpStatusCode.Created);
        (await world.Client.PutAsync($"{second}/projects/shop", new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{}""", "definition")]
    [InlineData("""{"definition":{"kind":"robot"}}""", "robot")]
    [InlineData("""{"definition":{"kind":"workflow"}}""", "workflow")]
    [InlineData("""{"definition":{"kind":"prompt"}}""", "model")]
    [InlineData("""{"definition":{"kind":"hosted","cpu":"1","memory":"2Gi"}}""", "container_configuration")]
    [InlineData("""{"definition":{"kind":"hosted","cpu":"1","container_configuration":{"image":"x"}}}""", "memory")]
    [InlineData("""{"definition":{"kind":"prompt","model":"chat"},"metadata":{"k":1}}""", "metadata.k")]
    public async Task ADefinitionThatCannotRunIsRefusedByName(string body, string said)
    {
        await using World world = await FoundryWorld.StartAsync();
        Answer answer = (await world.PostAsync($"{Helper}/versions", JsonNode.Parse(body)!)).Expect(HttpStatusCode.BadRequest);
        Assert.Contains(said, answer.ErrorMessage, StringComparison.Ordinal);
        (await world.SendAsync(HttpMethod.Get, Helper)).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task APromptAgentAnswersByItsInstructions()
    {
        await using World world = await FoundryWorld.StartAsync();
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("Answer in at most 1 sentence and cite."));
        const string input = "<context id=\"hours\" title=\"Opening hours\">We open at nine. We close at six.</context> When do you open?";
        JsonNode answer = (await world.CallAsync(input: input)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("response", "completed", "We open at nine. [hours]"),
            ((string)answer["object"]!, (string)answer["status"]!, (string)answer["output"]![0]!["content"]![0]!["text"]!));
        Assert.Equal("Answer in at most 1 sentence and cite.", (string?)answer["instructions"]);
    }

    [Fact]
    public async Task AStreamOfAPromptAgentHasNumberedEventsThatEndWithTheWholeResponse()
    {
        await using World world = await FoundryWorld.StartAsync();
        await world.PostAsync($"{Helper}/versions", FoundryWorld.Prompt("Cite."));
        JsonObject body = new() { ["agent"] = new JsonObject { ["name"] = "helper" }, ["input"] = "<context id=\"a\" title=\"Hours\">We open at nine.</context>When do you open?", ["stream"] = true };
        Answer answer = (await world.PostAsync(FoundryWorld.Responses, body)).Expect(HttpStatusCode.OK);
        JsonNode[] events = [.. answer.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(each => JsonNode.Parse(each.Split("data: ", 2)[1])!)];
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(each => (int)each["sequence_number"]!));
        Assert.Equal(("response.created", "response.completed"), ((string)events[0]["type"]!, (string)events[^1]["type"]!));
        Assert.Equal("We open at nine. [a]", string.Concat(events.Where(each => (string?)each["type"] == "response.output_text.delta").Select(each => (string)each["delta"]!)));
        Assert.Equal("We open at nine. [a]", (string?)events[^1]["response"]!["output"]![0]!["content"]![0]!["text"]);
    }

    [Fact]
    public async Task ResponsesOfADeploymentNeedNoAgent()
    {
        await using World world = await FoundryWorld.StartAsync();
        JsonNode answer = (await world.PostAsync(FoundryWorld.Responses, new JsonObject { ["model"] = "chat", ["input"] = "say 'hello'" })).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("hello", (string?)answer["output"]![0]!["content"]![0]!["text"]);
        (await world.PostAsync(FoundryWorld.Responses, new JsonObject { ["model"] = "gpt-9", ["input"] = "x" })).Expect(HttpStatusCode.NotFound);
        (await world.PostAsync(FoundryWorld.Responses, new JsonObject { ["model"] = "chat", ["input"] = "x", ["previous_response_id"] = "resp_1" })).Expect(HttpStatusCode.BadRequest);
    }

    private static async Task<string> Answering(World world) => (string)(await world.CallAsync()).Expect(HttpStatusCode.OK).Json["agent_reference"]!["version"]!;

    private static JsonObject With(JsonObject body, string member, JsonNode value)
    {
        body[member] = value;
        return body;
    }
}
