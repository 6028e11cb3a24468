using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Text;

/// <summary>The tokenisers of sacrebleu that need no model of a language.</summary>
/// <remarks>Post 2018; 13a and intl follow mteval-v13a.pl and mteval-v14.pl. Chinese, Japanese and Thai have no spaces: use <see cref="Characters"/> for them.</remarks>
public static partial class SacreBleuTokenizer
{
    /// <summary><c>13a</c>: punctuation of ASCII apart, but not within numbers.</summary>
    public static IReadOnlyList<string> V13a(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = text.TrimEnd()
            .Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        line = Ascii().Replace($" {line} ", " $1 ");
        line = StopAfterOther().Replace(line, "$1 $2 ");
        line = StopBeforeOther().Replace(line, " $1 $2");
        return Words.Plain(DashAfterDigit().Replace(line, "$1 $2 "));
    }

    /// <summary><c>intl</c>: punctuation and symbols of every script apart, but not within numbers.</summary>
    public static IReadOnlyList<string> International(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = MarkAfterOther().Replace(text.TrimEnd(), "$1 $2 ");
        line = MarkBeforeOther().Replace(line, " $1 $2");
        return Words.Plain(Symbol().Replace(line, " $1 "));
    }

    /// <summary><c>char</c>: every character that is no white space, whole where it takes two UTF-16 units.</summary>
    public static IReadOnlyList<string> Characters(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.EnumerateRunes().Where(rune => !System.Text.Rune.IsWhiteSpace(rune)).Select(rune => rune.ToString())];
    }

    /// <summary><c>none</c>: at white space only.</summary>
    public static IReadOnlyList<string> None(string text) => Words.Plain(text);

    /// <param name="name"><c>13a</c>, <c>intl</c>, <c>char</c> or <c>none</c>.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Func<string, IReadOnlyList<string>> Named(string name) => name switch
    {
        "13a" => V13a,
        "intl" => International,
        "char" => Characters,
        "none" => None,
        _ => throw new ArgumentException($"'{name}' is no tokenizer here. There are 13a, intl, char and none; use char for text without spaces.", nameof(name)),
    };

    [GeneratedRegex(@"([{-~\[-` -&(-+:-@/])", RegexOptions.CultureInvariant)]
    private static partial Regex Ascii();

    [GeneratedRegex(@"([^0-9])([.,])", RegexOptions.CultureInvariant)]
    private static partial Regex StopAfterOther();

    [GeneratedRegex(@"([.,])([^0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex StopBeforeOther();

    [GeneratedRegex(@"([0-9])(-)", RegexOptions.CultureInvariant)]
    private static partial Regex DashAfterDigit();

    [GeneratedRegex(@"(\P{N})(\p{P})", RegexOptions.CultureInvariant)]
    private static partial Regex MarkAfterOther();

    [GeneratedRegex(@"(\p{P})(\P{N})", RegexOptions.CultureInvariant)]
    private static partial Regex MarkBeforeOther();

    // The second half: emoji and other pictures, which take two UTF-16 units.
    [GeneratedRegex(@"(\p{S}|[\uD83C-\uD83E][\uDC00-\uDFFF])", RegexOptions.CultureInvariant)]
    private static partial Regex Symbol();
}
