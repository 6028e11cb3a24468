using System.Globalization;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>Another build holds the lock. Exit code 5.</summary>
internal sealed class BuildLockedException(string message) : Exception(message);

/// <summary>The build folder cannot be written. Exit code 6.</summary>
internal sealed class BuildFolderException(string message, Exception inner) : Exception(message, inner);

/// <summary>One build per folder: an exclusive lock on <c>.nuke/temp/build.lock</c>, which the operating system drops when the process ends, however it ends.</summary>
internal sealed class BuildLock : IDisposable
{
    private readonly FileStream _file;

    private BuildLock(FileStream file) => _file = file;

    public static BuildLock Take(AbsolutePath root)
    {
        var path = root / ".nuke" / "temp" / "build.lock";
        FileStream file;
        try
        {
            path.Parent.CreateDirectory();
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException) when (path.FileExists())
        {
            throw new BuildLockedException(Message(ReadOwner(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }

        try
        {
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new BuildLock(file);
        }
        catch (IOException e)
        {
            file.Dispose();
            throw Unwritable(path, e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Message(string? owner) => owner is null
        ? "Another build is running in this folder. Wait for it, or stop it."
        : $"Another build (pid {owner}) is running in this folder. Wait for it, or stop it: kill {owner}.";

    private static BuildFolderException Unwritable(AbsolutePath path, Exception e) =>
        new($"Cannot write '{path}': {e.Message} Nothing has run. Make room or give write access, then run the same command again.", e);

    private static string? ReadOwner(AbsolutePath path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using StreamReader reader = new(file);
            return reader.ReadToEnd().Trim() is { Length: > 0 } owner && owner.All(char.IsAsciiDigit) ? owner : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Windows: the lock covers reading, too.
        }
    }
}
