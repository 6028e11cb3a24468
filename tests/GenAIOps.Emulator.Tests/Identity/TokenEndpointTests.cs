using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using GenAIOps.Emulator.Tests.Access;
using GenAIOps.Emulator.Tests.Monitor;

namespace GenAIOps.Emulator.Tests.Identity;

public sealed class TokenEndpointTests
{
    private const string Client = "11111111-2222-3333-4444-555555555555", Scope = "https://management.azure.com/.default";

    [Fact]
    public async Task ATokenHasTheClaimsOfEntraAndTheSameObjectIdEachTime()
    {
        await using World world = await World.EmptyAsync();

        Answer answer = (await world.TokenAsync(SignIn.Form(Client, world.Client.Token, Scope))).Expect(HttpStatusCode.OK);
        JsonNode claims = SignIn.Claims((string)answer.Json["access_token"]!);
        using SignedIn again = await world.SignInAsync(Client), other = await world.SignInAsync();

        Assert.Equal(("Bearer", 3599), ((string?)answer.Json["token_type"], (int)answer.Json["expires_in"]!));
        Assert.Equal(("https://management.azure.com", Client, SignIn.Tenant, "app"), ((string?)claims["aud"], (string?)claims["appid"], (string?)claims["tid"], (string?)claims["idtyp"]));
        Assert.Equal((string?)claims["oid"], again.ObjectId);
        Assert.NotEqual(again.ObjectId, other.ObjectId);
        Assert.Equal((string?)claims["oid"], (string?)claims["sub"]);
        Assert.True((long)claims["exp"]! - (long)claims["iat"]! == 3599);
    }

    [Theory]
    [InlineData("grant_type", null, 400, "invalid_request", "AADSTS900144")]
    [InlineData("grant_type", "password", 400, "unsupported_grant_type", "AADSTS70003")]
    [InlineData("client_id", null, 400, "invalid_request", "'client_id'")]
    [InlineData("client_id", "dev", 400, "unauthorized_client", "AADSTS700016")]
    [InlineData("scope", null, 400, "invalid_request", "'scope'")]
    [InlineData("scope", "https://management.azure.com", 400, "invalid_scope", "AADSTS1002012")]
    [InlineData("scope", "a/.default b/.default", 400, "invalid_scope", "AADSTS1002012")]
    [InlineData("scope", "/.default", 400, "invalid_scope", "AADSTS1002012")]
    [InlineData("client_assertion", null, 401, "invalid_client", "AADSTS7000218")]
    [InlineData("client_assertion", "guess", 401, "invalid_client", "AADSTS700213")]
    [InlineData("client_assertion_type", "other", 400, "invalid_request", "client_assertion_type")]
    [InlineData("client_secret", "secret", 401, "invalid_client", "AADSTS7000215")]
    public async Task AWrongRequestIsRefusedInEntrasWords(string field, string? value, int status, string error, string says)
    {
        await using World world = await World.EmptyAsync();
        Dictionary<string, string> form = SignIn.Form(Client, world.Client.Token, Scope);
        if (value is null) form.Remove(field);
        else form[field] = value;

        Answer answer = await world.TokenAsync(form);

        Assert.Equal((status, error), ((int)answer.Status, (string?)answer.Json["error"]));
        Assert.Contains(says, (string)answer.Json["error_description"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Client.Token, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherTenantIsNotFound()
    {
        await using World world = await World.EmptyAsync();
        Answer answer = await world.TokenAsync(SignIn.Form(Client, world.Client.Token, Scope), Guid.NewGuid().ToString());
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, (string?)answer.Json["error"]));
        Assert.Contains("AADSTS90002", (string)answer.Json["error_description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExpiredTokenIsRefused()
    {
        ManualClock clock = ManualClock.Started();
        await using World world = await World.EmptyAsync(clock);
        using SignedIn dev = await world.SignInAsync();
        (await dev.Client.GetAsync("/subscriptions")).Expect(HttpStatusCode.OK);

        clock.Advance(TimeSpan.FromMinutes(61));
        Answer late = await dev.Client.GetAsync("/subscriptions");

        Assert.Equal((HttpStatusCode.Unauthorized, "ExpiredAuthenticationToken"), (late.Status, late.ErrorCode));
    }

    [Fact]
    public async Task AChangedTokenIsRefused()
    {
        await using World world = await World.EmptyAsync();
        using SignedIn dev = await world.SignInAsync();
        string[] parts = dev.Client.Token.Split('.');
        JsonNode claims = SignIn.Claims(dev.Client.Token);
        claims["emulator_kind"] = "Service";
        string forged = $"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(claims.ToJsonString()))}.{parts[2]}";

        Answer answer = await world.Client.SendAsync(HttpMethod.Get, TestClient.Versioned(World.Group), authorization: $"Bearer {forged}");

        Assert.Equal((HttpStatusCode.Unauthorized, "InvalidAuthenticationToken"), (answer.Status, answer.ErrorCode));
    }

    [Fact]
    public async Task MicrosoftsCredentialSignsIn()
    {
        await using World world = await World.EmptyAsync();
        ClientAssertionCredential credential = new(SignIn.Tenant, Client, () => world.Client.Token, new ClientAssertionCredentialOptions
        {
            AuthorityHost = new Uri(world.Instance.Endpoint),
            DisableInstanceDiscovery = true,
            Transport = new HttpClientTransport(world.Client.Http),
        });

        AccessToken token = await credential.GetTokenAsync(new TokenRequestContext([Scope]), TestContext.Current.CancellationToken);

        Assert.Equal(Client, (string?)SignIn.Claims(token.Token)["appid"]);
    }

    [Fact]
    public async Task AUserAssignedIdentityThatSignsInIsItsOwnPrincipal()
    {
        await using World world = await World.EmptyAsync();
        (await world.Client.PutAsync(World.Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        JsonNode identity = (await world.Client.PutAsync($"{World.Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/deployer", new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created).Json["properties"]!;

        using SignedIn deployer = await world.SignInAsync((string)identity["clientId"]!);

        Assert.Equal((string?)identity["principalId"], deployer.ObjectId);
    }
}
