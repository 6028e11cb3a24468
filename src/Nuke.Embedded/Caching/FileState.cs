using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Nuke.Common.IO;

namespace Nuke.Common.Caching;

/// <summary>All that a reader of a file can notice: never its times.</summary>
/// <param name="Path">Relative to the root, with slashes.</param>
/// <param name="Digest">SHA-256 of the content, hexadecimal; of a link to a file that file's; empty for any other link.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Executable">Whether anybody may run it.</param>
/// <param name="Link">Where a link points; null for a file.</param>
internal sealed record FileState(string Path, string Digest, long Size, bool Executable, string? Link)
{
    /// <summary>For comparing: everything but the path.</summary>
    [JsonIgnore]
    public string Text => $"{Digest} {(Executable ? "x" : "-")} {Link}";

    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<FileState> Read(AbsolutePath root, IReadOnlyList<string> paths)
    {
        var states = new FileState[paths.Count];
        Parallel.For(0, paths.Count, i => states[i] = Read(root, paths[i]));
        return states;
    }

    public static FileState Read(AbsolutePath root, string path)
    {
        FileInfo file = new(root / path);
        if (file.LinkTarget is { } link && file.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo { Exists: true })
            return new FileState(path, "", 0, false, link);
        using FileStream stream = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        var digest = Convert.ToHexStringLower(SHA256.HashData(stream));
        return new FileState(path, digest, stream.Length, IsExecutable(file.FullName), file.LinkTarget);
    }

    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
