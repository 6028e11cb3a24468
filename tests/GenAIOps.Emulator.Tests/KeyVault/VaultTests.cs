using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.KeyVault;
using GenAIOps.Emulator.Tests.Access;

namespace GenAIOps.Emulator.Tests.KeyVault;

public sealed class VaultTests
{
    private static async Task<World> StartAsync(JsonArray? policies = null)
    {
        World world = await World.EmptyAsync();
        await world.AddVaultAsync(policies);
        return world;
    }

    [Fact]
    public async Task AVaultHasAnAddressOfItsOwnAndAUniqueName()
    {
        await using World world = await StartAsync();
        const string other = $"{TestClient.Subscription}/resourceGroups/other";
        (await world.Client.PutAsync(other, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        JsonObject noSku = VaultWorld.Body(), noTenant = VaultWorld.Body(), purge = VaultWorld.Body();
        noSku["properties"]!.AsObject().Remove("sku");
        noTenant["properties"]!.AsObject().Remove("tenantId");
        purge["properties"]!["enablePurgeProtection"] = false;

        JsonNode properties = (await world.Client.GetAsync(VaultWorld.Vault)).Expect(HttpStatusCode.OK).Json["properties"]!;
        Answer taken = await world.Client.PutAsync($"{other}/providers/Microsoft.KeyVault/vaults/Shop-Vault", VaultWorld.Body());
        Answer badName = await world.Client.PutAsync($"{other}/providers/Microsoft.KeyVault/vaults/a--b", VaultWorld.Body());

        Assert.Equal(($"https://shop-vault.vault.localhost:{world.Instance.Port}/", true, true), ((string?)properties["vaultUri"], (bool)properties["enableRbacAuthorization"]!, (bool)properties["enableSoftDelete"]!));
        Assert.Equal((HttpStatusCode.Conflict, "VaultAlreadyExists"), (taken.Status, taken.ErrorCode));
        Assert.Equal((HttpStatusCode.BadRequest, "VaultNameNotValid"), (badName.Status, badName.ErrorCode));
        foreach (JsonObject bad in (JsonObject[])[noSku, noTenant, purge])
            Assert.Equal(HttpStatusCode.BadRequest, (await world.Client.PutAsync($"{other}/providers/Microsoft.KeyVault/vaults/another", bad)).Status);
    }

    [Fact]
    public async Task WithoutATokenTheVaultSaysWhereToSignIn()
    {
        await using World world = await StartAsync();

        Answer answer = await world.VaultAsync(HttpMethod.Get, "/secrets/none", authorization: "");

        Assert.Equal((HttpStatusCode.Unauthorized, "Unauthorized"), (answer.Status, answer.ErrorCode));
        Assert.Equal($"Bearer authorization=\"{world.Instance.Endpoint}/{SignIn.Tenant}\", resource=\"https://vault.azure.net\"", answer.Headers.WwwAuthenticate.Single().ToString());
    }

    [Fact]
    public async Task SecretsHaveVersionsAndListsShowNoValues()
    {
        await using World world = await StartAsync();
        JsonNode one = (await world.SetSecretAsync("key", "first")).Expect(HttpStatusCode.OK).Json;
        JsonNode two = (await world.SetSecretAsync("key", "second")).Expect(HttpStatusCode.OK).Json;
        string version = ((string)one["id"]!).Split('/')[^1];

        Assert.Equal("second", (string?)(await world.VaultAsync(HttpMethod.Get, "/secrets/KEY")).Expect(HttpStatusCode.OK).Json["value"]);
        Assert.Equal("second", (string?)(await world.VaultAsync(HttpMethod.Get, "/secrets/key/")).Expect(HttpStatusCode.OK).Json["value"]);
        Assert.Equal("first", (string?)(await world.VaultAsync(HttpMethod.Get, $"/secrets/key/{version}")).Expect(HttpStatusCode.OK).Json["value"]);
        Answer versions = (await world.VaultAsync(HttpMethod.Get, "/secrets/key/versions")).Expect(HttpStatusCode.OK);
        Answer list = (await world.VaultAsync(HttpMethod.Get, "/secrets")).Expect(HttpStatusCode.OK);
        Assert.Equal([(string?)one["id"], (string?)two["id"]], versions.Json["value"]!.AsArray().Select(each => (string?)each!["id"]));
        Assert.Equal([world.VaultUrl("/secrets/key")], list.Json["value"]!.AsArray().Select(each => (string?)each!["id"]));
        Assert.DoesNotContain("first", versions.Text + list.Text, StringComparison.Ordinal);
        Assert.Equal("SecretNotFound", (await world.VaultAsync(HttpMethod.Get, "/secrets/none")).ErrorCode);
        Assert.Equal("BadParameter", (await world.Client.SendAsync(HttpMethod.Get, world.VaultUrl("/secrets/key?api-version=1.0"))).ErrorCode);
        await world.RestartAsync();
        Assert.Equal("second", (string?)(await world.VaultAsync(HttpMethod.Get, "/secrets/key")).Expect(HttpStatusCode.OK).Json["value"]);
    }

    [Fact]
    public async Task ListsArePaged()
    {
        await using World world = await StartAsync();
        for (int i = 0; i < 5; i++) (await world.SetSecretAsync($"s{i}", "x")).Expect(HttpStatusCode.OK);
        List<string> seen = [];
        for (string? next = $"{world.VaultUrl("/secrets")}?api-version=7.5&maxresults=2"; next is not null;)
        {
            Answer page = (await world.Client.SendAsync(HttpMethod.Get, next)).Expect(HttpStatusCode.OK);
            seen.AddRange(page.Json["value"]!.AsArray().Select(each => ((string)each!["id"]!).Split('/')[^1]));
            next = (string?)page.Json["nextLink"];
        }
        Assert.Equal(["s0", "s1", "s2", "s3", "s4"], seen);
    }

    [Fact]
    public async Task SecretsAreInFilesOfTheOwnerOnlyAndInNoLog()
    {
        await using World world = await StartAsync();
        (await world.SetSecretAsync("key", "pa55-w0rd-of-the-shop")).Expect(HttpStatusCode.OK);
        await world.VaultAsync(HttpMethod.Get, "/secrets/key");
        (await world.Client.SendAsync(HttpMethod.Get, "/emulator/requests")).Expect(HttpStatusCode.OK);

        string[] holding = [.. Directory.EnumerateFiles(world.State, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) is not "lock" && File.ReadAllText(path).Contains("pa55-w0rd-of-the-shop", StringComparison.Ordinal))];

        string file = Assert.Single(holding);
        Assert.StartsWith(Path.Combine(world.State, "vaults"), file, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task ADeletedVaultLosesItsSecrets()
    {
        await using World world = await StartAsync();
        (await world.SetSecretAsync("key", "x")).Expect(HttpStatusCode.OK);
        (await world.Client.DeleteAsync(VaultWorld.Vault)).Expect(HttpStatusCode.OK);
        Assert.Equal("VaultNotFound", (await world.VaultAsync(HttpMethod.Get, "/secrets/key")).ErrorCode);
        await world.AddVaultAsync();
        Assert.Equal("SecretNotFound", (await world.VaultAsync(HttpMethod.Get, "/secrets/key")).ErrorCode);
    }

    [Fact]
    public async Task AKeySignsAndVerifiesAndStaysInTheVault()
    {
        await using World world = await StartAsync();
        Answer made = (await world.VaultAsync(HttpMethod.Post, "/keys/evidence/create", new JsonObject { ["kty"] = "EC", ["crv"] = "P-256" })).Expect(HttpStatusCode.OK);
        string path = new Uri((string)made.Json["key"]!["kid"]!).AbsolutePath;
        byte[] digest = SHA256.HashData("statement"u8);

        Answer signed = (await world.VaultAsync(HttpMethod.Post, $"{path}/sign", new JsonObject { ["alg"] = "ES256", ["value"] = Base64Url.EncodeToString(digest) })).Expect(HttpStatusCode.OK);
        string signature = (string)signed.Json["value"]!;
        JsonNode shown = (await world.VaultAsync(HttpMethod.Get, "/keys/evidence")).Expect(HttpStatusCode.OK).Json["key"]!;
        using ECDsa key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Base64Url.DecodeFromChars((string)shown["x"]!), Y = Base64Url.DecodeFromChars((string)shown["y"]!) } });
        async Task<bool> VerifiesAsync(byte[] what) => (bool)(await world.VaultAsync(HttpMethod.Post, $"{path}/verify", new JsonObject { ["alg"] = "ES256", ["digest"] = Base64Url.EncodeToString(what), ["value"] = signature })).Expect(HttpStatusCode.OK).Json["value"]!;

        Assert.True(key.VerifyHash(digest, Base64Url.DecodeFromChars(signature)));
        Assert.True(await VerifiesAsync(digest));
        Assert.False(await VerifiesAsync(SHA256.HashData("another"u8)));
        Assert.Null(shown["d"]);
        Assert.Equal("BadParameter", (await world.VaultAsync(HttpMethod.Post, "/keys/rsa/create", new JsonObject { ["kty"] = "RSA" })).ErrorCode);
        Assert.Equal("BadParameter", (await world.VaultAsync(HttpMethod.Post, $"{path}/sign", new JsonObject { ["alg"] = "ES256", ["value"] = "AAAA" })).ErrorCode);
        Assert.Equal("BadParameter", (await world.VaultAsync(HttpMethod.Post, $"{path}/sign", new JsonObject { ["alg"] = "RS256", ["value"] = Base64Url.EncodeToString(digest) })).ErrorCode);
        Assert.Equal("KeyNotFound", (await world.VaultAsync(HttpMethod.Get, "/keys/none")).ErrorCode);
    }

    [Fact]
    public async Task ABuildSignsWithIt()
    {
        await using World world = await StartAsync();
        Answer made = (await world.VaultAsync(HttpMethod.Post, "/keys/evidence/create", new JsonObject { ["kty"] = "EC" })).Expect(HttpStatusCode.OK);
        KeyVaultKey key = new(AzureCloud.Emulator(Path.Combine(world.State, "instance.json")), new Uri((string)made.Json["key"]!["kid"]!));
        byte[] digest = SHA256.HashData("statement"u8);

        byte[] signature = await key.SignAsync(digest, TestContext.Current.CancellationToken);

        using ECDsa verifier = ECDsa.Create(await key.GetPublicKeyAsync(TestContext.Current.CancellationToken));
        Assert.True(verifier.VerifyHash(digest, signature));
    }

    [Theory]
    [InlineData(VaultWorld.SecretsUser, "get")]
    [InlineData(VaultWorld.SecretsOfficer, "get set")]
    [InlineData(VaultWorld.CryptoUser, "read sign")]
    [InlineData(VaultWorld.CryptoOfficer, "read sign create")]
    [InlineData(SignIn.Contributor, "")]
    [InlineData(SignIn.Owner, "")]
    public async Task ARoleDecidesWhatMayBeDone(string role, string allowed)
    {
        await using World world = await StartAsync();
        (await world.SetSecretAsync("key", "x")).Expect(HttpStatusCode.OK);
        Answer made = (await world.VaultAsync(HttpMethod.Post, "/keys/evidence/create", new JsonObject { ["kty"] = "EC" })).Expect(HttpStatusCode.OK);
        using SignedIn who = await world.SignInAsAsync(role, VaultWorld.Vault);
        string path = new Uri((string)made.Json["key"]!["kid"]!).AbsolutePath;
        Dictionary<string, Answer> answers = new()
        {
            ["get"] = await world.VaultAsync(HttpMethod.Get, "/secrets/key", by: who.Client),
            ["set"] = await world.SetSecretAsync("other", "y", who.Client),
            ["read"] = await world.VaultAsync(HttpMethod.Get, path, by: who.Client),
            ["sign"] = await world.VaultAsync(HttpMethod.Post, $"{path}/sign", new JsonObject { ["alg"] = "ES256", ["value"] = Base64Url.EncodeToString(new byte[32]) }, who.Client),
            ["create"] = await world.VaultAsync(HttpMethod.Post, "/keys/new/create", new JsonObject { ["kty"] = "EC" }, who.Client),
        };

        Assert.Equal(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), answers.Where(pair => pair.Value.Status == HttpStatusCode.OK).Select(pair => pair.Key).Order());
        Assert.All(answers.Values.Where(answer => answer.Status != HttpStatusCode.OK), answer =>
            Assert.Equal((HttpStatusCode.Forbidden, "Forbidden", "ForbiddenByRbac"), (answer.Status, answer.ErrorCode, (string?)answer.Json["error"]!["innererror"]!["code"])));
    }

    [Fact]
    public async Task ARefusalNamesCallerActionAndResource()
    {
        await using World world = await StartAsync();
        using SignedIn who = await world.SignInAsync();

        Answer answer = await world.VaultAsync(HttpMethod.Get, "/secrets/key", by: who.Client);

        Assert.Contains($"appid={who.ClientId};oid={who.ObjectId}", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains($"Resource: '{VaultWorld.Vault.ToLowerInvariant()}/secrets/key'", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccessPoliciesDecideWhereTheVaultSaysSo()
    {
        await using World world = await World.EmptyAsync();
        using SignedIn reader = await world.SignInAsync(), other = await world.SignInAsync();
        await world.AddVaultAsync([new JsonObject { ["tenantId"] = SignIn.Tenant, ["objectId"] = reader.ObjectId, ["permissions"] = new JsonObject { ["secrets"] = new JsonArray("get") } }]);
        (await world.SetSecretAsync("key", "x")).Expect(HttpStatusCode.OK);
        (await world.AssignAsync(VaultWorld.Vault, VaultWorld.SecretsOfficer, other.ObjectId)).Expect(HttpStatusCode.Created);

        Assert.Equal(HttpStatusCode.OK, (await world.VaultAsync(HttpMethod.Get, "/secrets/key", by: reader.Client)).Status);
        Answer set = await world.SetSecretAsync("key", "y", reader.Client), got = await world.VaultAsync(HttpMethod.Get, "/secrets/key", by: other.Client);
        Assert.All([set, got], answer => Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), (answer.Status, (string?)answer.Json["error"]!["innererror"]!["code"])));
        Assert.Contains("does not have secrets set permission on key vault 'shop-vault;location=local'", set.ErrorMessage, StringComparison.Ordinal);
    }
}
