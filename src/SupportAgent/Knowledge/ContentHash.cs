using System.Security.Cryptography;
using System.Text;

namespace SupportAgent.Knowledge;

/// <summary>One hash for the text files of a folder: names in ordinal order, contents with LF line ends.</summary>
internal static class ContentHash
{
    public static string Of(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file).Replace('\\', '/') + "\0"));
            hash.AppendData(Encoding.UTF8.GetBytes(File.ReadAllText(file).ReplaceLineEndings("\n") + "\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
