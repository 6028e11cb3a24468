using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Tests.Access;
using GenAIOps.Emulator.Tests.KeyVault;

namespace GenAIOps.Emulator.Tests.ContainerApps;

public sealed class SecretTests
{
    private const string Identity = $"{World.Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app";

    private static JsonObject Body(World world, JsonArray secrets, string reference, bool userAssigned = false, string suffix = "one")
    {
        JsonObject body = world.Body(suffix);
        body["identity"] = userAssigned
            ? new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [Identity] = new JsonObject() } }
            : new JsonObject { ["type"] = "SystemAssigned" };
        body["properties"]!["configuration"]!["secrets"] = secrets;
        body["properties"]!["template"]!["containers"]![0]!["env"] = new JsonArray(new JsonObject { ["name"] = "KEY", ["secretRef"] = reference });
        return body;
    }

    private static async Task<World> StartAsync()
    {
        World world = await World.WithImageAsync();
        await world.AddVaultAsync();
        (await world.SetSecretAsync("api-key", "from the vault")).Expect(HttpStatusCode.OK);
        return world;
    }

    [Fact]
    public async Task AValueGivenWithTheAppReachesTheProcessAndNoReader()
    {
        await using World world = await StartAsync();

        string state = await world.DeployAsync(Body(world, [new JsonObject { ["name"] = "key", ["value"] = "given" }], "key"));

        Assert.Equal("Succeeded", state);
        Assert.Equal("given", (await world.AskAsync("/env/KEY")).Expect(HttpStatusCode.OK).Text);
        Assert.DoesNotContain("given", (await world.Client.GetAsync(World.App)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AValueOfAVaultIsReadWithTheIdentityThatIsNamed()
    {
        await using World world = await StartAsync();
        JsonNode identity = (await world.Client.PutAsync(Identity, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created).Json["properties"]!;
        (await world.AssignAsync(VaultWorld.Vault, VaultWorld.SecretsUser, (string)identity["principalId"]!)).Expect(HttpStatusCode.Created);
        JsonArray secrets = [new JsonObject { ["name"] = "key", ["keyVaultUrl"] = world.VaultUrl("/secrets/api-key"), ["identity"] = Identity }];

        string state = await world.DeployAsync(Body(world, secrets, "key", userAssigned: true));

        Assert.Equal("Succeeded", state);
        Assert.Equal("from the vault", (await world.AskAsync("/env/KEY")).Expect(HttpStatusCode.OK).Text);
        Assert.DoesNotContain("from the vault", (await world.Client.GetAsync(World.App)).Text + (await world.Client.GetAsync($"{World.App}/revisions/echo--one")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/secrets/api-key", "Forbidden")]
    [InlineData("/secrets/none", "Forbidden")]
    public async Task WithoutTheRightTheRevisionFailsAndSaysWhy(string path, string why)
    {
        await using World world = await StartAsync();
        JsonArray secrets = [new JsonObject { ["name"] = "key", ["keyVaultUrl"] = world.VaultUrl(path), ["identity"] = "system" }];

        string state = await world.DeployAsync(Body(world, secrets, "key"));

        Assert.Equal("Failed", state);
        string error = (string)(await world.RevisionAsync("one"))["provisioningError"]!;
        Assert.Contains($"Field 'configuration.secrets' is invalid with details: 'Invalid value: \"key\": Unable to get value using Managed identity system for secret key. Error: {why}", error, StringComparison.Ordinal);

        // Given the right, the same app starts with its next revision.
        string principal = (string)(await world.Client.GetAsync(World.App)).Json["identity"]!["principalId"]!;
        (await world.AssignAsync(VaultWorld.Vault, VaultWorld.SecretsUser, principal)).Expect(HttpStatusCode.Created);
        (await world.SetSecretAsync("none", "from the vault")).Expect(HttpStatusCode.OK);
        Assert.Equal("Succeeded", await world.DeployAsync(Body(world, secrets.DeepClone().AsArray(), "key", suffix: "two")));
        Assert.Equal("from the vault", (await world.AskAsync("/env/KEY")).Expect(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task AReferenceToASecretThatIsNotThereIsRefused()
    {
        await using World world = await StartAsync();

        Answer answer = await world.Client.PutAsync(World.App, Body(world, [new JsonObject { ["name"] = "key", ["value"] = "given" }], "other"));

        Assert.Equal((HttpStatusCode.BadRequest, "ContainerAppSecretRefNotFound"), (answer.Status, answer.ErrorCode));
        Assert.Equal("SecretRef 'other' defined for container 'echo' not found.", answer.ErrorMessage);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync(World.App)).Status);
    }

    [Theory]
    [InlineData("""{ "name": "key", "keyVaultUrl": "https://example.com/secrets/key", "identity": "system" }""", "keyVaultUrl")]
    [InlineData("""{ "name": "key", "keyVaultUrl": "https://shop-vault.vault.localhost/secrets/api-key" }""", "identity")]
    [InlineData("""{ "name": "key", "keyVaultUrl": "https://shop-vault.vault.localhost/secrets/api-key", "identity": "system", "value": "x" }""", "both")]
    [InlineData("""{ "name": "key" }""", "value or keyVaultUrl and identity should be provided")]
    public async Task ASecretOfNoKnownFormIsRefused(string secret, string says)
    {
        await using World world = await StartAsync();

        Answer answer = await world.Client.PutAsync(World.App, Body(world, [JsonNode.Parse(secret)], "key"));

        Assert.Equal((HttpStatusCode.BadRequest, "ContainerAppSecretInvalid"), (answer.Status, answer.ErrorCode));
        Assert.Contains(says, answer.ErrorMessage, StringComparison.Ordinal);
    }
}
