using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Azure AI Content Safety's categories.</summary>
public enum HarmCategory
{
    Violence,
    Sexual,
    SelfHarm,
    HateUnfairness,
}

/// <summary>Rates a text by rules: what is said in plain words and in the open. See docs/evaluation/safety.md for what it cannot see.</summary>
public sealed class HarmfulContent
{
    // Every repetition in these is bounded, so that backtracking is too.
    private static readonly IReadOnlyList<(HarmRule Rule, Regex Pattern)> Own =
        [.. HarmLexicon.Rules.Select(rule => (rule, new Regex(rule.Pattern, RegexOptions.Compiled | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)))];

    private readonly IReadOnlyList<(HarmRule Rule, Regex Pattern)> _rules;

    /// <param name="more">Rules beside those that come with it, such as a house's own list of slurs.</param>
    /// <exception cref="ArgumentException">A severity lies outside 1 to 7, or a pattern is no regular expression, or needs backtracking.</exception>
    public HarmfulContent(params IReadOnlyList<HarmRule> more) => _rules = [.. Own, .. more.Select(rule => (rule, Compiled(rule)))];

    /// <summary>With the rules that come with it.</summary>
    public static HarmfulContent Default { get; } = new();

    /// <summary>The gravest thing of a category that a text says.</summary>
    /// <returns>0 (nothing) to 7, and the words; sentences that refuse, warn or offer help do not count.</returns>
    public (int Severity, string Words) Rate(string text, HarmCategory category)
    {
        ArgumentNullException.ThrowIfNull(text);
        var worst = (Severity: 0, Words: "");
        foreach (var (rule, pattern) in _rules)
        {
            if (rule.Category != category || rule.Severity <= worst.Severity)
            {
                continue;
            }

            foreach (var match in pattern.EnumerateMatches(text))
            {
                if (!HarmLexicon.IsHelp(Around(text, match.Index, match.Length)))
                {
                    worst = (rule.Severity, text.Substring(match.Index, Math.Min(match.Length, 80)));
                    break;
                }
            }
        }

        return worst;
    }

    /// <summary>The sentence of a match, and at most 200 characters to either side.</summary>
    private static ReadOnlySpan<char> Around(string text, int index, int length)
    {
        var from = index == 0 ? 0 : text.LastIndexOfAny(['.', '!', '?', '\n'], index - 1, Math.Min(index, 200)) + 1;
        from = from == 0 ? Math.Max(0, index - 200) : from;
        var to = text.AsSpan(index + length, Math.Min(200, text.Length - index - length)).IndexOfAny(['.', '!', '?', '\n']);
        return text.AsSpan(from, index + length - from + (to < 0 ? Math.Min(200, text.Length - index - length) : to));
    }

    private static Regex Compiled(HarmRule rule)
    {
        if (rule.Severity is < 1 or > 7)
        {
            throw new ArgumentException($"The rule '{rule.Pattern}' has severity {rule.Severity}, and severities run from 1 to 7.");
        }

        try
        {
            return new Regex(rule.Pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is NotSupportedException or RegexParseException)
        {
            throw new ArgumentException($"The rule '{rule.Pattern}' cannot be used: {e.Message} Write it without lookarounds and backreferences, so that its time is bounded.", e);
        }
    }
}
