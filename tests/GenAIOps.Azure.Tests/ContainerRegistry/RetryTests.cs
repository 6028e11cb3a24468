using System.Net.Http.Headers;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.ContainerRegistry;

public sealed class RetryTests
{
    private const string Manifest = "/v2/agent/manifests/v1";

    private readonly FakeAzure _azure = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RegistryClient Client => new(_azure.Cloud, "registry.example", "agent");

    [Fact]
    public async Task ADateIsWaitedFor()
    {
        _azure.On("HEAD", Manifest, 503, "", ("Retry-After", _azure.Time.GetUtcNow().AddSeconds(30).ToString("R"))).On("HEAD", Manifest, 200);
        Assert.True(await Client.HasManifestAsync("v1", Ct));
        Assert.Equal([TimeSpan.FromSeconds(30)], _azure.Time.Waits);
    }

    [Fact]
    public async Task ADateThatIsPastIsNotWaitedFor() =>
        Assert.Equal(TimeSpan.Zero, RegistryRetries.Pause(new RetryConditionHeaderValue(_azure.Time.GetUtcNow().AddHours(-1)), _azure.Cloud, 1));

    [Fact]
    public async Task ARegistryThatAsksForHoursIsNotWaitedFor()
    {
        _azure.On("HEAD", Manifest, 429, "", ("Retry-After", "7200"));
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => Client.HasManifestAsync("v1", Ct));
        Assert.Contains("7200 s", problem.Message, StringComparison.Ordinal);
        Assert.Empty(_azure.Time.Waits);
        Assert.Single(_azure.Log);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(501)]
    [InlineData(507)]
    public async Task WhatDoesNotPassIsNotTriedAgain(int status)
    {
        _azure.On("HEAD", Manifest, status);
        await Assert.ThrowsAsync<AzureCloudException>(() => Client.HasManifestAsync("v1", Ct));
        Assert.Single(_azure.Log);
    }

    [Fact]
    public async Task AConnectionThatBreaksIsTriedAgainAndThenNamed()
    {
        var breaks = 0;
        _azure.On("HEAD", Manifest, _ => breaks++ < 2 ? throw new HttpRequestException("reset by peer") : FakeAzure.Answer(200, ""));
        Assert.True(await Client.HasManifestAsync("v1", Ct));
        breaks = int.MinValue;
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => Client.HasManifestAsync("v1", Ct));
        Assert.Contains("cannot be reached: reset by peer.", problem.Message, StringComparison.Ordinal);
        Assert.Equal(3 + RegistryRetries.Attempts, _azure.Log.Count);
    }

    /// <summary>As docker-registry 2.8 answers while another client writes a blob that the manifest names.</summary>
    [Theory]
    [InlineData("DIGEST_INVALID", 2, 3, true)]
    [InlineData("DIGEST_INVALID", 9, RegistryRetries.Attempts, false)]
    [InlineData("MANIFEST_INVALID", 1, 1, false)]
    public async Task AManifestWhoseDigestIsRefusedThoughItIsRightIsSentAgain(string code, int refusals, int sent, bool succeeds)
    {
        var left = refusals;
        _azure.On("PUT", Manifest, _ => left-- > 0 ? FakeAzure.Answer(400, $$"""{"errors":[{"code":"{{code}}","message":"no"}]}""") : FakeAzure.Answer(201, ""));
        var put = Client.PutManifestAsync("v1", "application/vnd.oci.image.manifest.v1+json", "{}"u8.ToArray(), Ct);
        if (succeeds) await put;
        else Assert.Contains($"400 {code}: no.", (await Assert.ThrowsAsync<AzureCloudException>(() => put)).Message, StringComparison.Ordinal);
        Assert.Equal((sent, sent - 1), (_azure.Log.Count, _azure.Time.Waits.Count));
    }

    [Fact]
    public void PausesGrow()
    {
        var pauses = Enumerable.Range(1, 4).Select(attempt => RegistryRetries.Backoff(_azure.Cloud, attempt)).ToArray();
        Assert.Equal(pauses.Order(), pauses);
        Assert.InRange(pauses[0], _azure.Cloud.RetryDelay, _azure.Cloud.RetryDelay * 1.25);
    }
}
