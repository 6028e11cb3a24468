namespace Nuke.Common.Utilities;

/// <summary>Quotes as the runtime's argument parser reads them.</summary>
internal static class Quoting
{
    public static string Double(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public static string Single(string text) => $"'{text.Replace("'", "\\'", StringComparison.Ordinal)}'";

    public static string DoubleIfNeeded(string text) =>
        string.IsNullOrWhiteSpace(text) ? "" : Has(text, '"') || !text.Any(char.IsWhiteSpace) ? text : Double(text);

    public static string SingleIfNeeded(string text) =>
        string.IsNullOrWhiteSpace(text) ? "" : Has(text, '\'') || !text.Any(char.IsWhiteSpace) ? text : Single(text);

    /// <summary>Whether the text starts and ends with the quote.</summary>
    public static bool Has(string text, char quote) => text.Length > 1 && text[0] == quote && text[^1] == quote;
}
