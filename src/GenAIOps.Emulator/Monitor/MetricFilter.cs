using System.Text.RegularExpressions;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>The <c>$filter</c> of a metrics query: comparisons with <c>eq</c> and <c>ne</c>, <c>or</c> binds tighter than <c>and</c>.</summary>
/// <remarks><c>name eq '*'</c> keeps the values of a dimension apart.</remarks>
internal sealed partial class MetricFilter
{
    private sealed record Comparison(string Dimension, bool Equal, string Value)
    {
        public bool Holds(IReadOnlyDictionary<string, string> dimensions) =>
            Value == "*" || string.Equals(dimensions.GetValueOrDefault(Dimension, ""), Value, StringComparison.OrdinalIgnoreCase) == Equal;
    }

    private readonly IReadOnlyList<IReadOnlyList<Comparison>> _all;

    private MetricFilter(IReadOnlyList<IReadOnlyList<Comparison>> all) => _all = all;

    /// <summary>The dimensions whose values are kept apart.</summary>
    public IReadOnlyList<string> Split => [.. _all.SelectMany(any => any).Where(each => each.Value == "*").Select(each => each.Dimension).Distinct(StringComparer.OrdinalIgnoreCase)];

    public bool Holds(IReadOnlyDictionary<string, string> dimensions) => _all.All(any => any.Any(each => each.Holds(dimensions)));

    /// <exception cref="AzureErrorException">The filter is not understood.</exception>
    public static MetricFilter Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return new MetricFilter([]);
        List<List<Comparison>> all = [[]];
        int at = 0;
        while (true)
        {
            Match comparison = ComparisonPattern().Match(text, at);
            if (!comparison.Success) throw Invalid(text, at);
            all[^1].Add(new Comparison(comparison.Groups["name"].Value.Trim('\''), comparison.Groups["operator"].Value.Equals("eq", StringComparison.OrdinalIgnoreCase),
                comparison.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal)));
            at = comparison.Index + comparison.Length;
            Match word = WordPattern().Match(text, at);
            if (!word.Success) break;
            if (word.Groups["word"].Value.Equals("and", StringComparison.OrdinalIgnoreCase)) all.Add([]);
            at = word.Index + word.Length;
        }
        return EndPattern().IsMatch(text, at) ? new MetricFilter(all) : throw Invalid(text, at);
    }

    private static AzureErrorException Invalid(string text, int at) => AzureErrorException.BadRequest("BadRequest",
        $"The filter '{text}' is not understood at '{text[at..]}'. It must be like: cloud/roleInstance eq 'a' and request/success eq 'False'.");

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\G[\s(]*(?<name>'[^']+'|[\w./ -]*[\w./-])\s+(?<operator>eq|ne)\s+'(?<value>([^']|'')*)'[\s)]*", Options)]
    private static partial Regex ComparisonPattern();

    [GeneratedRegex(@"\G(?<word>and|or)\b", Options)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"\G[\s)]*\z", Options)]
    private static partial Regex EndPattern();
}
