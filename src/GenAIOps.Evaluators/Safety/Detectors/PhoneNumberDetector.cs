using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Telephone numbers: international ones (ITU-T E.164: a plus, 8 to 15 digits), those of North America in their layouts, and others with a leading 0 and a separator, or after a word such as "phone".</summary>
public sealed partial class PhoneNumberDetector() : Detector("a telephone number")
{
    protected override IEnumerable<Finding> Scan(string text)
    {
        var end = 0;
        foreach (Match match in Layouts().Matches(text))
        {
            var number = match.Groups["number"];
            var digits = Digits.Of(number.ValueSpan);
            if (number.Index >= end && digits.Length is >= 7 and <= 15 && !(digits.Length < 8 && number.ValueSpan[0] == '+') && digits.Distinct().Count() > 1)
            {
                end = number.Index + number.Length;
                yield return At(text, number.Index, number.Length, Key(digits));
            }
        }
    }

    /// <summary>The national and the international form of one number share their last digits.</summary>
    private static string Key(string digits) => digits[^7..];

    // A group of digits after another is a part of a longer number. Layouts: +49 30 901820 · (425) 555-0100 · 425-555-0100 · 030 / 90 18 20 · phone: 5550100
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}+.,/-])(?<number>(?:\+|(?<![0-9] )00(?=[1-9]))(?:\(?[0-9]\)?[ ().\-/]{0,3}){7,15}(?<=[0-9]))(?![\p{L}\p{N}])" +
        @"|(?<![\p{L}\p{N}+.,/-])(?<number>(?:1[ .-])?\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[ .-][0-9]{4})(?![\p{L}\p{N}-])" +
        @"|(?<![\p{L}\p{N}+.,/-]|[0-9] )(?<number>(?:1[.-])?[2-9][0-9]{2}([.-])[2-9][0-9]{2}\1[0-9]{4})(?![\p{L}\p{N}-])" +
        @"|(?<![\p{L}\p{N}+.,/-]|[0-9] )(?<number>\(?0[1-9][0-9]{1,4}\)?(?: ?/ ?| |-)[1-9](?:[ -]?[0-9]){4,8})(?![\p{L}\p{N}-])" +
        @"|(?i:\b(?:phone|tel|telephone|mobile|cell|telefon|handy|call(?: me)? at)(?: (?:number|no))?(?: is)?[.:]{0,2} {0,2})(?<number>\(?[0-9](?:[ ().\-/]{0,2}[0-9]){6,13})(?![\p{L}\p{N}])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Layouts();
}
