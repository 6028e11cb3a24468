
namespace Nuke.Common.Utilities;

public static class StringExtensions
{
    public static string Join(this IEnumerable<string> enumerable, string separator) => string.Join(separator, enumerable);

    public static string Join(this IEnumerable<string> enumerable, char separator) => string.Join(separator, enumerable);

    public static string JoinSpace(this IEnumerable<string> values) => values.Join(' ');

    public static string JoinComma(this IEnumerable<string> values) => values.Join(',');

    public static string JoinCommaSpace(this IEnumerable<string> values) => values.Join(", ");

    public static string JoinNewLine(this IEnumerable<string> values) => values.Join(Environment.NewLine);

    public static bool EqualsOrdinalIgnoreCase(this string str, string other) => str.Equals(other, StringComparison.OrdinalIgnoreCase);

    public static bool ContainsOrdinalIgnoreCase(this string str, string other) => str.Contains(other, StringComparison.OrdinalIgnoreCase);

    public static bool StartsWithOrdinalIgnoreCase(this string str, string other) => str.StartsWith(other, StringComparison.OrdinalIgnoreCase);

    public static bool EndsWithOrdinalIgnoreCase(this string str, string other) => str.EndsWith(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes the text off the start if it is there, once.</summary>
    public static string TrimStart(this string str, string trim) => str.StartsWith(trim, StringComparison.Ordinal) ? str[trim.Length..] : str;

    /// <summary>Takes the text off the end if it is there, once.</summary>
    public static string TrimEnd(this string str, string trim) => str.EndsWith(trim, StringComparison.Ordinal) ? str[..^trim.Length] : str;

    public static string DoubleQuote(this string str) => Quoting.Double(str);

    /// <summary>In double quotes if it contains white space, and is not quoted already.</summary>
    public static string DoubleQuoteIfNeeded(this string str) => Quoting.DoubleIfNeeded(str);
}
