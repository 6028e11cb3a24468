using System.Security.Cryptography;
using System.Text;

namespace Nuke.Common.Caching;

/// <summary>One thing that a target's result depends on.</summary>
/// <param name="Kind">Such as <c>input</c> or <c>parameter</c>; what a person reads first.</param>
/// <param name="Name">Which one.</param>
/// <param name="Hash">Of its value.</param>
/// <param name="Shown">What may be shown of the value; null for nothing.</param>
internal sealed record KeyPart(string Kind, string Name, string Hash, string? Shown)
{
    public const string Schema = "nuke-embedded-cache/1";

    public static KeyPart Of(string kind, string name, string value, bool show = true) => new(kind, name, HashOf(value), show ? value : null);

    /// <summary>Slow to guess: whoever sees the key must not find a short secret by trying.</summary>
    public static KeyPart OfSecret(string kind, string name, string value)
    {
        var salt = Encoding.UTF8.GetBytes(Schema + name);
        var hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(value), salt, 100_000, HashAlgorithmName.SHA256, 32);
        return new KeyPart(kind, name, Convert.ToHexStringLower(hash), null);
    }

    public static string HashOf(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    /// <returns>The key: 64 hexadecimal digits.</returns>
    public static string KeyOf(IEnumerable<KeyPart> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(Schema);
        foreach (var part in parts.OrderBy(x => x.Kind, StringComparer.Ordinal).ThenBy(x => x.Name, StringComparer.Ordinal))
        {
            Append(part.Kind);
            Append(part.Name);
            Append(part.Hash);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // Lengths first, so that no two lists of parts are the same bytes.
        void Append(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
