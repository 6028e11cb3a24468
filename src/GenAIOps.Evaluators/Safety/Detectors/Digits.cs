namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Takes numbers out of their layout.</summary>
internal static class Digits
{
    public static string Of(ReadOnlySpan<char> text)
    {
        var digits = new char[text.Length];
        var count = 0;
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character))
            {
                digits[count++] = character;
            }
        }

        return new string(digits, 0, count);
    }

    /// <summary>Whether no letter or digit touches a piece of the text.</summary>
    public static bool Stands(string text, int start, int length) =>
        (start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (start + length >= text.Length || !char.IsLetterOrDigit(text[start + length]));
}
