using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Numbers that a state gives to a person: SSN (United States), NINO (United Kingdom), Steuer-ID (Germany), NIR (France), DNI and NIE (Spain), each by its own rules.</summary>
public sealed partial class NationalIdDetector() : Detector("a national identity number")
{
    protected override IEnumerable<Finding> Scan(string text) =>
        Layouts().Matches(text).Where(IsSound).Select(match => At(text, match.Index, match.Length, Key(match.Value)));

    private static bool IsSound(Match match) =>
        match.Groups["ssn"].Success ? IsSsn(Digits.Of(match.ValueSpan))
        : match.Groups["nino"].Success ? IsNino(Key(match.Value))
        : match.Groups["steuer"].Success ? IsSteuerId(Digits.Of(match.ValueSpan))
        : match.Groups["nir"].Success ? IsNir(Digits.Of(match.ValueSpan))
        : IsDni(Key(match.Value));

    /// <remarks>Social Security Administration, POMS RM 10201.030: no area 000, 666 or 900-999, no group 00, no serial 0000.</remarks>
    internal static bool IsSsn(string digits) =>
        digits.Length == 9 && digits[..3] is not ("000" or "666") && digits[0] != '9' && digits[3..5] != "00" && digits[5..] != "0000"
        && digits is not ("078051120" or "219099999" or "123456789");

    /// <remarks>HMRC, NIM39110: prefixes that are not given out.</remarks>
    internal static bool IsNino(string value) =>
        value.Length == 9 && !"DFIQUV".Contains(value[0], StringComparison.Ordinal) && !"DFIOQUV".Contains(value[1], StringComparison.Ordinal)
        && value[..2] is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ");

    /// <remarks>Eleven digits, the first not 0; of the first ten one stands twice or three times; check digit by ISO/IEC 7064, MOD 11,10 (BZSt).</remarks>
    internal static bool IsSteuerId(string digits)
    {
        if (digits.Length != 11 || digits[0] == '0')
        {
            return false;
        }

        var repeated = digits[..10].CountBy(digit => digit).Where(pair => pair.Value > 1).ToList();
        if (repeated is not [{ Value: 2 or 3 }])
        {
            return false;
        }

        var product = 10;
        foreach (var digit in digits.AsSpan(0, 10))
        {
            var sum = (digit - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == digits[10] - '0';
    }

    /// <remarks>INSEE: 13 digits and a key, 97 minus the number modulo 97; months 1 to 12 and 20 to 42.</remarks>
    internal static bool IsNir(string digits) =>
        digits.Length == 15
        && long.Parse(digits.AsSpan(0, 13), System.Globalization.CultureInfo.InvariantCulture) % 97 + int.Parse(digits.AsSpan(13), System.Globalization.CultureInfo.InvariantCulture) == 97
        && int.Parse(digits.AsSpan(3, 2), System.Globalization.CultureInfo.InvariantCulture) is (>= 1 and <= 12) or (>= 20 and <= 42);

    /// <remarks>Ministerio del Interior: the letter is the number modulo 23; X, Y and Z stand for 0, 1 and 2.</remarks>
    internal static bool IsDni(string value) =>
        value.Length == 9
        && "TRWAGMYFPDXBNJZSQVHLCKE"[int.Parse((value[0] is 'X' or 'Y' or 'Z' ? (char)(value[0] - 'X' + '0') : value[0]) + value[1..8], System.Globalization.CultureInfo.InvariantCulture) % 23] == value[8];

    private static string Key(string value) => string.Concat(value.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}.-])(?:" +
        @"(?<ssn>[0-9]{3}([ -])[0-9]{2}\1[0-9]{4})" +
        @"|(?<nino>[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D])" +
        @"|(?<nir>[12] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{2})" +
        @"|(?<steuer>[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3})" +
        @"|(?<dni>[XYZ0-9][- ]?[0-9]{7}[- ]?[A-HJ-NP-TV-Z])" +
        @")(?![\p{L}\p{N}]|[.-][0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Layouts();
}
