using System.Text;

namespace GenAIOps.Evaluators.Safety.Decoding;

/// <summary>Encodings that move letters about.</summary>
internal static class Letters
{
    /// <summary>Characters of a spaced-out word before it counts as one: "a b c" is a list.</summary>
    private const int FewestSpacedOut = 5;

    public static string Shift(string text, int places) => Map(text, (letter, first) => (char)(first + (letter - first + places) % 26));

    public static string Mirror(string text) => Map(text, (letter, first) => (char)(first + 25 - (letter - first)));

    public static string Reverse(string text)
    {
        var letters = text.ToCharArray();
        Array.Reverse(letters);
        for (var i = 1; i < letters.Length; i++)
        {
            if (char.IsSurrogatePair(letters[i], letters[i - 1]))
            {
                (letters[i - 1], letters[i]) = (letters[i], letters[i - 1]);
            }
        }

        return new string(letters);
    }

    public static string Join(string text, char separator)
    {
        var joined = new StringBuilder(text.Length * 2);
        for (var i = 0; i < text.Length; i++)
        {
            joined.Append(text[i]);
            if (i + 1 < text.Length && !char.IsHighSurrogate(text[i]))
            {
                joined.Append(separator);
            }
        }

        return joined.ToString();
    }

    /// <summary>Puts spaced-out words together: single characters with the separator between them, five or more; the rest stays.</summary>
    public static string Unjoin(string text, char separator)
    {
        if (!MayBeJoined(text, separator))
        {
            return text;
        }

        var whole = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var count = i == 0 || !char.IsLetterOrDigit(text[i - 1]) ? Elements(text, i, separator) : 0;
            if (count < FewestSpacedOut)
            {
                whole.Append(text[i++]);
                continue;
            }

            for (var taken = 0; taken < count; taken++)
            {
                whole.Append(text[i++]);
                if (char.IsHighSurrogate(text[i - 1]) && i < text.Length)
                {
                    whole.Append(text[i++]);
                }

                i += taken + 1 < count ? 1 : 0;
            }
        }

        return whole.ToString();
    }

    private static bool MayBeJoined(string text, char separator)
    {
        for (var at = text.IndexOf(separator, StringComparison.Ordinal); at >= 0; at = text.IndexOf(separator, at + 1))
        {
            // Two separators with one character between, twice; three apart where it is a surrogate pair.
            if ((at + 4 < text.Length && text[at + 2] == separator && text[at + 4] == separator) || (at + 6 < text.Length && char.IsHighSurrogate(text[at + 1]) && text[at + 3] == separator))
            {
                return true;
            }
        }

        return false;
    }

    private static int Elements(string text, int start, char separator)
    {
        var count = 0;
        for (var i = start; i < text.Length;)
        {
            var width = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            var isLast = i + width >= text.Length || text[i + width] != separator || i + width + 1 >= text.Length;
            if (!isLast)
            {
                count++;
                i += width + 1;
                continue;
            }

            // The first letter of an ordinary word that follows is no element.
            return i + width < text.Length && char.IsLetterOrDigit(text[i + width]) && char.IsLetterOrDigit(text[i]) ? count : count + 1;
        }

        return count;
    }

    private static string Map(string text, Func<char, char, char> letter) => string.Create(text.Length, (text, letter), static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++)
        {
            var character = from.text[i];
            to[i] = char.IsAsciiLetterLower(character) ? from.letter(character, 'a') : char.IsAsciiLetterUpper(character) ? from.letter(character, 'A') : character;
        }
    });
}
