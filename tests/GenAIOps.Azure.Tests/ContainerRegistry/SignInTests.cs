using System.Text;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.ContainerRegistry;

/// <summary>Each registry is signed in to as it asks.</summary>
public sealed class SignInTests
{
    private const string Server = "registry.example";
    private const string Blob = $"/v2/agent/blobs/{Digest}";
    private const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Standard = "Bearer realm=\"https://auth.example/token\",service=\"its-service\",scope=\"repository:agent:pull\"";

    private readonly FakeAzure _azure = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ABasicChallengeGetsThePassword()
    {
        Asks("Basic realm=\"x\"").On("HEAD", Blob, 200);
        Assert.True(await Client(RegistryCredentials.Password("me", "pass:word")).HasBlobAsync(Digest, Ct));
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:pass:word")), _azure.Log[1].Authorization);
    }

    [Fact]
    public async Task ABasicChallengeWithoutAPasswordSaysHowToSignIn()
    {
        Asks("Basic realm=\"x\"");
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => Client(RegistryCredentials.Anonymous).HasBlobAsync(Digest, Ct));
        Assert.Contains($"docker login {Server}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStandardChallengeIsAnsweredAtItsRealmForNoMoreThanIsNeeded()
    {
        Asks(Standard).On("HEAD", Blob, 200).On("GET", "/token", 200, """{"token":"one"}""").On("GET", "/token", 200, """{"token":"two"}""")
            .On("POST", "/v2/agent/blobs/uploads/", 202, "", ("Location", "/v2/agent/blobs/uploads/1")).On("PUT", "/v2/agent/blobs/uploads/1", 201);
        var client = Client(RegistryCredentials.Password("me", "secret"));
        await client.HasBlobAsync(Digest, Ct);
        await client.UploadBlobAsync(MemoryRegistry.DigestOf("x"u8), () => new MemoryStream("x"u8.ToArray()), Ct);

        var asked = _azure.Log.Where(sent => sent.Line == "GET /token").ToArray();
        Assert.Equal("?service=its-service&scope=repository%3Aagent%3Apull", asked[0].Uri.Query);
        Assert.Equal("?service=its-service&scope=repository%3Aagent%3Apull%2Cpush", asked[1].Uri.Query);
        Assert.All(asked, sent => Assert.StartsWith("Basic ", sent.Authorization, StringComparison.Ordinal));
        Assert.Equal("Bearer two", _azure.Log[^1].Authorization);
    }

    [Fact]
    public async Task AnIdentityTokenIsExchanged()
    {
        Asks(Standard).On("HEAD", Blob, 200).On("POST", "/token", 200, """{"access_token":"access"}""");
        await Client(RegistryCredentials.IdentityToken("kept")).HasBlobAsync(Digest, Ct);
        Assert.Contains("grant_type=refresh_token", _azure.Log[1].Body, StringComparison.Ordinal);
        Assert.Contains("refresh_token=kept", _azure.Log[1].Body, StringComparison.Ordinal);
        Assert.Equal("Bearer access", _azure.Log[2].Authorization);
    }

    [Fact]
    public async Task NobodyGetsATokenForWhatIsOpenToAll()
    {
        Asks(Standard).On("HEAD", Blob, 200).On("GET", "/token", 200, """{"token":"open"}""");
        Assert.True(await Client(RegistryCredentials.Anonymous).HasBlobAsync(Digest, Ct));
        Assert.Null(_azure.Log[1].Authorization);
    }

    [Theory]
    [InlineData("http://auth.example/token")]
    [InlineData("file:///etc/passwd")]
    [InlineData("token")]
    public async Task NothingIsSentToARealmInTheClear(string realm)
    {
        Asks($"Bearer realm=\"{realm}\"");
        await Assert.ThrowsAsync<AzureCloudException>(() => Client(RegistryCredentials.Password("me", "secret")).HasBlobAsync(Digest, Ct));
        Assert.Single(_azure.Log);
    }

    [Fact]
    public async Task TheCloudsTokenIsNotForARegistryThatIsNotTheClouds()
    {
        const string Azures = "Bearer realm=\"https://registry.example/oauth2/token\",service=\"registry.example\"";
        _azure.On("HEAD", Blob, 401, "", ("WWW-Authenticate", Azures)).On("GET", "/oauth2/token", 403);
        var address = RegistryAddress.Parse(Server);
        var challenge = RegistryChallenge.Parse(Azures)[0];
        Assert.True(AzureRegistries.Accepts(_azure.Cloud, address, challenge));
        Assert.False(AzureRegistries.Accepts(AzureCloud.Public(_azure.Cloud.Credential), address, challenge));
        Assert.True(AzureRegistries.IsOf(AzureCloud.Public(_azure.Cloud.Credential), RegistryAddress.Parse("mine.azurecr.io")));
        Assert.False(AzureRegistries.IsOf(AzureCloud.Public(_azure.Cloud.Credential), RegistryAddress.Parse("mine.azurecr.io.evil.example")));
        await Assert.ThrowsAsync<AzureCloudException>(() => Client(RegistryCredentials.Anonymous).HasBlobAsync(Digest, Ct));
        Assert.DoesNotContain(_azure.Log, sent => sent.Method == "POST");
    }

    [Fact]
    public async Task ATokenThatHasEndedIsRenewedOnceForAllThatWaitForIt()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var tokens = 0;
        registry.Misbehave = http =>
        {
            if (http.Request.Path == "/token")
            {
                var body = $$"""{"token":"t{{Interlocked.Increment(ref tokens)}}"}""";
                return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), Ct).AsTask().ContinueWith(_ => true, TaskScheduler.Default);
            }

            var isGood = http.Request.Headers.Authorization == "Bearer t2";
            http.Response.StatusCode = 401;
            http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{registry.Server}/token\"";
            if (isGood)
            {
                http.Response.StatusCode = 404;
            }

            return Task.FromResult(true);
        };
        var client = registry.Client();
        await Assert.ThrowsAsync<AzureCloudException>(() => client.HasBlobAsync(Digest, Ct));
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.HasBlobAsync(Digest, Ct)));
        Assert.All(all, Assert.False);
        Assert.Equal(2, tokens);
    }

    [Fact]
    public async Task AStormOfRefusalsEndsAfterOneSignInPerRequest()
    {
        Asks(Standard).On("GET", "/token", 200, """{"token":"t"}""");
        await Assert.ThrowsAsync<AzureCloudException>(() => Client(RegistryCredentials.Anonymous).HasBlobAsync(Digest, Ct));
        Assert.Equal(3, _azure.Log.Count);
    }

    [Fact]
    public async Task ATokenIsRenewedBeforeItEnds()
    {
        Asks(Standard).On("HEAD", Blob, 200).On("GET", "/token", 200, """{"token":"t","expires_in":60}""");
        var client = Client(RegistryCredentials.Anonymous);
        await client.HasBlobAsync(Digest, Ct);
        await Task.Delay(TimeSpan.FromSeconds(50), _azure.Time, Ct);
        await client.HasBlobAsync(Digest, Ct);
        Assert.Equal(2, _azure.Lines.Count(line => line == "GET /token"));
    }

    [Theory]
    [InlineData("http://registry.example")]
    [InlineData("user:secret@registry.example")]
    [InlineData("registry.example/agent")]
    [InlineData("http:")]
    [InlineData("")]
    public void WhatIsNoHostIsRefusedWithoutRepeatingAPassword(string server)
    {
        var problem = Assert.Throws<AzureCloudException>(() => RegistryAddress.Parse(server));
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000", "127.0.0.1:5000", "http")]
    [InlineData("http://registry.localhost:5000/", "registry.localhost:5000", "http")]
    [InlineData("https://registry.example", "registry.example", "https")]
    [InlineData("registry.example:444", "registry.example:444", "https")]
    public void HttpIsForThisMachine(string given, string server, string scheme)
    {
        var address = RegistryAddress.Parse(given);
        Assert.Equal((server, scheme), (address.LoginServer, address.Root.Scheme));
    }

    private FakeAzure Asks(string challenge) => _azure.On("HEAD", Blob, 401, "", ("WWW-Authenticate", challenge));

    private RegistryClient Client(RegistryCredentials credentials) => new(_azure.Cloud, Server, "agent", new RegistryOptions { Credentials = credentials });
}
