using System.Net;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Access;

/// <summary>An application that signed in at the token endpoint.</summary>
internal sealed record SignedIn(TestClient Client, string ClientId, string ObjectId) : IDisposable
{
    public void Dispose() => Client.Dispose();
}

internal static class SignIn
{
    public const string Tenant = "00000000-0000-0000-0000-0000000000aa";
    public const string Owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", Contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c", Reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    public const string AcrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d", AcrPush = "8311e382-0749-4cb8-b61a-304f252e45ec", AcrDelete = "c2f4ef07-c644-48eb-af81-4b1b4947fb11";
    public const string FoundryUser = "53ca6127-db72-4b80-b1b0-d745d6d5456d", OpenAIUser = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
    public const string AppsContributor = "358470bc-b998-42bd-ab17-a7e34c199c0f", IdentityOperator = "f1a07417-d97a-45cb-824c-7a7467783830";
    public const string RoleAdministrator = "f58310d9-a9f6-439a-9e8d-f62e7b41a168", MonitoringReader = "43d0d8ad-25c7-4714-9337-8ba259a9fe05";

    public static Dictionary<string, string> Form(string clientId, string assertion, string scope) => new()
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = clientId,
        ["scope"] = scope,
        ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ["client_assertion"] = assertion,
    };

    public static Task<Answer> TokenAsync(this World world, Dictionary<string, string> form, string tenant = Tenant) =>
        world.Client.SendAsync(HttpMethod.Post, $"/{tenant}/oauth2/v2.0/token", new FormUrlEncodedContent(form), authorization: "");

    /// <param name="clientId">Null: one that nobody else has.</param>
    public static async Task<SignedIn> SignInAsync(this World world, string? clientId = null, string scope = "https://management.azure.com/.default")
    {
        clientId ??= Guid.NewGuid().ToString();
        Answer answer = (await world.TokenAsync(Form(clientId, world.Client.Token, scope))).Expect(HttpStatusCode.OK);
        string token = (string)answer.Json["access_token"]!;
        return new SignedIn(new TestClient(world.Instance.Endpoint, token, world.Instance.CertificatePath), clientId, (string)Claims(token)["oid"]!);
    }

    public static JsonNode Claims(string token) => JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!;

    public static Task<Answer> AssignAsync(this World world, string scope, string role, string principal, TestClient? by = null, string? name = null, string? condition = null)
    {
        JsonObject properties = new() { ["roleDefinitionId"] = $"/providers/Microsoft.Authorization/roleDefinitions/{role}", ["principalId"] = principal, ["principalType"] = "ServicePrincipal" };
        if (condition is not null) (properties["condition"], properties["conditionVersion"]) = (condition, "2.0");
        string path = $"{scope.TrimEnd('/')}/providers/Microsoft.Authorization/roleAssignments/{name ?? Guid.NewGuid().ToString()}";
        return (by ?? world.Client).PutAsync(path, new JsonObject { ["properties"] = properties });
    }

    /// <summary>Makes a custom role.</summary>
    /// <returns>Its GUID.</returns>
    public static async Task<string> MakeRoleAsync(this World world, string roleName, string action)
    {
        string role = Guid.NewGuid().ToString();
        (await world.Client.PutAsync($"{TestClient.Subscription}/providers/Microsoft.Authorization/roleDefinitions/{role}", new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["roleName"] = roleName,
                ["assignableScopes"] = new JsonArray(TestClient.Subscription),
                ["permissions"] = new JsonArray(new JsonObject { ["actions"] = new JsonArray(action), ["notActions"] = new JsonArray() }),
            },
        })).Expect(HttpStatusCode.Created);
        return role;
    }

    /// <summary>Signs in and gives the new identity one role.</summary>
    public static async Task<SignedIn> SignInAsAsync(this World world, string role, string scope)
    {
        SignedIn signedIn = await world.SignInAsync();
        (await world.AssignAsync(scope, role, signedIn.ObjectId)).Expect(HttpStatusCode.Created);
        return signedIn;
    }
}
