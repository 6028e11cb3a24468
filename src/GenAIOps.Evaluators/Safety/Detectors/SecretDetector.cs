namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Credentials: what an issuer marks as such, and tokens that look random.</summary>
/// <remarks>
/// A token looks random when it has 20 to 200 letters of base64, of at least three of upper case, lower case, digits and signs, no
/// word of the language in it, and 4.2 bits of Shannon entropy a character or more (3.0 for hex and shorter ones after a word such as "token").
/// Hashes, GUIDs and addresses are none, unless such a word announces them.
/// </remarks>
public sealed class SecretDetector() : Detector("a secret")
{
    /// <summary>Bits a character; English words have 2.5 to 3.9 at this length, random base64 of 32 characters 4.4 to 4.9.</summary>
    public const double EntropyThreshold = 4.2;

    /// <summary>Bits a character, after a word that announces a secret.</summary>
    public const double AnnouncedThreshold = 3.0;

    protected override IEnumerable<Finding> Scan(string text)
    {
        var end = 0;
        List<Finding> found = [];
        foreach (var match in SecretPatterns.Issued().Matches(text).AsEnumerable())
        {
            var group = match.Groups.Values.First(group => group.Success && SecretPatterns.Kinds.ContainsKey(group.Name));
            found.Add(At(text, group.Index, group.Length) with { Kind = SecretPatterns.Kinds[group.Name] });
        }

        var next = 0;
        foreach (var match in SecretPatterns.Tokens().Matches(text).AsEnumerable())
        {
            while (next < found.Count && found[next].Start < match.Index + match.Length)
            {
                end = Math.Max(end, found[next].Start + found[next].Value.Length);
                yield return found[next++];
            }

            if (match.Index >= end && IsRandom(text, match.Index, match.Length))
            {
                yield return At(text, match.Index, match.Length) with { Kind = "a token that looks random" };
            }
        }

        foreach (var finding in found.Skip(next))
        {
            yield return finding;
        }
    }

    private static bool IsRandom(string text, int start, int length)
    {
        var token = text.AsSpan(start, length);
        var before = text.AsSpan(Math.Max(0, start - 24), Math.Min(24, start));
        var entropy = Entropy(token);
        if (SecretPatterns.Announced().IsMatch(before))
        {
            return entropy >= AnnouncedThreshold && token.IndexOfAnyInRange('0', '9') >= 0;
        }

        return entropy >= EntropyThreshold && Kinds(token) >= 3 && !IsPath(token) && !before.EndsWith("sha256:") && !before.EndsWith("sha512-") && !before.EndsWith("://") && !before.EndsWith("base64,");
    }

    /// <returns>Shannon's entropy of the characters, in bits a character; 0 for an empty text.</returns>
    internal static double Entropy(ReadOnlySpan<char> token)
    {
        Span<int> counts = stackalloc int[128];
        foreach (var character in token)
        {
            counts[character & 127]++;
        }

        var sum = 0.0;
        foreach (var count in counts)
        {
            sum -= count == 0 ? 0 : (double)count / token.Length * Math.Log2((double)count / token.Length);
        }

        return sum;
    }

    private static int Kinds(ReadOnlySpan<char> token)
    {
        var (upper, lower, digit) = (0, 0, 0);
        foreach (var character in token)
        {
            upper |= char.IsAsciiLetterUpper(character) ? 1 : 0;
            lower |= char.IsAsciiLetterLower(character) ? 1 : 0;
            digit |= char.IsAsciiDigit(character) ? 1 : 0;
        }

        return upper + lower + digit;
    }

    /// <summary>A path, a slug or an identifier is made of words: long runs of letters of one case.</summary>
    private static bool IsPath(ReadOnlySpan<char> token)
    {
        var run = 0;
        var inWords = 0;
        for (var i = 0; i <= token.Length; i++)
        {
            if (i < token.Length && char.IsAsciiLetterLower(token[i]))
            {
                run++;
                continue;
            }

            inWords += run >= 3 ? run : 0;
            run = 0;
        }

        return inWords * 5 >= token.Length * 2;
    }
}
