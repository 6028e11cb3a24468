using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Tests.Access;
using GenAIOps.Emulator.Tests.Foundry;

namespace GenAIOps.Emulator.Tests.Identity;

public sealed class WorkloadIdentityTests
{
    private const string First = $"{World.Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/first", Second = $"{World.Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/second";
    private const string Chat = "/api/projects/shop/openai/v1/chat/completions";

    private static async Task<JsonNode> IdentityAsync(World world, string id) =>
        (await world.Client.PutAsync(id, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created).Json["properties"]!;

    private static async Task<Answer> TokenAsync(World world, string more = "") => await world.AskAsync($"/token?resource=https%3A%2F%2Fai.azure.com{more}");

    private static string Text(JsonNode node) => (string)node!;

    [Fact]
    public async Task ATokenIsForTheIdentityThatWasAskedFor()
    {
        await using World world = await World.WithImageAsync();
        JsonNode first = await IdentityAsync(world, First), second = await IdentityAsync(world, Second), stranger = await IdentityAsync(world, First + "-other");
        JsonObject body = world.Body("blue");
        body["identity"] = new JsonObject { ["type"] = "SystemAssigned, UserAssigned", ["userAssignedIdentities"] = new JsonObject { [First] = new JsonObject(), [Second] = new JsonObject() } };
        await world.DeployAsync(body);
        JsonNode app = (await world.Client.GetAsync(World.App)).Json["identity"]!;
        async Task<string> PrincipalAsync(string more) => Text(SignIn.Claims(Text((await TokenAsync(world, more)).Expect(HttpStatusCode.OK).Json["access_token"]!))["oid"]!);

        Assert.Equal(Text(app["principalId"]!), await PrincipalAsync(""));
        Assert.Equal(Text(first["principalId"]!), await PrincipalAsync($"&client_id={first["clientId"]}"));
        Assert.Equal(Text(second["principalId"]!), await PrincipalAsync($"&mi_res_id={Uri.EscapeDataString(Second)}"));
        Assert.Equal(Text(second["principalId"]!), await PrincipalAsync($"&principal_id={second["principalId"]}"));
        Assert.Equal(Text(first["principalId"]!), (string?)app["userAssignedIdentities"]![First]!["principalId"]);
        Answer foreign = await TokenAsync(world, $"&client_id={stranger["clientId"]}");
        Assert.Contains("No User Assigned or Delegated Managed Identity found", foreign.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAppWithoutAnIdentityGetsNoToken()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue"));

        Assert.Contains("Unable to load the proper Managed Identity", (await TokenAsync(world)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAppMayDoWhatItsRolesSay()
    {
        await using World world = await World.WithImageAsync();
        await world.AddFoundryAsync();
        JsonNode first = await IdentityAsync(world, First);
        JsonObject body = world.Body("blue");
        body["identity"] = new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [First] = new JsonObject() } };
        await world.DeployAsync(body);
        string authorization = $"Bearer {(await TokenAsync(world, $"&client_id={first["clientId"]}")).Expect(HttpStatusCode.OK).Json["access_token"]}";
        Task<Answer> ChatAsync() => world.Client.SendAsync(HttpMethod.Post, Chat, TestClient.Body(new JsonObject { ["model"] = "chat", ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hi" }) }), authorization);

        Answer before = await ChatAsync();
        (await world.AssignAsync(FoundryWorld.Account, SignIn.OpenAIUser, Text(first["principalId"]!))).Expect(HttpStatusCode.Created);
        Answer after = await ChatAsync();
        Answer agents = await world.Client.SendAsync(HttpMethod.Get, $"{FoundryWorld.Agents}?api-version=v1", authorization: authorization);

        Assert.Equal((HttpStatusCode.Unauthorized, "PermissionDenied"), (before.Status, before.ErrorCode));
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Equal((HttpStatusCode.Unauthorized, "PermissionDenied"), (agents.Status, agents.ErrorCode));
    }

    [Fact]
    public async Task AHostedAgentHasAnIdentityOfItsOwnThatUsesItsProjectsModelsAndNoOther()
    {
        await using World world = await World.WithImageAsync();
        await world.AddFoundryAsync();
        JsonNode foreign = await IdentityAsync(world, First);
        (string number, string status) = await world.DeployAgentAsync(FoundryWorld.Hosted(world.Image));
        JsonNode identity = (await world.SendAsync(HttpMethod.Get, $"{FoundryWorld.Agents}/helper/versions/{number}")).Expect(HttpStatusCode.OK).Json["instance_identity"]!;
        async Task<Answer> AskAsync(string more) => await world.PostAsync(FoundryWorld.Responses, new JsonObject
        {
            ["agent_reference"] = new JsonObject { ["type"] = "agent_reference", ["name"] = "helper" },
            ["input"] = $"token {more}",
        });
        string token = Text((await AskAsync("")).Expect(HttpStatusCode.OK).Json["output_text"]!);
        JsonNode claims = SignIn.Claims(token);
        string authorization = $"Bearer {token}";
        JsonObject question = new() { ["model"] = "chat", ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hi" }) };

        Assert.Equal("active", status);
        Assert.Equal((Text(identity["principal_id"]!), Text(identity["client_id"]!)), (Text(claims["oid"]!), Text(claims["appid"]!)));
        (await world.Client.SendAsync(HttpMethod.Post, Chat, TestClient.Body(question), authorization)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Client.SendAsync(HttpMethod.Get, $"{FoundryWorld.Agents}?api-version=v1", authorization: authorization)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Client.SendAsync(HttpMethod.Get, TestClient.Versioned(World.Group), authorization: authorization)).Status);
        Assert.Contains("No User Assigned", Text((await AskAsync($"&client_id={foreign["clientId"]}")).Json["output_text"]!), StringComparison.Ordinal);
    }
}
