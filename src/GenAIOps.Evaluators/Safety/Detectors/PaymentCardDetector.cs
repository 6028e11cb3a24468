using System.Globalization;
using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Payment card numbers: an issuer's range, its length, and the check digit (ISO/IEC 7812-1, annex B: Luhn).</summary>
public sealed partial class PaymentCardDetector() : Detector("a card number")
{
    private static readonly (int From, int To, int[] Lengths)[] Issuers =
    [
        (4_00000, 4_99999, [13, 16, 19]), // Visa
        (51_0000, 55_9999, [16]), // Mastercard
        (2221_00, 2720_99, [16]), // Mastercard, since 2017
        (34_0000, 34_9999, [15]), // American Express
        (37_0000, 37_9999, [15]),
        (300_000, 305_999, [14]), // Diners Club
        (36_0000, 36_9999, [14]),
        (38_0000, 39_9999, [14]),
        (6011_00, 6011_99, [16, 19]), // Discover
        (644_000, 659_999, [16, 19]),
        (3528_00, 3589_99, [16, 19]), // JCB
        (62_0000, 62_9999, [16, 17, 18, 19]), // UnionPay
        (50_0000, 50_9999, [16, 19]), // Maestro
        (56_0000, 58_9999, [16, 19]),
        (6304_00, 6304_99, [16, 19]),
        (6759_00, 6763_99, [16, 19]),
    ];

    protected override IEnumerable<Finding> Scan(string text) =>
        Layouts().Matches(text).Select(match => (match, digits: Digits.Of(match.ValueSpan))).Where(card => IsCard(card.digits))
            .Select(card => At(text, card.match.Index, card.match.Length, card.digits));

    internal static bool IsCard(string digits)
    {
        if (digits.Length is < 13 or > 19 || !PassesLuhn(digits))
        {
            return false;
        }

        var prefix = int.Parse(digits.AsSpan(0, 6), NumberStyles.None, CultureInfo.InvariantCulture);
        return Issuers.Any(issuer => prefix >= issuer.From && prefix <= issuer.To && issuer.Lengths.Contains(digits.Length));
    }

    internal static bool PassesLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}])(?:[0-9]{4}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{3})?|[0-9]{4}([ -])[0-9]{6}\2[0-9]{4,5}|[0-9]{13,19}|(?:[0-9][ -]){12,18}[0-9])(?![\p{L}\p{N}])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Layouts();
}
