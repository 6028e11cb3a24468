using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.Foundry.Evaluations;

namespace GenAIOps.Emulator.Tests.Foundry.Evaluations;

/// <summary>A project with an agent, <c>helper</c>, and a judge's deployment, <c>chat</c>; spoken to as a build does.</summary>
internal static class EvaluationWorld
{
    public const string Evals = "/api/projects/shop/openai/v1/evals";
    public const string CallsModels = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", UsesProject = "53ca6127-db72-4b80-b1b0-d745d6d5456d";

    public static async Task<World> StartAsync(params string[] roles)
    {
        World world = await FoundryWorld.StartAsync();
        await world.DeployAgentAsync(FoundryWorld.Prompt("Answer at most one sentence."));
        foreach (string role in roles) await world.AssignAsync(FoundryWorld.Account, role);
        return world;
    }

    public static async Task AssignAsync(this World world, string scope, string role) =>
        (await world.Client.PutAsync($"{scope}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}", new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["roleDefinitionId"] = $"{TestClient.Subscription}/providers/Microsoft.Authorization/roleDefinitions/{role}",
                ["principalId"] = Guid.NewGuid().ToString(),
            },
        })).Expect(HttpStatusCode.Created);

    public static EvaluationsClient Evaluations(this World world) => new(Cloud(world), Project(world));

    public static EvaluationAssetsClient Assets(this World world) => new(Cloud(world), Project(world));

    /// <summary>Makes an evaluation and a run of it.</summary>
    /// <returns>The run's path.</returns>
    public static async Task<string> RunAsync(this World world, JsonArray criteria, JsonObject source)
    {
        string eval = (string)(await world.PostAsync(Evals, new JsonObject { ["name"] = "test", ["data_source_config"] = new JsonObject { ["type"] = "custom", ["item_schema"] = new JsonObject() }, ["testing_criteria"] = criteria }))
            .Expect(HttpStatusCode.Created).Json["id"]!;
        string run = (string)(await world.PostAsync($"{Evals}/{eval}/runs", new JsonObject { ["name"] = "one", ["data_source"] = source })).Expect(HttpStatusCode.Created).Json["id"]!;
        return $"{Evals}/{eval}/runs/{run}";
    }

    public static Task<JsonNode> OverAsync(this World world, string run) => Eventually.GetAsync("the end of the run", async () =>
        (await world.SendAsync(HttpMethod.Get, run)).Expect(HttpStatusCode.OK).Json is { } now && (string?)now["status"] is "completed" or "failed" or "canceled" ? now : null)!;

    /// <summary>Runs and reads the results of all items by criterion.</summary>
    public static async Task<JsonNode> ResultAsync(this World world, JsonObject criterion, JsonObject item)
    {
        string run = await world.RunAsync([criterion], Given(item));
        await world.OverAsync(run);
        return (await world.SendAsync(HttpMethod.Get, $"{run}/output_items")).Expect(HttpStatusCode.OK).Json["data"]![0]!["results"]![0]!;
    }

    public static JsonObject Given(params JsonObject[] items) => new()
    {
        ["type"] = "jsonl",
        ["source"] = new JsonObject { ["type"] = "file_content", ["content"] = new JsonArray([.. items.Select(item => new JsonObject { ["item"] = item })]) },
    };

    public static JsonObject BuiltIn(string name, string? deployment = null, params string[] inputs)
    {
        JsonObject criterion = new()
        {
            ["type"] = "azure_ai_evaluator",
            ["name"] = name,
            ["evaluator_name"] = $"builtin.{name}",
            ["data_mapping"] = new JsonObject(inputs.Select(input => KeyValuePair.Create(input, (JsonNode?)$"{{{{item.{input}}}}}"))),
        };
        if (deployment is not null) criterion["initialization_parameters"] = new JsonObject { ["deployment_name"] = deployment };
        return criterion;
    }

    private static AzureCloud Cloud(World world) => AzureCloud.Emulator(Path.Combine(world.State, "instance.json"));

    private static Uri Project(World world) => new($"{world.Instance.Endpoint}/api/projects/shop");
}
