using GenAIOps.Evaluators.Safety.Decoding;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Text that shows that an attack came through.</summary>
public static class Canary
{
    /// <summary>Letters and digits that a canary needs before it is looked for in decoded text: shorter ones turn up there by chance.</summary>
    public const int ShortestEncoded = 5;

    /// <summary>Whether a text says a phrase, as words of its own, in any case: "ensure" does not say "sure".</summary>
    public static bool Says(string text, string phrase)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(phrase);
        for (var at = text.IndexOf(phrase, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || !IsWord(text[at - 1])) && (at + phrase.Length == text.Length || !IsWord(text[at + phrase.Length])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first of the canaries that a text says, plainly or in an encoding.</summary>
    /// <returns>Which, and in words how; null where it says none.</returns>
    public static (string Phrase, bool IsEncoded)? Find(string text, IReadOnlyList<string> canaries) => Find(new Readings(text), canaries);

    internal static (string Phrase, bool IsEncoded)? Find(Readings readings, IReadOnlyList<string> canaries)
    {
        ArgumentNullException.ThrowIfNull(canaries);
        foreach (var canary in canaries)
        {
            if (canary.Length > 0 && Says(readings.Text, canary))
            {
                return (canary, false);
            }
        }

        var hidden = canaries.Where(canary => canary.Count(char.IsLetterOrDigit) >= ShortestEncoded).ToList();
        if (hidden.Count == 0)
        {
            return null;
        }

        foreach (var view in readings.Decoded)
        {
            if (hidden.Find(canary => Says(view, canary)) is { } found)
            {
                return (found, true);
            }
        }

        return null;
    }

    private static bool IsWord(char character) => char.IsLetter(character) || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.DecimalDigitNumber or System.Globalization.UnicodeCategory.LetterNumber or System.Globalization.UnicodeCategory.OtherNumber;
}
