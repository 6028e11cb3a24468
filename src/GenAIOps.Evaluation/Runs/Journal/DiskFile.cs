namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>A file on disk that one writer holds at a time.</summary>
internal sealed class DiskFile : IAppendFile
{
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _handle;

    private DiskFile(Microsoft.Win32.SafeHandles.SafeFileHandle handle) => (_handle, Length) = (handle, RandomAccess.GetLength(handle));

    public long Length { get; private set; }

    /// <exception cref="IOException">Another process writes the file, or it cannot be made.</exception>
    public static DiskFile ToWrite(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new DiskFile(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    public static DiskFile ToRead(string path) => new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

    public int Read(Span<byte> into, long offset)
    {
        var done = 0;
        while (done < into.Length && RandomAccess.Read(_handle, into[done..], offset + done) is > 0 and var read)
        {
            done += read;
        }

        return done;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, Length);
        Length += bytes.Length;
    }

    public void Truncate(long length)
    {
        RandomAccess.SetLength(_handle, length);
        Length = length;
    }

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();
}
