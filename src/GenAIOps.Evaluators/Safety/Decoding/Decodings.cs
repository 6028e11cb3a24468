using System.Text;
using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Safety.Decoding;

/// <summary>What a text says to a model that can read encodings.</summary>
public static partial class Decodings
{
    /// <summary>Texts up to this many characters are also decoded twice, such as base64 of rot13.</summary>
    public const int DeepLimit = 16_384;

    /// <summary>Every other reading of a text: look-alikes folded, hidden characters shown, spaced-out words joined, leetspeak, rot13, Caesar, Atbash and reversed text read, and its base64, hex, binary, Morse and percent parts decoded.</summary>
    /// <param name="text">Of any length.</param>
    /// <returns>Each once, without the text itself.</returns>
    public static IReadOnlyList<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var seen = new HashSet<string>(StringComparer.Ordinal) { text, "" };
        var views = new List<string>();
        var isDeep = text.Length <= DeepLimit;
        foreach (var view in Shown(text).Where(seen.Add))
        {
            views.Add(view);
            views.AddRange(isDeep ? Shown(view).Concat(Shifted(view)).Where(seen.Add) : []);
        }

        // Every text can be shifted; only what shows itself to be encoded is decoded after it.
        foreach (var view in Shifted(text).Where(seen.Add))
        {
            views.Add(view);
            views.AddRange(isDeep ? Decoded(view).Where(seen.Add) : []);
        }

        return views;
    }

    /// <summary>Readings that differ from the text only where something is hidden in it; the text itself or nothing elsewhere.</summary>
    private static IEnumerable<string> Shown(string text)
    {
        yield return Ascii.IsValid(text) ? text : LookAlikes.Fold(text);
        yield return TagCharacters.Decode(text);
        foreach (var separator in " -._*|")
        {
            yield return Letters.Unjoin(text, separator);
        }

        yield return LookAlikes.FromLeetWords(text);
        foreach (var decoded in Decoded(text))
        {
            yield return decoded;
        }
    }

    private static IEnumerable<string> Shifted(string text)
    {
        yield return Letters.Shift(text, 13);
        yield return Letters.Shift(text, 23);
        yield return Letters.Mirror(text);
        yield return Letters.Reverse(text);
    }

    private static IEnumerable<string> Decoded(string text)
    {
        yield return Parts(Base64(), text, BinaryText.FromBase64);
        yield return Parts(Hex(), text, BinaryText.FromHex);
        yield return Parts(Binary(), text, BinaryText.FromBinary);
        yield return Parts(Morse(), text, MorseCode.Decode);
        yield return text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : "";
        yield return text.Contains('\u001b', StringComparison.Ordinal) ? Ansi().Replace(text, "") : "";
    }

    private static string Parts(Regex pattern, string text, Func<string, string?> decode) =>
        string.Join('\n', pattern.Matches(text).Select(match => decode(match.Value)).Where(part => part is not null));

    [GeneratedRegex(@"[A-Za-z0-9+/_-]{8,}={0,2}", RegexOptions.CultureInvariant)]
    private static partial Regex Base64();

    [GeneratedRegex(@"(?<![0-9A-Za-z])(?>(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[ :,]?){5,})", RegexOptions.CultureInvariant)]
    private static partial Regex Hex();

    [GeneratedRegex(@"(?<![0-9])(?>(?:[01]{8} ?){5,})", RegexOptions.CultureInvariant)]
    private static partial Regex Binary();

    [GeneratedRegex(@"(?<![.\-/])(?>[.-]{1,7}(?: (?:/ )?[.-]{1,7}){3,})", RegexOptions.CultureInvariant)]
    private static partial Regex Morse();

    [GeneratedRegex(@"\u001b\[[0-9;]{0,16}[A-Za-z]", RegexOptions.CultureInvariant)]
    private static partial Regex Ansi();
}
