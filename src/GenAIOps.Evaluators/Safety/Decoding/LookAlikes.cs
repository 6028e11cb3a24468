using System.Buffers;
using System.Globalization;
using System.Text;

namespace GenAIOps.Evaluators.Safety.Decoding;

/// <summary>Characters that look like others.</summary>
internal static class LookAlikes
{
    // Pairs of a Latin letter and one that looks like it (Unicode TR 39, confusables.txt).
    private const string Pairs = "aаeеoоpрcсxхyуiіsѕjјdԁhһqԛwԝAАBВEЕKКMМHНOОPРCСTТXХYҮIІSЅJЈZΖNΝ";

    private static readonly Dictionary<char, char> Confusables = Enumerable.Range(0, Pairs.Length / 2).ToDictionary(i => Pairs[2 * i], i => Pairs[2 * i + 1]);

    private static readonly Dictionary<char, char> Latin = Folding();

    private static readonly Dictionary<char, char> Leet = new() { ['4'] = 'a', ['3'] = 'e', ['1'] = 'i', ['0'] = 'o', ['5'] = 's', ['7'] = 't', ['@'] = 'a', ['$'] = 's', ['!'] = 'i' };

    private static readonly SearchValues<char> LeetSigns = SearchValues.Create([.. Leet.Keys]);

    private static readonly Dictionary<char, char> ToLeetDigits = Leet.Where(pair => char.IsAsciiDigit(pair.Key)).ToDictionary(pair => pair.Value, pair => pair.Key);

    public static string ToConfusable(string text) => string.Concat(text.Select(character => Confusables.GetValueOrDefault(character, character)));

    public static string Accent(string text) => string.Concat(text.Select(character => "aeiouAEIOU".Contains(character, StringComparison.Ordinal) ? character + "\u0301" : character.ToString()));

    public static string ToLeet(string text) => string.Concat(text.Select(character => ToLeetDigits.GetValueOrDefault(char.ToLowerInvariant(character), character)));

    public static string FromLeet(string text) => string.Concat(text.Select(character => Leet.GetValueOrDefault(character, character)));

    /// <summary>As <see cref="FromLeet"/>, but only in words that have letters too: "10 days" are no "io days".</summary>
    public static string FromLeetWords(string text)
    {
        if (!text.AsSpan().ContainsAny(LeetSigns))
        {
            return text;
        }

        var plain = text.ToCharArray();
        for (var i = 0; i < plain.Length;)
        {
            var end = i;
            var letters = 0;
            while (end < plain.Length && (char.IsLetterOrDigit(plain[end]) || Leet.ContainsKey(plain[end])))
            {
                letters += char.IsLetter(plain[end++]) ? 1 : 0;
            }

            for (var at = i; at < end && letters > 0; at++)
            {
                plain[at] = Leet.GetValueOrDefault(plain[at], plain[at]);
            }

            i = end + 1;
        }

        return new string(plain);
    }

    /// <summary>Plain letters: without what cannot be seen, without marks on letters, and Latin for what looks Latin.</summary>
    public static string Fold(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.EnclosingMark)
            {
                continue;
            }

            if (rune.Value is >= 0x1D400 and < 0x1D6A4)
            {
                var letter = (rune.Value - 0x1D400) % 52; // mathematical alphabets, 26 capitals and 26 small letters each
                plain.Append((char)(letter < 26 ? 'A' + letter : 'a' + letter - 26));
            }
            else if (rune.IsBmp)
            {
                var character = (char)rune.Value;
                plain.Append(character is >= '\uFF01' and <= '\uFF5E' ? (char)(character - 0xFEE0) : Latin.GetValueOrDefault(character, character));
            }
            else
            {
                plain.Append(rune);
            }
        }

        return plain.ToString();
    }

    private static Dictionary<char, char> Folding()
    {
        var folding = Confusables.ToDictionary(pair => pair.Value, pair => pair.Key);
        foreach (var (plain, marked) in new[]
        {
            ('a', "àáâãäåāăąαɑ"), ('c', "çćĉċč"), ('e', "èéêëēĕėęě"), ('g', "ĝğġģɡ"), ('i', "ìíîïĩīĭįıι"), ('k', "κ"), ('n', "ñńņňη"), ('o', "òóôõöøōŏőο"), ('p', "ρ"), ('s', "śŝşšꜱ"),
            ('t', "ţťτ"), ('u', "ùúûüũūŭůűυ"), ('v', "ν"), ('y', "ýÿγ"), ('z', "źżž"), ('A', "ÀÁÂÃÄÅΑ"), ('B', "Β"), ('C', "ÇĆČ"), ('E', "ÈÉÊËΕ"), ('H', "Η"), ('I', "ÌÍÎÏΙ"), ('K', "Κ"), ('M', "Μ"),
            ('N', "Ñ"), ('O', "ÒÓÔÕÖØΟ"), ('P', "Ρ"), ('T', "Τ"), ('U', "ÙÚÛÜ"), ('X', "Χ"), ('Y', "ÝΥ"),
        })
        {
            foreach (var character in marked)
            {
                folding[character] = plain;
            }
        }

        return folding;
    }
}
