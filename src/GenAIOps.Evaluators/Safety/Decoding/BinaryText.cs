using System.Text;
using System.Text.Unicode;

namespace GenAIOps.Evaluators.Safety.Decoding;

/// <summary>Text as the digits of its bytes. Reading answers null where the digits are no printable UTF-8.</summary>
internal static class BinaryText
{
    public static string ToBase64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public static string ToHex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    public static string ToBinary(string text) => string.Join(' ', Encoding.UTF8.GetBytes(text).Select(value => value.ToString("b8", System.Globalization.CultureInfo.InvariantCulture)));

    public static string? FromBase64(string text)
    {
        var letters = text.Trim().TrimEnd('=').Replace('-', '+').Replace('_', '/');
        if (letters.Length == 0 || letters.Length % 4 == 1)
        {
            return null;
        }

        var bytes = new byte[letters.Length];
        return Convert.TryFromBase64String(letters + new string('=', (4 - letters.Length % 4) % 4), bytes, out var count) ? Printable(bytes.AsSpan(0, count)) : null;
    }

    public static string? FromHex(string text) => Digits(text.Replace("0x", "", StringComparison.OrdinalIgnoreCase), 16, 2);

    public static string? FromBinary(string text) => Digits(text, 2, 8);

    private static string? Digits(string text, int radix, int width)
    {
        var digits = string.Concat(text.Where(char.IsAsciiHexDigit));
        if (digits.Length == 0 || digits.Length % width != 0 || (radix == 2 && digits.AsSpan().ContainsAnyExcept('0', '1')))
        {
            return null;
        }

        return Printable(Enumerable.Range(0, digits.Length / width).Select(i => Convert.ToByte(digits.Substring(i * width, width), radix)).ToArray());
    }

    private static string? Printable(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        return text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t' or '\u001b')) ? null : text;
    }
}
