using System.Net;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Foundry;

/// <summary>An account with a project, <c>shop</c>, and a model deployment, <c>chat</c>.</summary>
internal static class FoundryWorld
{
    public const string Account = $"{World.Group}/providers/Microsoft.CognitiveServices/accounts/ai";
    public const string Project = $"{Account}/projects/shop";
    public const string Agents = "/api/projects/shop/agents";
    public const string Responses = "/api/projects/shop/openai/v1/responses";

    public static async Task AddFoundryAsync(this World world)
    {
        if ((await world.Client.GetAsync(World.Group)).Status == HttpStatusCode.NotFound)
            (await world.Client.PutAsync(World.Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        (await world.Client.PutAsync(Account, new JsonObject { ["location"] = "local", ["kind"] = "AIServices", ["sku"] = new JsonObject { ["name"] = "S0" } })).Expect(HttpStatusCode.Created);
        (await world.Client.PutAsync(Project, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        (await world.Client.PutAsync($"{Account}/deployments/chat", new JsonObject
        {
            ["sku"] = new JsonObject { ["name"] = "GlobalStandard", ["capacity"] = 20 },
            ["properties"] = new JsonObject { ["model"] = new JsonObject { ["format"] = "OpenAI", ["name"] = "gpt-4.1-mini", ["version"] = "1" } },
        })).Expect(HttpStatusCode.Created);
    }

    public static async Task<World> StartAsync()
    {
        World world = await World.EmptyAsync();
        await world.AddFoundryAsync();
        return world;
    }

    public static JsonObject Hosted(string image, string greeting = "hello", IReadOnlyDictionary<string, string>? more = null)
    {
        JsonObject environment = new() { ["GREETING"] = greeting };
        foreach ((string name, string value) in more ?? new Dictionary<string, string>()) environment[name] = value;
        return new JsonObject
        {
            ["definition"] = new JsonObject
            {
                ["kind"] = "hosted",
                ["cpu"] = "0.5",
                ["memory"] = "1Gi",
                ["container_configuration"] = new JsonObject { ["image"] = image },
                ["protocol_versions"] = new JsonArray(new JsonObject { ["protocol"] = "responses", ["version"] = "1.0.0" }),
                ["environment_variables"] = environment,
            },
        };
    }

    public static JsonObject Prompt(string instructions, string model = "chat") =>
        new() { ["definition"] = new JsonObject { ["kind"] = "prompt", ["model"] = model, ["instructions"] = instructions } };

    public static Task<Answer> PostAsync(this World world, string path, JsonNode body) => world.Client.SendAsync(HttpMethod.Post, Versioned(path), TestClient.Body(body));

    public static Task<Answer> SendAsync(this World world, HttpMethod method, string path, JsonNode? body = null) =>
        world.Client.SendAsync(method, Versioned(path), body is null ? null : TestClient.Body(body));

    /// <summary>Makes a version and waits until it is no longer creating.</summary>
    /// <returns>The version's number and status.</returns>
    public static async Task<(string Number, string Status)> DeployAgentAsync(this World world, JsonObject body, string agent = "helper")
    {
        string number = (string)(await world.PostAsync($"{Agents}/{agent}/versions", body)).Expect(HttpStatusCode.OK).Json["version"]!;
        string status = await Eventually.GetAsync("the end of creating", async () =>
            (string?)(await world.SendAsync(HttpMethod.Get, $"{Agents}/{agent}/versions/{number}")).Json["status"] is { } now and not "creating" ? now : null);
        return (number, status);
    }

    public static Task<Answer> RouteAsync(this World world, params (string Version, int Percentage)[] rules) => world.SendAsync(HttpMethod.Patch, $"{Agents}/helper", new JsonObject
    {
        ["agent_endpoint"] = new JsonObject
        {
            ["version_selector"] = new JsonObject
            {
                ["version_selection_rules"] = new JsonArray([.. rules.Select(rule => new JsonObject
                {
                    ["type"] = "FixedRatio",
                    ["agent_version"] = rule.Version,
                    ["traffic_percentage"] = rule.Percentage,
                })]),
            },
        },
    });

    public static Task<Answer> CallAsync(this World world, string? version = null, string input = "hi")
    {
        JsonObject reference = new() { ["type"] = "agent_reference", ["name"] = "helper" };
        if (version is not null) reference["version"] = version;
        return world.PostAsync(Responses, new JsonObject { ["agent_reference"] = reference, ["input"] = input });
    }

    private static string Versioned(string path) =>
        path.Contains("/openai/", StringComparison.Ordinal) ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api-version=v1";
}
