using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>A digest that can be verified: SHA-256 or SHA-512.</summary>
/// <remarks>OCI image-spec 1.1, descriptor.md, "Digests".</remarks>
internal sealed partial record OciDigest(string Text, HashAlgorithmName Algorithm)
{
    /// <summary>The SHA-256 of some bytes, as <c>sha256:</c> and 64 hex digits.</summary>
    public static string Of(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Null if the text is no digest of a known algorithm.</summary>
    public static OciDigest? TryParse(string? text) => text switch
    {
        not null when Sha256().IsMatch(text) => new OciDigest(text, HashAlgorithmName.SHA256),
        not null when Sha512().IsMatch(text) => new OciDigest(text, HashAlgorithmName.SHA512),
        _ => null,
    };

    /// <exception cref="InvalidDataException">The text is no digest of a known algorithm.</exception>
    public static OciDigest Parse(string text) => TryParse(text)
        ?? throw new InvalidDataException($"'{text}' is no digest that can be verified: sha256: and 64, or sha512: and 128 lower-case hexadecimal digits are. Nothing was sent. Correct the digest.");

    /// <summary>Whether a text is written as a digest, of whatever algorithm.</summary>
    public static bool IsWellFormed(string text) => Form().IsMatch(text);

    public IncrementalHash CreateHash() => IncrementalHash.CreateHash(Algorithm);

    public bool IsOf(ReadOnlySpan<byte> content)
    {
        using var hash = CreateHash();
        hash.AppendData(content);
        return Name(hash) == Text;
    }

    /// <summary>The digest of what was hashed so far, in this algorithm.</summary>
    public string Name(IncrementalHash hash) => $"{Text[..Text.IndexOf(':', StringComparison.Ordinal)]}:{Convert.ToHexStringLower(hash.GetCurrentHash())}";

    public override string ToString() => Text;

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sha256();

    [GeneratedRegex(@"\Asha512:[0-9a-f]{128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sha512();

    [GeneratedRegex(@"\A[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]{1,256}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
