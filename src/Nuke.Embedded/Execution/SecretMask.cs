using System.Text;
using System.Text.Json;

namespace Nuke.Common.Execution;

/// <summary>Replaces secrets by <c>***</c>: as they are, URL-escaped, JSON-escaped, and in Base64.</summary>
internal sealed class SecretMask
{
    private const string Mask = "***";

    private readonly Lock _lock = new();
    private string[] _texts = [];

    public void Add(string? secret)
    {
        if (string.IsNullOrWhiteSpace(secret)) return;
        string[] forms =
        [
            secret,
            Uri.EscapeDataString(secret),
            JsonEncodedText.Encode(secret).Value,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            .. Lines(secret),
        ];

        // The longest first, so that no part of a secret stays when another is contained in it.
        lock (_lock) _texts = [.. _texts.Union(forms).OrderByDescending(x => x.Length).ThenBy(x => x, StringComparer.Ordinal)];
    }

    public string Apply(string text) =>
        Volatile.Read(ref _texts).Aggregate(text, (current, secret) => current.Replace(secret, Mask, StringComparison.Ordinal));

    /// <summary>Output comes by lines, so the lines of a key file are secrets of their own; its short ones (braces) are not.</summary>
    private static IEnumerable<string> Lines(string secret) =>
        secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line.Length >= 4);
}
