namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>
/// A file of which a part can be shown instead of the whole: a dictionary and some of the pages that use it, as if they followed each other.
/// The library reads a column from its first page on; so it reads of it what is shown.
/// </summary>
internal sealed class ParquetWindow(Stream file) : Stream
{
    /// <summary>Where the parts begin that are shown; 0 means none to the library.</summary>
    public const int Start = 4;

    private readonly List<(long Shown, long Offset, long Length)> _parts = [(0, 0, file.Length)];

    /// <summary>The whole file.</summary>
    public Stream File => file;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _parts[^1].Shown + _parts[^1].Length;

    public override long Position { get; set; }

    /// <summary>Shows parts of the file one after the other from <see cref="Start"/> on, and nothing else.</summary>
    public void Show(IEnumerable<(long Offset, long Length)> parts)
    {
        _parts.Clear();
        long at = Start;
        foreach (var (offset, length) in parts)
        {
            _parts.Add((at, offset, length));
            at += length;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        foreach (var (shown, offset, length) in _parts)
        {
            var within = Position - shown;
            if (within < 0 || within >= length) continue;
            file.Position = offset + within;
            var read = file.Read(buffer[..(int)Math.Min(buffer.Length, length - within)]);
            Position += read;
            return read;
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => Length };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
