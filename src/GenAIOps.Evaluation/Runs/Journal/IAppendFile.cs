namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>A file that grows at its end.</summary>
internal interface IAppendFile : IDisposable
{
    long Length { get; }

    /// <returns>Bytes read; fewer than asked for only at the end.</returns>
    int Read(Span<byte> into, long offset);

    /// <exception cref="IOException">It could not be written, or not whole.</exception>
    void Append(ReadOnlySpan<byte> bytes);

    void Truncate(long length);

    /// <summary>Makes sure that what was appended survives a loss of power.</summary>
    void Sync();
}
