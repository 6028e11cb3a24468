using System.Security.Cryptography;
using System.Text;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.ContainerRegistry;

public sealed class RegistryClientTests
{
    private const string Content = "content";
    private static readonly string Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content)));
    private static readonly string Blob = $"/v2/agent/blobs/{Digest}";

    private readonly FakeAzure _azure = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RegistryClient Client => new(_azure.Cloud, "registry.example", "agent");

    [Fact]
    public async Task TheChallengeIsAnsweredWithAzuresExchangeAndTheTokenIsKept()
    {
        _azure.On("HEAD", Blob, 401, "", ("WWW-Authenticate", "Bearer realm=\"https://registry.example/oauth2/token\",service=\"registry.example\",scope=\"repository:agent:pull\""))
            .On("HEAD", Blob, 200)
            .On("POST", "/oauth2/exchange", 200, """{"refresh_token":"refresh"}""")
            .On("POST", "/oauth2/token", 200, """{"access_token":"access"}""");
        var client = Client;

        Assert.True(await client.HasBlobAsync(Digest, Ct));
        Assert.True(await client.HasBlobAsync(Digest, Ct));

        Assert.Equal([$"HEAD {Blob}", "POST /oauth2/exchange", "POST /oauth2/token", $"HEAD {Blob}", $"HEAD {Blob}"], _azure.Lines);
        Assert.Contains("access_token=token-for-", _azure.Log[1].Body, StringComparison.Ordinal);
        Assert.Contains("scope=repository%3Aagent%3Apull%2Cpush", _azure.Log[2].Body, StringComparison.Ordinal);
        Assert.Null(_azure.Log[0].Authorization);
        Assert.All(_azure.Log.Skip(3), sent => Assert.Equal("Bearer access", sent.Authorization));
        Assert.Equal(5, client.Requests);
    }

    [Fact]
    public async Task ASignInThatIsNotAzuresGetsNothingOfTheClouds()
    {
        _azure.On("HEAD", Blob, 401, "", ("WWW-Authenticate", "Bearer realm=\"https://elsewhere.example/token\",service=\"registry.example\""));
        var client = new RegistryClient(_azure.Cloud, "registry.example", "agent", new RegistryOptions { Credentials = RegistryCredentials.Anonymous });
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => client.HasBlobAsync(Digest, Ct));
        Assert.Contains("docker login registry.example", problem.Message, StringComparison.Ordinal);
        Assert.All(_azure.Log, sent => Assert.DoesNotContain("token-for", sent.Uri + sent.Body + sent.Authorization, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASecondRefusalIsSaidWithTheRoleThatIsMissing()
    {
        _azure.On("HEAD", Blob, 401, "", ("WWW-Authenticate", "Bearer realm=\"https://registry.example/oauth2/token\",service=\"registry.example\""))
            .On("POST", "/oauth2/exchange", 200, """{"refresh_token":"refresh"}""")
            .On("POST", "/oauth2/token", 200, """{"access_token":"access"}""");
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => Client.HasBlobAsync(Digest, Ct));
        Assert.Contains("AcrPush", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("access", problem.Message, StringComparison.Ordinal);
        Assert.Equal(4, _azure.Log.Count);
    }

    [Fact]
    public async Task ABlobIsUploadedInOnePieceWhereTheRegistrySays()
    {
        _azure.On("POST", "/v2/agent/blobs/uploads/", 202, "", ("Location", "/v2/agent/blobs/uploads/1?state=x"))
            .On("PUT", "/v2/agent/blobs/uploads/1", 201);
        await Client.UploadBlobAsync(Digest, () => new MemoryStream(Encoding.UTF8.GetBytes(Content)), Ct);
        var put = _azure.Log[1];
        Assert.Equal($"?state=x&digest={Uri.EscapeDataString(Digest)}", put.Uri.Query);
        Assert.Equal((Content, "application/octet-stream"), (put.Body, put.ContentType));
    }

    [Theory]
    [InlineData("https://elsewhere.example/upload")]
    [InlineData("http://registry.example/upload")]
    public async Task AnUploadIsNotSentElsewhere(string location)
    {
        _azure.On("POST", "/v2/agent/blobs/uploads/", 202, "", ("Location", location));
        await Assert.ThrowsAsync<AzureCloudException>(() => Client.UploadBlobAsync(Digest, () => new MemoryStream(), Ct));
        Assert.Single(_azure.Log);
    }

    [Fact]
    public async Task BytesOfAnotherDigestAreNotUsed()
    {
        _azure.On("GET", Blob, 200, "something else").On("GET", $"/v2/agent/manifests/{Digest}", 200, "something else");
        Assert.Contains("not used", (await Assert.ThrowsAsync<InvalidDataException>(() => Client.GetBlobAsync(Digest, Ct))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => Client.GetManifestAsync(Digest, Ct));
    }

    [Fact]
    public async Task AManifestByTagHasTheDigestOfItsBytes()
    {
        _azure.On("GET", "/v2/agent/manifests/latest", 200, Content);
        Assert.Equal(Digest, (await Client.GetManifestAsync("latest", Ct))!.Digest);
        Assert.Null(await Client.GetManifestAsync("none", Ct));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task WhatPassesIsTriedAgainAfterTheTimeThatTheRegistryNames(int status)
    {
        _azure.On("HEAD", Blob, status, "", ("Retry-After", "7")).On("HEAD", Blob, 200);
        Assert.True(await Client.HasBlobAsync(Digest, Ct));
        Assert.Equal([TimeSpan.FromSeconds(7)], _azure.Time.Waits);
    }

    [Fact]
    public async Task WhatDoesNotPassEndsAfterFourTriesWithTheRegistrysOwnWords()
    {
        _azure.On("PUT", "/v2/agent/manifests/v1", 503, """{"errors":[{"code":"UNAVAILABLE","message":"busy"}]}""");
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => Client.PutManifestAsync("v1", "application/json", [1], Ct));
        Assert.Contains("503 UNAVAILABLE: busy.", problem.Message, StringComparison.Ordinal);
        Assert.Equal(4, _azure.Log.Count);
    }
}
