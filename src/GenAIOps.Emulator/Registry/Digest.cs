using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace GenAIOps.Emulator.Registry;

/// <summary>The SHA-256 of some bytes, as OCI writes it: <c>sha256:</c> and 64 lower-case hex digits.</summary>
internal readonly partial record struct Digest
{
    private Digest(string hex) => Hex = hex;

    public string Hex { get; }

    public override string ToString() => $"sha256:{Hex}";

    public static Digest Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    public static async Task<Digest> OfAsync(Stream stream, CancellationToken cancellationToken) =>
        new(Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)));

    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        bool fits = text is not null && Form().IsMatch(text);
        digest = fits ? new Digest(text!["sha256:".Length..]) : default;
        return fits;
    }

    [GeneratedRegex("^sha256:[0-9a-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
