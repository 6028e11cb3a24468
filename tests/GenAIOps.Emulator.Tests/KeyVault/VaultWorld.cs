using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Tests.Access;

namespace GenAIOps.Emulator.Tests.KeyVault;

/// <summary>A vault, <c>shop-vault</c>.</summary>
internal static class VaultWorld
{
    public const string Vault = $"{World.Group}/providers/Microsoft.KeyVault/vaults/shop-vault";
    public const string CryptoUser = "12338af0-0e69-4776-bea7-57ae8d297424", CryptoOfficer = "14b46e9e-c2b7-41b4-b07b-48a6ebf60603";
    public const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6", SecretsOfficer = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";

    public static JsonObject Body(JsonArray? accessPolicies = null)
    {
        JsonObject properties = new() { ["tenantId"] = SignIn.Tenant, ["sku"] = new JsonObject { ["family"] = "A", ["name"] = "standard" } };
        if (accessPolicies is not null) (properties["accessPolicies"], properties["enableRbacAuthorization"]) = (accessPolicies, false);
        return new JsonObject { ["location"] = "local", ["properties"] = properties };
    }

    public static async Task AddVaultAsync(this World world, JsonArray? accessPolicies = null)
    {
        if ((await world.Client.GetAsync(World.Group)).Status == HttpStatusCode.NotFound)
            (await world.Client.PutAsync(World.Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        (await world.Client.PutAsync(Vault, Body(accessPolicies))).Expect(HttpStatusCode.Created);
    }

    public static string VaultUrl(this World world, string path) => $"https://shop-vault.vault.localhost:{world.Instance.Port}{path}";

    public static Task<Answer> VaultAsync(this World world, HttpMethod method, string path, JsonObject? body = null, TestClient? by = null, string? authorization = null) =>
        (by ?? world.Client).SendAsync(method, $"{world.VaultUrl(path)}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api-version=7.5", body is null ? null : TestClient.Body(body), authorization);

    public static Task<Answer> SetSecretAsync(this World world, string name, string value, TestClient? by = null) =>
        world.VaultAsync(HttpMethod.Put, $"/secrets/{name}", new JsonObject { ["value"] = value }, by);
}
