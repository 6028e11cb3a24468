using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Nuke.Common.IO;

// Fingerprints that tell whether files have changed; not a defence against anybody.
[SuppressMessage("Security", "CA5351", Justification = "NUKE's algorithm: hashes that a build has stored stay comparable.")]
public static partial class AbsolutePathExtensions
{
    /// <returns>The MD5 of the content, in small hexadecimal digits.</returns>
    public static string GetFileHash(this AbsolutePath path)
    {
        Assert.FileExists(path);
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(MD5.HashData(stream));
    }

    /// <returns>The MD5 of all files below, of their relative paths and their contents.</returns>
    public static string GetDirectoryHash(this AbsolutePath path, Func<AbsolutePath, bool>? includeFile = null)
    {
        Assert.DirectoryExists(path);
        return path.GetFiles(depth: int.MaxValue).Where(x => includeFile?.Invoke(x) != false).GetFileSetHash(path);
    }

    /// <returns>The MD5 of the files in order of their paths: of each path from the base directory, and each content.</returns>
    public static string GetFileSetHash(this IEnumerable<AbsolutePath> paths, string baseDirectory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var path in paths.Distinct().OrderBy(x => x.ToString(), StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(baseDirectory, path).Replace('\\', '/')));
            hash.AppendData(path.ReadAllBytes());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
