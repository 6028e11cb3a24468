using System.Security.Cryptography;
using System.Text;

namespace GenAIOps.Pipeline.Support;

/// <summary>The content of files and folders as one SHA-256: paths (ordinal order) and bytes, no time stamps.</summary>
internal static class Fingerprint
{
    private static readonly HashSet<string> Ignored = new(["bin", "obj", ".git", ".genaiops", "artifacts", "TestResults", "node_modules"], StringComparer.Ordinal);

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
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            return [];
        }

        return Directory.EnumerateFiles(path)
            .Concat(Directory.EnumerateDirectories(path).Where(folder => !Ignored.Contains(Path.GetFileName(folder))).SelectMany(Files));
    }
}
