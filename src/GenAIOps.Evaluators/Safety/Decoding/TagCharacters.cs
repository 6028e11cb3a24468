using System.Text;

namespace GenAIOps.Evaluators.Safety.Decoding;

/// <summary>ASCII in tag characters, U+E0000 and on: models read them, people do not see them.</summary>
internal static class TagCharacters
{
    private const int Offset = 0xE0000;

    /// <summary>The ASCII of a text; the rest is left out.</summary>
    public static string Encode(string text) => string.Concat(text.Where(character => character is >= ' ' and <= '~').Select(character => char.ConvertFromUtf32(Offset + character)));

    /// <summary>What is hidden in a text; empty where nothing is.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('\uDB40', StringComparison.Ordinal))
        {
            return "";
        }

        var hidden = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= Offset + ' ' and <= Offset + '~')
            {
                hidden.Append((char)(rune.Value - Offset));
            }
        }

        return hidden.ToString();
    }
}
