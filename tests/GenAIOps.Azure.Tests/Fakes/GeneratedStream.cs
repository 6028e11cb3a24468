using System.Security.Cryptography;

namespace GenAIOps.Fakes;

/// <summary>Bytes without end or disk: as many as asked for, the same each time.</summary>
internal sealed class GeneratedStream(long length) : Stream
{
    private static readonly byte[] Pattern = [.. Enumerable.Range(0, 1 << 16).Select(i => (byte)((i * 31) ^ (i >> 8)))];

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get; set; }

    public static string DigestOf(long length)
    {
        using var stream = new GeneratedStream(length);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var start = (int)(Position % Pattern.Length);
        var read = (int)Math.Min(Math.Min(buffer.Length, Pattern.Length - start), length - Position);
        Pattern.AsSpan(start, read).CopyTo(buffer);
        Position += read;
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => length + offset };
    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
