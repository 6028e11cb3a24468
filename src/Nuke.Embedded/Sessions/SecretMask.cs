using System.Net;
using System.Text;
using System.Text.Json;

namespace Nuke.Common.Sessions;

/// <summary>Replaces secrets by <c>***</c>: as they are, URL-escaped, JSON-escaped, and in Base64, alone or within more.</summary>
internal sealed class SecretMask
{
    private const string Mask = "***";

    /// <summary>A shorter piece of Base64 may stand in innocent text by chance.</summary>
    private const int ShortestPiece = 8;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);
    private string[] _texts = [];

    /// <summary>Told of each new secret, line by line: build servers mask by themselves what they are told of.</summary>
    public Action<string>? Announce { get; set; }

    public void Add(string? secret)
    {
        if (string.IsNullOrWhiteSpace(secret)) return;
        var lines = Lines(secret).ToArray();
        var forms = lines.Prepend(secret).SelectMany(Forms).Where(x => x.Length > 0);

        // The longest first, so that no part of a secret stays when another is contained in it.
        lock (_lock)
        {
            if (!_secrets.Add(secret)) return;
            _texts = [.. _texts.Union(forms).OrderByDescending(x => x.Length).ThenBy(x => x, StringComparer.Ordinal)];
        }

        if (Announce is null) return;
        foreach (var line in lines.Length > 0 ? lines : [secret]) Announce(line);
    }

    public string Apply(string text) =>
        Volatile.Read(ref _texts).Aggregate(text, (current, secret) => current.Replace(secret, Mask, StringComparison.Ordinal));

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return JsonEncodedText.Encode(secret).Value;
        foreach (var escaped in new[] { Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret) })
        {
            yield return escaped;
            yield return LowerEscapes(escaped);
        }

        foreach (var piece in Base64Pieces(Encoding.UTF8.GetBytes(secret)))
        {
            yield return piece;
            yield return piece.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>
    /// The whole, and what of it is the same whatever stands around it (<c>user:secret</c>): Base64 writes three bytes as four
    /// characters, so it depends on how many bytes precede, modulo three.
    /// </summary>
    private static IEnumerable<string> Base64Pieces(byte[] secret)
    {
        yield return Convert.ToBase64String(secret);
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. secret]);
            var first = before == 0 ? 0 : before + 1;
            var length = ((before + secret.Length) * 8 / 6) - first;
            if (length >= ShortestPiece) yield return text.Substring(first, length);
        }
    }

    private static string LowerEscapes(string escaped)
    {
        var text = escaped.ToCharArray();
        for (var i = 0; i + 2 < text.Length; i++)
        {
            if (text[i] == '%') (text[i + 1], text[i + 2]) = (char.ToLowerInvariant(text[i + 1]), char.ToLowerInvariant(text[i + 2]));
        }

        return new string(text);
    }

    /// <summary>Output comes by lines, so the lines of a key file are secrets of their own; its short ones (braces) are not.</summary>
    private static IEnumerable<string> Lines(string secret) =>
        secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line.Length >= 4);
}
