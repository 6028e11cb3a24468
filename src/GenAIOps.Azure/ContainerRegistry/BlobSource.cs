using System.Security.Cryptography;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>A blob that is being sent, piece by piece, and the digest of what has been sent of it so far.</summary>
/// <param name="digest">What the whole must have.</param>
/// <param name="open">Gives the bytes from the start, the same each time.</param>
internal sealed class BlobSource(OciDigest digest, Func<Stream> open) : IDisposable
{
    private IncrementalHash? _sent;
    private long _sentTo;

    public OciDigest Digest => digest;

    /// <summary>Bytes; null if the stream does not know.</summary>
    public long? Length()
    {
        using var stream = Open();
        return stream.CanSeek ? stream.Length : null;
    }

    /// <summary>The bytes from an offset on, and the hash of those before it, which is the taker's to dispose.</summary>
    public async Task<(Stream Remaining, IncrementalHash Hash)> OpenAtAsync(long offset, CancellationToken cancellationToken)
    {
        var stream = Open();
        try
        {
            if (_sent is null || _sentTo != offset || !stream.CanSeek)
            {
                Sent(offset, await RehashAsync(stream, offset, cancellationToken));
            }
            else
            {
                stream.Position = offset;
            }

            var hash = _sent!;
            _sent = null;
            return (stream, hash);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>The registry has everything up to the offset, whose hash this is.</summary>
    public void Sent(long offset, IncrementalHash hash)
    {
        _sent?.Dispose();
        (_sentTo, _sent) = (offset, hash);
    }

    public void Dispose() => _sent?.Dispose();

    private Stream Open()
    {
        try
        {
            return open();
        }
        catch (IOException e)
        {
            throw Unreadable(e.Message, e);
        }
    }

    private async Task<IncrementalHash> RehashAsync(Stream stream, long offset, CancellationToken cancellationToken)
    {
        var hash = digest.CreateHash();
        var buffer = new byte[64 << 10];
        for (long hashed = 0; hashed < offset;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, offset - hashed)), cancellationToken);
            if (read == 0)
            {
                hash.Dispose();
                throw Unreadable($"it ends after {hashed} bytes, and {offset} were sent before", null);
            }

            hash.AppendData(buffer, 0, read);
            hashed += read;
        }

        return hash;
    }

    public AzureCloudException Unreadable(string problem, Exception? cause) =>
        new($"Blob {digest} cannot be read on this machine: {problem.TrimEnd('.')}. It was not published. Make it anew (./build.sh Containerize), then push again.", cause);
}
