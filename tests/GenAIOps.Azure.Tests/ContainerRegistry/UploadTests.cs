using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.ContainerRegistry;

/// <summary>Blobs on their way in, over real connections.</summary>
public sealed class UploadTests
{
    private const long Size = (300 << 10) + 7;
    private static readonly string Digest = GeneratedStream.DigestOf(Size);
    private static readonly RegistryOptions InPieces = new() { ChunkSize = 100 << 10 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Func<Stream> Open => () => new GeneratedStream(Size);

    [Fact]
    public async Task ALargeBlobIsSentInPiecesThatEachStartWhereTheOneBeforeEnded()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        await registry.Client(InPieces).UploadBlobAsync(Digest, Open, Ct);
        Assert.Equal(Size, registry.Blobs[Digest].Length);
        Assert.Equal((1, 3, 1), (registry.Count("POST"), registry.Count("PATCH"), registry.Count("PUT")));
    }

    [Fact]
    public async Task AfterABreakOnlyWhatIsMissingIsSent()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var breaks = 0;
        registry.Misbehave = async http =>
        {
            if (http.Request.Method != "PATCH" || !http.Request.Headers.ContentRange.ToString().StartsWith("102400-", StringComparison.Ordinal) || breaks++ > 0)
            {
                return false;
            }

            await http.Request.Body.ReadAtLeastAsync(new byte[5000], 5000, cancellationToken: Ct);
            http.Abort();
            return true;
        };
        await registry.Client(InPieces).UploadBlobAsync(Digest, Open, Ct);
        Assert.Equal(Size, registry.Blobs[Digest].Length);
        Assert.Equal((1, 4, 1), (registry.Count("POST"), registry.Count("PATCH"), registry.Count("PUT")));
    }

    [Fact]
    public async Task WhatAStreamThatKnowsNoLengthGivesIsSentInOnePiece()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        await registry.Client(InPieces).UploadBlobAsync(Digest, () => new OneWay(new GeneratedStream(Size)), Ct);
        Assert.Equal(Size, registry.Blobs[Digest].Length);
        Assert.Equal(0, registry.Count("PATCH"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128 << 10)]
    [InlineData((128 << 10) + 1)]
    public async Task EverySizeArrives(int size)
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var digest = GeneratedStream.DigestOf(size);
        await registry.Client().UploadBlobAsync(digest, () => new GeneratedStream(size), Ct);
        Assert.Equal(size, registry.Blobs[digest].Length);
    }

    [Fact]
    public async Task ASessionThatIsGoneIsBegunAgainOnce()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var patches = 0;
        registry.Misbehave = async http =>
        {
            var isSecond = http.Request.Method == "PATCH" && ++patches == 2;
            await (isSecond ? MemoryRegistry.Error(http, 404, "BLOB_UPLOAD_UNKNOWN") : Task.CompletedTask);
            return isSecond;
        };
        await registry.Client(InPieces).UploadBlobAsync(Digest, Open, Ct);
        Assert.Equal(Size, registry.Blobs[Digest].Length);
        Assert.Equal(2, registry.Count("POST"));
    }

    [Fact]
    public async Task ARegistryThatForgetsEveryUploadIsNamedAfterTheSecond()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        registry.Misbehave = async http =>
        {
            var isPatch = http.Request.Method == "PATCH";
            await (isPatch ? MemoryRegistry.Error(http, 404, "BLOB_UPLOAD_UNKNOWN") : Task.CompletedTask);
            return isPatch;
        };
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => registry.Client(InPieces).UploadBlobAsync(Digest, Open, Ct));
        Assert.Contains("twice", problem.Message, StringComparison.Ordinal);
        Assert.Empty(registry.Blobs);
        Assert.Equal(2, registry.Count("POST"));
    }

    [Fact]
    public async Task AnAnswerThatWasLostAfterTheLastByteIsNoFailure()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        registry.Misbehave = async http =>
        {
            if (http.Request.Method != "PUT")
            {
                return false;
            }

            using var content = new MemoryStream();
            await http.Request.Body.CopyToAsync(content, Ct);
            registry.Blobs[Digest] = content.ToArray();
            registry.Misbehave = async later =>
            {
                var isUpload = later.Request.Path.Value!.Contains("/uploads/", StringComparison.Ordinal);
                await (isUpload ? MemoryRegistry.Error(later, 404, "BLOB_UPLOAD_UNKNOWN") : Task.CompletedTask);
                return isUpload;
            };
            http.Abort();
            return true;
        };
        await registry.Client().UploadBlobAsync(Digest, Open, Ct);
        Assert.Equal(1, registry.Count("POST"));
    }

    [Fact]
    public async Task ARegistryThatDiesInMidUploadLeavesNothingAndIsNamed()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        registry.Misbehave = http =>
        {
            if (http.Request.Method == "PUT")
            {
                registry.Misbehave = dead =>
                {
                    dead.Abort();
                    return Task.FromResult(true);
                };
                http.Abort();
                return Task.FromResult(true);
            }

            return Task.FromResult(false);
        };
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => registry.Client().UploadBlobAsync(Digest, Open, Ct));
        Assert.Contains("cannot be reached", problem.Message, StringComparison.Ordinal);
        Assert.Empty(registry.Blobs);
    }

    [Fact]
    public async Task ARegistryThatStandsStillIsGivenUp()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        registry.Misbehave = async http =>
        {
            if (http.Request.Method == "PUT")
            {
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
            }

            return false;
        };
        var options = new RegistryOptions { StallTimeout = TimeSpan.FromMilliseconds(300) };
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => registry.Client(options).UploadBlobAsync(Digest, Open, Ct));
        Assert.Contains("nothing moved for 0.3 s", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfBytesThatAreNotTheDigestsTheLastAreNeverSent()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => registry.Client().UploadBlobAsync(Digest, () => new MemoryStream(new byte[Size]), Ct));
        Assert.Contains("was changed on this machine", problem.Message, StringComparison.Ordinal);
        Assert.Empty(registry.Blobs);
        Assert.Equal(1, registry.Count("POST"));
    }

    [Fact]
    public async Task AFileThatGrewShorterMeanwhileIsSaid()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var opened = 0;
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => registry.Client().UploadBlobAsync(Digest, () => new GeneratedStream(opened++ == 0 ? Size : Size - 7), Ct));
        Assert.Contains("ends 7 bytes too early", problem.Message, StringComparison.Ordinal);
        Assert.Empty(registry.Blobs);
    }

    [Fact]
    public async Task ARegistryThatSaysItStoredSomethingElseIsNotBelieved()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        registry.Misbehave = http =>
        {
            http.Response.Headers["Docker-Content-Digest"] = "sha256:" + new string('0', 64);
            return Task.FromResult(false);
        };
        Assert.Contains("says that it stored", (await Assert.ThrowsAsync<InvalidDataException>(() => registry.Client().UploadBlobAsync(Digest, Open, Ct))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => registry.Client().PutManifestAsync("v1", "application/json", "{}"u8.ToArray(), Ct));
    }

    [Fact]
    public async Task ABlobThatIsThereOrCanBeMountedIsNotSent()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        registry.Blobs[Digest] = [];
        Assert.Equal(BlobArrival.Found, await registry.Client().EnsureBlobAsync(Digest, Open, ["base"], Ct));
        registry.Blobs.Clear();
        registry.Misbehave = http =>
        {
            var mounts = http.Request.Query["from"] == "has-it";
            http.Response.StatusCode = 201;
            return Task.FromResult(mounts && http.Request.Query["mount"] == Digest);
        };
        Assert.Equal(BlobArrival.Mounted, await registry.Client().EnsureBlobAsync(Digest, Open, ["has-it-not", "has-it"], Ct));
        Assert.Equal(1, registry.Count("DELETE"));
        Assert.Equal(BlobArrival.Uploaded, await registry.Client().EnsureBlobAsync(Digest, Open, ["has-it-not"], Ct));
        Assert.Equal(Size, registry.Blobs[Digest].Length);
    }

    private sealed class OneWay(Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
