using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Tests.Monitor;

namespace GenAIOps.Emulator.Tests.Access;

/// <summary>DEV's identity has what it needs in DEV, and nothing in PROD.</summary>
public sealed class IsolationTests
{
    private const string Dev = $"{TestClient.Subscription}/resourceGroups/rg-dev", Prod = $"{TestClient.Subscription}/resourceGroups/rg-prod";

    private static string Account(string group) => $"{group}/providers/Microsoft.CognitiveServices/accounts/ai";

    private static string Component(string group) => $"{group}/providers/Microsoft.Insights/components/insights";

    private static async Task<(World World, SignedIn Deployer)> StartAsync()
    {
        World world = await World.EmptyAsync();
        foreach ((string group, string name) in new[] { (Dev, "dev"), (Prod, "prod") })
        {
            (await world.Client.PutAsync(group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
            (await world.Client.PutAsync(Account(group), new JsonObject { ["location"] = "local", ["kind"] = "AIServices", ["sku"] = new JsonObject { ["name"] = "S0" } })).Expect(HttpStatusCode.Created);
            (await world.Client.PutAsync($"{Account(group)}/projects/shop-{name}", new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
            (await world.Client.PutAsync($"{Account(group)}/deployments/chat-{name}", new JsonObject { ["properties"] = new JsonObject { ["model"] = new JsonObject { ["format"] = "OpenAI", ["name"] = "gpt", ["version"] = "1" } } })).Expect(HttpStatusCode.Created);
            (await world.Client.PutAsync(Component(group), new JsonObject { ["location"] = "local", ["kind"] = "web" })).Expect(HttpStatusCode.OK);
        }
        SignedIn deployer = await world.SignInAsync();
        foreach (string role in (string[])[SignIn.Contributor, SignIn.FoundryUser, SignIn.MonitoringReader])
            (await world.AssignAsync(Dev, role, deployer.ObjectId)).Expect(HttpStatusCode.Created);
        return (world, deployer);
    }

    private static Task<Answer> ChatAsync(SignedIn who, string path, string model) => who.Client.SendAsync(HttpMethod.Post, path,
        TestClient.Body(new JsonObject { ["model"] = model, ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hello" }) }));

    private static Task<Answer> AgentAsync(SignedIn who, string project, HttpMethod method, string rest = "/agents/helper/versions", JsonObject? body = null) =>
        who.Client.SendAsync(method, $"/api/projects/{project}{rest}?api-version=v1", body is null ? null : TestClient.Body(body));

    private static JsonObject Prompt(string model) => new() { ["definition"] = new JsonObject { ["kind"] = "prompt", ["model"] = model, ["instructions"] = "Answer." } };

    [Fact]
    public async Task DevsIdentityUsesDevsModelAndNotProds()
    {
        (World world, SignedIn dev) = await StartAsync();
        await using (world)
        {
            (await ChatAsync(dev, "/api/projects/shop-dev/openai/v1/chat/completions", "chat-dev")).Expect(HttpStatusCode.OK);
            (await ChatAsync(dev, "/openai/v1/chat/completions", "chat-dev")).Expect(HttpStatusCode.OK);

            Answer project = await ChatAsync(dev, "/api/projects/shop-prod/openai/v1/chat/completions", "chat-prod");
            // On the host that all accounts share, the other account's deployments are not there for it.
            Answer account = await ChatAsync(dev, "/openai/v1/chat/completions", "chat-prod");
            Answer classic = await ChatAsync(dev, "/openai/deployments/chat-prod/chat/completions", "chat-prod");
            Answer responses = await dev.Client.SendAsync(HttpMethod.Post, "/openai/v1/responses", TestClient.Body(new JsonObject { ["model"] = "chat-prod", ["input"] = "hello" }));

            Assert.Equal((HttpStatusCode.Unauthorized, "PermissionDenied"), (project.Status, project.ErrorCode));
            Assert.StartsWith($"The principal `{dev.ObjectId}` lacks the required data action `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action` to perform "
                + "`POST /api/projects/{projectName}/openai/v1/chat/completions` operation.", project.ErrorMessage, StringComparison.Ordinal);
            Assert.All([account, classic, responses], answer => Assert.Equal((HttpStatusCode.NotFound, "DeploymentNotFound"), (answer.Status, answer.ErrorCode)));
            Assert.DoesNotContain("'chat-prod'", account.ErrorMessage.Split("it has", 2)[1], StringComparison.Ordinal);
            Answer models = (await dev.Client.SendAsync(HttpMethod.Get, "/openai/v1/models")).Expect(HttpStatusCode.OK);
            Assert.Equal(["chat-dev"], models.Json["data"]!.AsArray().Select(model => (string)model!["id"]!));
        }
    }

    [Fact]
    public async Task DevsIdentityReadsDevsMetricsAndNotProds()
    {
        (World world, SignedIn dev) = await StartAsync();
        await using (world)
        {
            const string query = "/providers/Microsoft.Insights/metrics?metricnames=requests/count&timespan=PT1H&interval=PT1M&aggregation=Count";
            (await dev.Client.GetAsync(Component(Dev) + query)).Expect(HttpStatusCode.OK);

            Answer metrics = await dev.Client.GetAsync(Component(Prod) + query);
            Answer alerts = await dev.Client.GetAsync($"{Prod}/providers/Microsoft.AlertsManagement/alerts");

            Assert.Equal((HttpStatusCode.Forbidden, "AuthorizationFailed"), (metrics.Status, metrics.ErrorCode));
            Assert.Contains("'Microsoft.Insights/metrics/read'", metrics.ErrorMessage, StringComparison.Ordinal);
            Assert.Equal((HttpStatusCode.Forbidden, "AuthorizationFailed"), (alerts.Status, alerts.ErrorCode));
        }
    }

    [Fact]
    public async Task DevsIdentityMakesAnAgentInDevsProjectAndNotInProds()
    {
        (World world, SignedIn dev) = await StartAsync();
        await using (world)
        {
            (await AgentAsync(dev, "shop-dev", HttpMethod.Post, body: Prompt("chat-dev"))).Expect(HttpStatusCode.OK);

            Answer made = await AgentAsync(dev, "shop-prod", HttpMethod.Post, body: Prompt("chat-prod"));
            Answer read = await AgentAsync(dev, "shop-prod", HttpMethod.Get, "/agents");
            Answer evaluated = await dev.Client.SendAsync(HttpMethod.Get, "/api/projects/shop-prod/openai/v1/evals");
            Answer nowhere = await AgentAsync(dev, "no-such-project", HttpMethod.Get, "/agents");

            Assert.Equal((HttpStatusCode.Unauthorized, "PermissionDenied"), (made.Status, made.ErrorCode));
            Assert.Contains("`Microsoft.CognitiveServices/accounts/AIServices/agents/write` to perform `POST /api/projects/{projectName}/agents/{agent}/versions`", made.ErrorMessage, StringComparison.Ordinal);
            Assert.Contains("AIServices/agents/read`", read.ErrorMessage, StringComparison.Ordinal);
            Assert.Contains("AIServices/evaluations/read`", evaluated.ErrorMessage, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Unauthorized, nowhere.Status);
            Assert.Empty((await AgentAsync(new SignedIn(world.Client, "", ""), "shop-prod", HttpMethod.Get, "/agents")).Json["data"]!.AsArray());
        }
    }

    [Fact]
    public async Task DevsIdentityNeitherSeesNorChangesProdsResources()
    {
        (World world, SignedIn dev) = await StartAsync();
        await using (world)
        {
            Answer read = await dev.Client.GetAsync(Account(Prod));
            Answer written = await dev.Client.PatchAsync(Account(Prod), new JsonObject { ["tags"] = new JsonObject { ["a"] = "b" } });
            Answer deleted = await dev.Client.DeleteAsync(Prod);
            Answer groups = (await dev.Client.GetAsync($"{TestClient.Subscription}/resourceGroups")).Expect(HttpStatusCode.OK);
            Answer resources = (await dev.Client.GetAsync($"{TestClient.Subscription}/resources")).Expect(HttpStatusCode.OK);
            Answer missing = await dev.Client.GetAsync($"{Prod}/providers/Microsoft.App/containerApps/none");

            Assert.Equal($"The client '{dev.ClientId}' with object id '{dev.ObjectId}' does not have authorization to perform action 'Microsoft.CognitiveServices/accounts/read' over scope '{Account(Prod)}' "
                + "or the scope is invalid. If access was recently granted, please refresh your credentials.", read.ErrorMessage);
            Assert.All([read, written, deleted, missing], answer => Assert.Equal((HttpStatusCode.Forbidden, "AuthorizationFailed"), (answer.Status, answer.ErrorCode)));
            Assert.Contains("'Microsoft.Resources/subscriptions/resourceGroups/delete'", deleted.ErrorMessage, StringComparison.Ordinal);
            Assert.Equal(["rg-dev"], groups.Json["value"]!.AsArray().Select(group => (string)group!["name"]!));
            Assert.All(resources.Json["value"]!.AsArray(), resource => Assert.StartsWith(Dev, (string)resource!["id"]!, StringComparison.Ordinal));
            Assert.NotEmpty(resources.Json["value"]!.AsArray());
        }
    }

    [Fact]
    public async Task AnIdentityWithoutARoleIsRefusedEverything()
    {
        await using World world = await World.EmptyAsync();
        await world.AddComponentAsync();
        using SignedIn nobody = await world.SignInAsync();

        Answer[] refused =
        [
            await nobody.Client.GetAsync(World.Group),
            await nobody.Client.GetAsync(TestClient.Subscription),
            await nobody.Client.GetAsync($"{TestClient.Subscription}/resourceGroups"),
            await nobody.Client.GetAsync($"{TestClient.Subscription}/resources"),
            await nobody.Client.GetAsync($"{TestClient.Subscription}/providers"),
            await nobody.Client.GetAsync($"{World.Group}/resources"),
            await nobody.Client.GetAsync($"{TestClient.Subscription}/providers/Microsoft.App/containerApps"),
            await nobody.Client.PutAsync($"{TestClient.Subscription}/resourceGroups/mine", new JsonObject { ["location"] = "local" }),
            await nobody.Client.SendAsync(HttpMethod.Post, "/emulator/stop"),
            await nobody.Client.SendAsync(HttpMethod.Get, "/emulator/requests"),
        ];

        Assert.All(refused, answer => Assert.Equal((HttpStatusCode.Forbidden, "AuthorizationFailed"), (answer.Status, answer.ErrorCode)));
        Assert.Empty((await nobody.Client.GetAsync("/subscriptions")).Expect(HttpStatusCode.OK).Json["value"]!.AsArray());
    }
}
