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

    [Fact]
    public void PausesGrow()
    {
        var pauses = Enumerable.Range(1, 4).Select(attempt => RegistryRetries.Backoff(_azure.Cloud, attempt)).ToArray();
        Assert.Equal(pauses.Order(), pauses);
        Assert.InRange(pauses[0], _azure.Cloud.RetryDelay, _azure.Cloud.RetryDelay * 1.25);
    }
}
