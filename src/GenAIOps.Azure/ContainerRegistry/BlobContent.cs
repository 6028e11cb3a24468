using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>A piece of a blob as the body of a request: streamed, and hashed on the way. Of wrong bytes the last ones are never sent.</summary>
internal sealed class BlobContent : HttpContent
{
    /// <summary>Read at once: smaller buffers spend more time on changing threads than on bytes. Written in parts, so that a slow line is not taken for a dead one.</summary>
    private const int BufferSize = 1 << 20, Part = 256 << 10;

    private readonly BlobSource _source;
    private readonly long _offset;
    private readonly long? _count;
    private readonly bool _isLast;

    /// <param name="source">The whole blob.</param>
    /// <param name="offset">Bytes before this piece.</param>
    /// <param name="count">Bytes of this piece; null: all the rest, however much it is.</param>
    /// <param name="isLast">Whether nothing follows, so that the digest can be judged.</param>
    public BlobContent(BlobSource source, long offset, long? count, bool isLast)
    {
        (_source, _offset, _count, _isLast) = (source, offset, count, isLast);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    /// <summary>Told after each part that went out.</summary>
    public Action? Moved { get; set; }

    /// <summary>The hash of everything up to the end of this piece; null until all of it went out. The taker's to dispose.</summary>
    public IncrementalHash? Hash { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = _count ?? 0;
        return _count is not null;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var (rest, hash) = await _source.OpenAtAsync(_offset, cancellationToken);
        byte[][] buffers = [ArrayPool<byte>.Shared.Rent(BufferSize), ArrayPool<byte>.Shared.Rent(BufferSize), ArrayPool<byte>.Shared.Rent(BufferSize)];
        var sending = Task.CompletedTask;
        try
        {
            await using (rest)
            {
                // One buffer is on its way, one is read and hashed meanwhile, and one is held back until it is known what follows it.
                var (ready, reading, sent) = (buffers[0], buffers[1], buffers[2]);
                var left = _count ?? long.MaxValue;
                var held = await ReadAsync(rest, ready, left, hash, cancellationToken);
                left -= held;
                if (held == 0)
                {
                    Judge(left, hash);
                }

                while (held > 0)
                {
                    var read = await ReadAsync(rest, reading, left, hash, cancellationToken);
                    left -= read;
                    await sending;
                    if (read == 0)
                    {
                        Judge(left, hash);
                    }

                    sending = SendAsync(stream, ready.AsMemory(0, held), cancellationToken);
                    (ready, reading, sent, held) = (reading, sent, ready, read);
                }

                await sending;
            }

            (Hash, hash) = (hash, null!);
        }
        finally
        {
            hash?.Dispose();
            // What is still being sent belongs to the connection.
            foreach (var buffer in sending.IsCompleted ? buffers : [])
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private async Task SendAsync(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        for (var at = 0; at < bytes.Length; at += Part)
        {
            await stream.WriteAsync(bytes.Slice(at, Math.Min(Part, bytes.Length - at)), cancellationToken);
            Moved?.Invoke();
        }
    }

    private void Judge(long left, IncrementalHash hash)
    {
        if (_count is not null && left > 0)
        {
            throw _source.Unreadable($"it ends {left} bytes too early", null);
        }

        if (_isLast && _source.Digest.Name(hash) is var actual && actual != _source.Digest.Text)
        {
            throw new InvalidDataException($"Blob {_source.Digest} was changed on this machine: its bytes are {actual}. It was not published. Make it anew (./build.sh Containerize), then push again.");
        }
    }

    private async Task<int> ReadAsync(Stream rest, byte[] buffer, long left, IncrementalHash hash, CancellationToken cancellationToken)
    {
        try
        {
            var read = await rest.ReadAtLeastAsync(buffer.AsMemory(0, (int)Math.Min(BufferSize, left)), (int)Math.Min(BufferSize, left), throwOnEndOfStream: false, cancellationToken);
            hash.AppendData(buffer, 0, read);
            return read;
        }
        catch (IOException e)
        {
            throw _source.Unreadable(e.Message, e);
        }
    }
}
