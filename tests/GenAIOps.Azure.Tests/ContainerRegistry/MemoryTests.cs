using System.Security.Cryptography;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.ContainerRegistry;

/// <summary>A blob of any size passes through a few buffers. Alone, as others would be measured too.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MeasuredAlone;

[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    private const long Size = 256L << 20;
    private const long Most = 32L << 20;
    private static readonly string Digest = GeneratedStream.DigestOf(Size);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(16 << 20)]
    [InlineData(1L << 40)]
    public async Task ABlobGoesUpWithoutBeingHeld(long chunkSize)
    {
        await using var registry = await MemoryRegistry.StartAsync();
        using var sink = SHA256.Create();
        var highest = 0L;
        registry.Misbehave = async http =>
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = await http.Request.Body.ReadAsync(buffer, Ct)) > 0;)
            {
                sink.TransformBlock(buffer, 0, read, null, 0);
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false));
            }

            http.Response.StatusCode = http.Request.Method == "PUT" ? 201 : 202;
            http.Response.Headers.Location = "/v2/agent/blobs/uploads/1";
            return true;
        };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await registry.Client(new RegistryOptions { ChunkSize = chunkSize }).UploadBlobAsync(Digest, () => new GeneratedStream(Size), Ct);
        sink.TransformFinalBlock([], 0, 0);
        Assert.Equal(Digest, "sha256:" + Convert.ToHexStringLower(sink.Hash!));
        Assert.InRange(highest - before, 0, Most);
    }

    [Fact]
    public async Task ABlobComesDownWithoutBeingHeld()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var highest = 0L;
        registry.Misbehave = async http =>
        {
            http.Response.ContentLength = Size;
            await using var content = new GeneratedStream(Size);
            var buffer = new byte[1 << 16];
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), Ct);
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false));
            }

            return true;
        };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(await registry.Client().DownloadBlobAsync(Digest, Stream.Null, Ct));
        Assert.InRange(highest - before, 0, Most);
    }
}
