using System.Text;

namespace GenAIOps.Emulator.Hosting;

/// <summary>Files of the state folder: each is either the old one or the new one, never half of it, and readable by its owner only.</summary>
internal static class StateFile
{
    private const int NoSpace = 28, FileTooBig = 27, QuotaLinux = 122, QuotaMac = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070), WindowsHandleDiskFull = unchecked((int)0x80070027);

    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <exception cref="IOException">See <see cref="IsFull"/>; the file at <paramref name="path"/> is then what it was before.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = Temporary(path);
        try
        {
            using (FileStream file = Create(temporary))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>A new file of mode 0600, that its maker renames to its place when it is whole.</summary>
    public static FileStream Create(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public static string Temporary(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    public static bool IsTemporary(string path) => path.EndsWith(".tmp", StringComparison.Ordinal);

    public static void TryDelete(string path)
    {
        try { File.Delete(path); }
        catch (IOException) { }
        catch (UnauthorizedAccessException) { }
    }

    /// <summary>Whether the disk (or a quota, or a limit on file size) refused the bytes.</summary>
    public static bool IsFull(Exception error) => error is IOException io && (OperatingSystem.IsWindows()
        ? io.HResult is WindowsDiskFull or WindowsHandleDiskFull
        : io.HResult is NoSpace or FileTooBig or QuotaLinux or QuotaMac);
}
