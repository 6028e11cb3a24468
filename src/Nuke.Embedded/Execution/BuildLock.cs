using System.Globalization;
using System.Text;
using Nuke.Common.IO;
using Nuke.Common.Sessions;

namespace Nuke.Common.Execution;

/// <summary>Another build holds the lock. Exit code 5.</summary>
internal sealed class BuildLockedException(string message) : Exception(message);

/// <summary>The build folder cannot be written. Exit code 6.</summary>
internal sealed class BuildFolderException(string message, Exception inner) : Exception(message, inner);

/// <summary>One build per folder: an exclusive lock on <c>.nuke/temp/build.lock</c>, which the operating system drops when the process ends, however it ends.</summary>
internal sealed class BuildLock : IDisposable
{
    private readonly FileStream _file;
    private readonly AbsolutePath _owner;

    private BuildLock(FileStream file, AbsolutePath owner)
    {
        _file = file;
        _owner = owner;
    }

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
            throw new BuildLockedException(Message(ReadOwner(OwnerFile(path))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }

        try
        {
            var process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(process));
            file.Flush();
            File.WriteAllText(OwnerFile(path), process);
            return new BuildLock(file, OwnerFile(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            throw Unwritable(path, e);
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_owner);
        }
        catch (IOException)
        {
            // It only helps a message; the lock is what counts.
        }

        _file.Dispose();
    }

    /// <summary>The runtime lets nobody read a file under an exclusive lock, so what is to be read stands beside it.</summary>
    private static AbsolutePath OwnerFile(AbsolutePath path) => path + ".pid";

    private static string Message(string? owner) => owner is null
        ? "Another build is running in this folder. Wait for it, or stop it."
        : $"Another build (pid {owner}) is running in this folder. Wait for it, or stop it: kill {owner}.";

    private static BuildFolderException Unwritable(AbsolutePath path, Exception e) =>
        new($"Cannot write '{path}': {ExceptionText.Reason(e)} Nothing has run. Make room or give write access, then run the same command again.", e);

    private static string? ReadOwner(AbsolutePath file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } owner && owner.All(char.IsAsciiDigit) ? owner : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // The other build is about to write it.
        }
    }
}
