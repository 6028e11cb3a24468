using System.Text;

namespace GenAIOps.Evaluation.Reports;

/// <summary>Text that every format can hold: an agent may answer anything, halves of a surrogate pair too.</summary>
internal static class WellFormed
{
    /// <summary>Lone surrogates become U+FFFD, as the Unicode Standard (section 3.9) recommends.</summary>
    public static string Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
                continue;
            }

            return Mended(text);
        }

        return text;
    }

    /// <summary>The beginning of a text, with no character torn apart; and how much was left out.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">Characters at most, 1 or more, in UTF-16 units.</param>
    public static (string Text, int More) Cut(string text, int most)
    {
        if (text.Length <= most) return (Of(text), 0);
        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return (Of(text[..end]), text.Length - end);
    }

    /// <summary>The beginning of a text, and an ellipsis where something was left out.</summary>
    public static string Short(string text, int most) => Cut(text, most) is (var start, var more) && more > 0 ? start + "…" : start;

    private static string Mended(string text)
    {
        var mended = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) mended.Append(rune.ToString());
        return mended.ToString();
    }
}
