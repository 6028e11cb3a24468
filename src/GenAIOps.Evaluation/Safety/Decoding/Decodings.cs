using System.Text.RegularExpressions;

namespace GenAIOps.Evaluation.Safety;

/// <summary>What a text says to a model that can read encodings.</summary>
public static partial class Decodings
{
    /// <summary>Texts up to this many characters are also decoded twice, such as base64 of rot13.</summary>
    public const int DeepLimit = 16_384;

    /// <summary>Every other reading of a text: look-alikes folded, hidden characters shown, spaced-out words joined, leetspeak, rot13, Atbash and reversed text read, and its base64, hex, binary, Morse and percent parts decoded.</summary>
    /// <param name="text">Of any length.</param>
    /// <returns>Each once, without the text itself.</returns>
    public static IReadOnlyList<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var seen = new HashSet<string>(StringComparer.Ordinal) { text, "" };
        var views = new List<string>();
        Unfold(text, text.Length <= DeepLimit ? 2 : 1);
        return views;

        void Unfold(string from, int depth)
        {
            foreach (var view in Once(from))
            {
                if (seen.Add(view))
                {
                    views.Add(view);
                    if (depth > 1)
                    {
                        Unfold(view, depth - 1);
                    }
                }
            }
        }
    }

    private static IEnumerable<string> Once(string text)
    {
        yield return LookAlikes.Fold(text);
        yield return TagCharacters.Decode(text);
        foreach (var separator in " -._*|")
        {
            yield return Letters.Unjoin(text, separator);
        }

        yield return LookAlikes.FromLeetWords(text);
        yield return Letters.Shift(text, 13);
        yield return Letters.Shift(text, 23);
        yield return Letters.Mirror(text);
        yield return Letters.Reverse(text);
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
