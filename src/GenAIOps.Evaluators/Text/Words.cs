namespace GenAIOps.Evaluators.Text;

/// <summary>The tokenisers that need no rules of their own.</summary>
public static class Words
{
    /// <summary>Splits at white space; case and punctuation stay.</summary>
    public static IReadOnlyList<string> Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Lower case, then splits at white space.</summary>
    public static IReadOnlyList<string> Lower(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Plain(text.ToLowerInvariant());
    }
}
