using System.Text;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.ContainerRegistry;

/// <summary>Blobs and manifests on their way out, over real connections.</summary>
public sealed class DownloadTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 500_000).Select(i => (byte)(i * 7))];
    private static readonly string Digest = MemoryRegistry.DigestOf(Content);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AfterABreakItGoesOnWhetherTheRegistryKnowsRangesOrNot(bool knowsRanges)
    {
        await using var registry = await StartAsync();
        var ranges = new List<string>();
        var breaks = 0;
        registry.Misbehave = async http =>
        {
            ranges.Add(http.Request.Headers.Range.ToString());
            if (!knowsRanges)
            {
                http.Request.Headers.Remove("Range");
            }

            if (breaks++ > 0)
            {
                return false;
            }

            http.Response.ContentLength = Content.Length;
            await http.Response.Body.WriteAsync(Content.AsMemory(0, 200_000), Ct);
            await http.Response.Body.FlushAsync(Ct);
            http.Abort();
            return true;
        };
        using var destination = new MemoryStream();
        Assert.True(await registry.Client().DownloadBlobAsync(Digest, destination, Ct));
        Assert.Equal(Content, destination.ToArray());
        Assert.Equal(2, ranges.Count);
    }

    [Fact]
    public async Task ATamperedBlobIsRefused()
    {
        await using var registry = await StartAsync();
        registry.Blobs[Digest] = [.. Content[..^1], (byte)(Content[^1] + 1)];
        using var destination = new MemoryStream();
        Assert.Contains("is damaged", (await Assert.ThrowsAsync<InvalidDataException>(() => registry.Client().DownloadBlobAsync(Digest, destination, Ct))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => registry.Client().GetBlobAsync(Digest, Ct));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(600_000)]
    public async Task ALengthThatIsALieIsRefused(int said)
    {
        await using var registry = await StartAsync();
        registry.Misbehave = async http =>
        {
            http.Response.ContentLength = said;
            await http.Response.Body.WriteAsync(Content.AsMemory(0, Math.Min(said, Content.Length)), Ct);
            await http.Response.Body.FlushAsync(Ct);
            if (said > Content.Length)
            {
                http.Abort();
            }

            return true;
        };
        var problem = await Record.ExceptionAsync(() => registry.Client().GetBlobAsync(Digest, Ct));
        Assert.True(problem is InvalidDataException or AzureCloudException, $"{problem}");
        Assert.Contains("not used", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADigestHeaderThatIsALieIsRefused()
    {
        await using var registry = await StartAsync();
        registry.Manifests["v1"] = ("application/json", "{}"u8.ToArray());
        registry.Misbehave = http =>
        {
            http.Response.Headers["Docker-Content-Digest"] = Digest;
            return Task.FromResult(false);
        };
        Assert.Contains("not used", (await Assert.ThrowsAsync<InvalidDataException>(() => registry.Client().GetManifestAsync("v1", Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AManifestWithoutEndIsNotReadToItsEnd()
    {
        await using var registry = await StartAsync();
        registry.Misbehave = async http =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(Content, http.RequestAborted);
            }

            return true;
        };
        Assert.Contains("4194304", (await Assert.ThrowsAsync<InvalidDataException>(() => registry.Client().GetManifestAsync("v1", Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABlobThatIsKeptElsewhereIsFetchedThereWithoutTheToken()
    {
        await using var registry = await StartAsync();
        await using var storage = await StartAsync();
        string? shown = null;
        storage.Misbehave = http =>
        {
            shown = http.Request.Headers.Authorization;
            return Task.FromResult(false);
        };
        registry.Misbehave = http =>
        {
            if (http.Request.Headers.Authorization.Count == 0)
            {
                http.Response.Headers.WWWAuthenticate = "Basic realm=\"registry\"";
                http.Response.StatusCode = 401;
                return Task.FromResult(true);
            }

            http.Response.Redirect($"{storage.Server}/v2/agent/blobs/{Digest}");
            return Task.FromResult(true);
        };
        var client = registry.Client(new RegistryOptions { Credentials = RegistryCredentials.Password("me", "secret") });
        Assert.Equal(Content, await client.GetBlobAsync(Digest, Ct));
        Assert.Equal("", shown ?? "");
    }

    [Fact]
    public async Task ARedirectInCirclesOrInTheClearIsNotFollowed()
    {
        await using var registry = await StartAsync();
        registry.Misbehave = http =>
        {
            http.Response.Redirect(http.Request.Path);
            return Task.FromResult(true);
        };
        Assert.Contains("redirect number 6", (await Assert.ThrowsAsync<AzureCloudException>(() => registry.Client().GetBlobAsync(Digest, Ct))).Message, StringComparison.Ordinal);
        registry.Misbehave = http =>
        {
            http.Response.Redirect("http://elsewhere.example/blob");
            return Task.FromResult(true);
        };
        Assert.Contains("which is not https", (await Assert.ThrowsAsync<AzureCloudException>(() => registry.Client().GetBlobAsync(Digest, Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNotThereIsSaid()
    {
        await using var registry = await StartAsync();
        registry.Blobs.Clear();
        using var destination = new MemoryStream();
        Assert.False(await registry.Client().DownloadBlobAsync(Digest, destination, Ct));
        await Assert.ThrowsAsync<AzureCloudException>(() => registry.Client().GetBlobAsync(Digest, Ct));
        Assert.Null(await registry.Client().GetManifestAsync(MemoryRegistry.DigestOf(Encoding.UTF8.GetBytes("none")), Ct));
    }

    private static async Task<MemoryRegistry> StartAsync()
    {
        var registry = await MemoryRegistry.StartAsync();
        registry.Blobs[Digest] = Content;
        return registry;
    }
}
