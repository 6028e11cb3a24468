using GenAIOps.Azure;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Images;
using GenAIOps.Delivery.Registry;
using GenAIOps.Fakes;

namespace GenAIOps.Scenarios;

/// <summary>What goes wrong between a build and a real registry.</summary>
public sealed class RegistryFaults
{
    private const long Size = 96L << 20;
    private static readonly RegistryOptions InPieces = new() { Credentials = RegistryCredentials.Anonymous, ChunkSize = 16 << 20 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARegistryThatDiesInMidUploadAndComesBackGetsTheWholeBlob()
    {
        await using var registry = await DockerRegistry.StartAsync();
        var digest = GeneratedStream.DigestOf(Size);
        var killed = 0;
        var client = registry.Client("agent", InPieces);
        await client.UploadBlobAsync(digest, () => new Tripwire(new GeneratedStream(Size), Size / 2, () =>
        {
            if (killed++ == 0)
            {
                registry.Kill();
                registry.StartProcessAsync().GetAwaiter().GetResult();
            }
        }), Ct);
        Assert.True(killed > 0);
        Assert.True(await client.HasBlobAsync(digest, Ct));
        Assert.True(await client.DownloadBlobAsync(digest, Stream.Null, Ct));
    }

    [Fact]
    public async Task ARegistryThatDiesForGoodIsNamedAndTheTagHasNotMoved()
    {
        await using var registry = await DockerRegistry.StartAsync();
        using var app = new RegistryImage();
        var first = app.Build().Digest;
        await ImagePush.PushAsync(registry.Client("agent"), app.Build(), "v1", Ct);
        app.Edit("App.dll", "two");
        var second = app.Build();
        registry.Kill();
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => ImagePush.PushAsync(registry.Client("agent"), second, "v1", Ct));
        Assert.Contains("cannot be reached", problem.Message, StringComparison.Ordinal);

        await registry.StartProcessAsync();
        Assert.Equal(first, (await registry.Client("agent").GetManifestAsync("v1", Ct))!.Digest);
        await ImagePush.PushAsync(registry.Client("agent"), second, "v1", Ct);
        Assert.Equal(second.Digest, (await registry.Client("agent").GetManifestAsync("v1", Ct))!.Digest);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ABlobThatWasChangedOnTheRegistrysDiskIsRefused(bool cut)
    {
        await using var registry = await DockerRegistry.StartAsync();
        using var app = new RegistryImage();
        var image = app.Build();
        await ImagePush.PushAsync(registry.Client("agent"), image, "v1", Ct);
        var layer = image.Layers[0].Digest["sha256:".Length..];
        var file = Path.Combine(registry.Data, "docker", "registry", "v2", "blobs", "sha256", layer[..2], layer, "data");
        await using (var stream = File.Open(file, FileMode.Open))
        {
            if (cut)
            {
                stream.SetLength(stream.Length / 2);
            }
            else
            {
                var value = stream.ReadByte();
                stream.Position = 0;
                stream.WriteByte((byte)(value ^ 1));
            }
        }

        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => registry.Client("agent").DownloadBlobAsync(image.Layers[0].Digest, Stream.Null, Ct));
        Assert.Contains("is damaged", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALayerThatTheRegistryLostIsSentAgain()
    {
        await using var registry = await DockerRegistry.StartAsync();
        using var app = new RegistryImage();
        var image = app.Build();
        await ImagePush.PushAsync(registry.Client("agent"), image, "v1", Ct);
        var hex = image.Layers[0].Digest["sha256:".Length..];
        Directory.Delete(Path.Combine(registry.Data, "docker", "registry", "v2", "repositories", "agent", "_layers", "sha256", hex), recursive: true);
        Directory.Delete(Path.Combine(registry.Data, "docker", "registry", "v2", "blobs", "sha256", hex[..2], hex), recursive: true);

        app.Edit("App.dll", "two");
        var second = app.Build();
        var pushed = await ImagePush.PushAsync(registry.Client("agent"), second, "v1", Ct);
        Assert.Equal((3, 1), (pushed.Uploaded, pushed.Skipped));
        Assert.True(await registry.Client("agent").DownloadBlobAsync(image.Layers[0].Digest, Stream.Null, Ct));
        Assert.Equal(second.Digest, (await registry.Client("agent").GetManifestAsync("v1", Ct))!.Digest);
    }

    [Fact]
    public async Task ALayerThatWasChangedOnThisMachineIsNotPublished()
    {
        await using var registry = await DockerRegistry.StartAsync();
        using var app = new RegistryImage();
        var image = app.Build();
        var file = OciLayout.BlobPath(image.Path, image.Layers[0].Digest);
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Ct);
        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => ImagePush.PushAsync(registry.Client("agent"), image, "v1", Ct));
        Assert.Contains("was changed on this machine", problem.Message, StringComparison.Ordinal);
        Assert.Null(await registry.Client("agent").GetManifestAsync("v1", Ct));
        Assert.False(await registry.Client("agent").HasManifestAsync(image.Digest, Ct));
    }

    /// <summary>4 GB out of nothing into nothing: neither disk nor memory holds them.</summary>
    [Fact]
    public async Task ALayerOfFourGigabytesPassesThroughLessThanSixtyFourMegabytes()
    {
        const long Large = 4L << 30;
        await using var registry = await MemoryRegistry.StartAsync();
        long highest = 0, received = 0;
        registry.Misbehave = async http =>
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = await http.Request.Body.ReadAsync(buffer, Ct)) > 0;)
            {
                received += read;
                if (received % (1 << 26) < read)
                {
                    highest = Math.Max(highest, Environment.WorkingSet);
                }
            }

            http.Response.StatusCode = http.Request.Method == "PUT" ? 201 : 202;
            http.Response.Headers.Location = "/v2/agent/blobs/uploads/1";
            return true;
        };
        var digest = GeneratedStream.DigestOf(Large);
        var before = Environment.WorkingSet;
        await registry.Client().UploadBlobAsync(digest, () => new GeneratedStream(Large), Ct);
        Assert.Equal(Large, received);
        Assert.InRange(highest - before, long.MinValue, 64L << 20);
    }

    /// <summary>Does something when a reader comes to a place.</summary>
    private sealed class Tripwire(Stream inner, long place, Action act) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            if (inner.Position >= place && inner.Position - read < place)
            {
                act();
            }

            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);
        public override void Flush() { }
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
