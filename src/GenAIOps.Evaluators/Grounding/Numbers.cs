using System.Globalization;
using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Grounding;

/// <summary>Finds numbers and dates in text, in one spelling each: 1,234.50 is 1234.5, thirty is 30, 31 December 2026 is 2026-12-31.</summary>
internal static partial class Numbers
{
    private static readonly Dictionary<string, int> Small = Enumerable.Range(0, 20).Zip(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])
        .Concat(Enumerable.Range(2, 8).Select(ten => ten * 10).Zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]))
        .ToDictionary(pair => pair.Second, pair => pair.First, StringComparer.OrdinalIgnoreCase);

    /// <summary>What a text states: a date is one thing. "One" and "zero" are left out, as they are words more often than numbers; so are the numbers of a list.</summary>
    public static IReadOnlyList<string> Stated(string text)
    {
        var found = new List<string>();
        var rest = Dates(ListMark().Replace(text, " "), found);
        found.AddRange(Digits(rest));
        found.AddRange(InWords(rest).Where(number => number is not ("0" or "1")));
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What a text supports: its dates, and the parts of dates too.</summary>
    public static IEnumerable<string> Supported(string text)
    {
        var dates = new List<string>();
        Dates(text, dates);
        return dates.Concat(Digits(text)).Concat(InWords(text)).Concat(dates.SelectMany(date => date.Split('-').Select(part => Plain(decimal.Parse(part, CultureInfo.InvariantCulture)))));
    }

    private static string Dates(string text, List<string> found) => Date().Replace(text, match =>
    {
        var month = match.Groups["name"].Value is { Length: > 0 } name ? Month(name) : int.Parse(match.Groups["month"].ValueSpan, CultureInfo.InvariantCulture);
        var day = int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture);
        if (month is < 1 or > 12 || day is < 1 or > 31)
        {
            return match.Value;
        }

        found.Add(string.Create(CultureInfo.InvariantCulture, $"{match.Groups["year"].Value}-{month:00}-{day:00}"));
        return " ";
    });

    private static IEnumerable<string> Digits(string text) => Number().Matches(text).Select(match => match.Value).Select(value =>
    {
        var plain = European().IsMatch(value) ? value.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : value.Replace(",", "", StringComparison.Ordinal);
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? Plain(number) : value;
    });

    private static IEnumerable<string> InWords(string text) => Word().Matches(text).Select(match =>
        Plain(match.Groups[3].Success ? Small[match.Groups[3].Value] : Small[match.Groups[1].Value] + Small[match.Groups[2].Value]));

    private static int Month(string name) => 1 + Array.FindIndex(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames, month => month.StartsWith(name[..3], StringComparison.OrdinalIgnoreCase));

    private static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private const string MonthNames = "(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

    [GeneratedRegex(
        @"\b(?:(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})|(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})"
        + @"|(?<day>\d{1,2})(?:st|nd|rd|th)?\s+" + MonthNames + @"\.?,?\s+(?<year>\d{4})|" + MonthNames + @"\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4}))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Date();

    [GeneratedRegex(@"(?<![\p{L}\p{N}_])[0-9]{1,3}(?:\.[0-9]{3}){1,8},[0-9]+|(?<![\p{L}\p{N}_])[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\.[0-9]{3},", RegexOptions.CultureInvariant)]
    private static partial Regex European();

    [GeneratedRegex(
        @"\b(?:(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(one|two|three|four|five|six|seven|eight|nine)"
        + @"|(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[ \t]*[0-9]+[.)](?=[ \t]+\S)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ListMark();
}
