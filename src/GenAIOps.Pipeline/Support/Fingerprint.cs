using System.Security.Cryptography;
using System.Text;

namespace GenAIOps.Pipeline.Support;

/// <summary>The content of files and folders as one SHA-256: paths (ordinal order) and bytes, no time stamps.</summary>
internal static class Fingerprint
{
    private static readonly HashSet<string> Ignored = new(["bin", "obj", ".git", ".genaiops", "artifacts", "TestResults", "node_modules", ".vs", ".idea"], StringComparer.Ordinal);

    /// <param name="root">Paths enter relative to it, so that two clones agree.</param>
    /// <param name="paths">Files or folders; one that does not exist counts as absent.</param>
    public static string Of(string root, params IEnumerable<string> paths) => Of(root, paths, "");

    /// <param name="root">Paths enter relative to it, so that two clones agree.</param>
    /// <param name="paths">Files or folders; one that does not exist counts as absent.</param>
    /// <param name="more">What counts beside them.</param>
    public static string Of(string root, IEnumerable<string> paths, string more)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(more));
        foreach (var file in paths.SelectMany(Files).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(root, file).Replace('\\', '/')}\0"));
            hash.AppendData(OfFile(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a path below a folder leads through one that holds no sources.</summary>
    public static bool IsIgnored(string relativePath) => relativePath.Split('/', '\\').Any(Ignored.Contains);

    /// <summary>Whether a folder of this name is made by tools, wherever it is.</summary>
    public static bool IsMade(string name) => Ignored.Contains(name);

    private static bool IsIgnoredFolder(string path) =>
        Ignored.Contains(Path.GetFileName(path)) || path.EndsWith(Path.Combine(".nuke", "temp"), StringComparison.Ordinal);

    /// <summary>Models have gigabytes, so that nothing is held whole.</summary>
    private static byte[] OfFile(string file)
    {
        if (!File.Exists(file) && new FileInfo(file).LinkTarget is { } target) return SHA256.HashData(Encoding.UTF8.GetBytes(target));
        using var stream = File.OpenRead(file);
        return SHA256.HashData(stream);
    }

    private static IEnumerable<string> Files(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            return [path];
        }

        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            return [];
        }

        return Directory.EnumerateFiles(path)
            .Concat(Directory.EnumerateDirectories(path).Where(folder => !IsIgnoredFolder(folder)).SelectMany(Files));
    }
}
