namespace GenAIOps.Evaluators.Checks;

/// <summary>What the checks of text share.</summary>
internal static class TextChecks
{
    public static StringComparison Comparison(bool ignoreCase) => ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"\"{text}\""));

    public static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
