using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Text;

/// <summary>Splits words as the Penn Treebank does, after the rules of NLTK's word_tokenize: "can't" is "ca" and "n't", quotation marks are `` and ''.</summary>
/// <remarks>
/// NLTK first finds sentences with a trained model (Punkt), which is not here: a sentence ends at . ! or ? before white space and an
/// upper-case letter, a digit or a quotation mark, but not after an initial or one of eleven usual abbreviations. After another abbreviation
/// in the middle of a text the full stop is a token here, and may be none in NLTK.
/// </remarks>
public static partial class TreebankTokenizer
{
    /// <summary>The tokens of a text, in order; case stays.</summary>
    public static IReadOnlyList<string> Tokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Boundary().Split(text).SelectMany(Sentence)];
    }

    private static IReadOnlyList<string> Sentence(string text)
    {
        // Single spaces keep the rules below linear in the length of the text.
        text = QuoteSign().Replace(Spaces().Replace(text, " "), " $1 ");
        text = QuoteAtStart().Replace(text, "``");
        text = Backticks().Replace(text, " `` ");
        text = QuoteAfterOpening().Replace(text, "$1 `` ");
        text = LoneQuote().Replace(text, "$1 $2");
        text = StopAtEnd().Replace(text, "$1 $2 $3 ");
        text = ColonBeforeOther().Replace(text, " $1 $2");
        text = ColonAtEnd().Replace(text, " $1 ");
        text = Ellipsis().Replace(text, " $0 ");
        text = Marks().Replace(text, " $0 ");
        text = QuoteBeforeSpace().Replace(text, "$1 ' ");
        text = Brackets().Replace(text, " $0 ");
        text = text.Replace("--", " -- ", StringComparison.Ordinal);
        text = ClosingQuote().Replace($" {text} ", " $1 ");
        text = DoubleQuote().Replace(text, " '' ");
        text = Genitive().Replace(Spaces().Replace(text, " "), "$1 $2 ");
        text = Contraction().Replace(text, "$1 $2 ");
        text = Joined().Replace(text, " $1$3$5$7$9 $2$4$6$8$10 ");
        return Words.Plain(It().Replace(text, " $1 $2 "));
    }

    [GeneratedRegex(@"(?<=[.!?])(?<!\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|e\.g|i\.e|No|Inc|Ltd|\p{Lu})\.)\s+(?=[\p{Lu}\p{N}""'“‘(])", RegexOptions.CultureInvariant)]
    private static partial Regex Boundary();

    [GeneratedRegex("([«“‘„]|`+)", RegexOptions.CultureInvariant)]
    private static partial Regex QuoteSign();

    [GeneratedRegex(@"^""", RegexOptions.CultureInvariant)]
    private static partial Regex QuoteAtStart();

    [GeneratedRegex("``", RegexOptions.CultureInvariant)]
    private static partial Regex Backticks();

    [GeneratedRegex(@"([ (\[{<])(?:""|'{2})", RegexOptions.CultureInvariant)]
    private static partial Regex QuoteAfterOpening();

    [GeneratedRegex(@"(')(?!re|ve|ll|m|t|s|d|n)(\w)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LoneQuote();

    [GeneratedRegex(@"([^.])(\.)([\])}>""'»”’ ]*)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex StopAtEnd();

    [GeneratedRegex(@"([:,])(\D)", RegexOptions.CultureInvariant)]
    private static partial Regex ColonBeforeOther();

    [GeneratedRegex(@"([:,])$", RegexOptions.CultureInvariant)]
    private static partial Regex ColonAtEnd();

    [GeneratedRegex(@"\.{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Ellipsis();

    [GeneratedRegex(@"[;@#$%&?!*]", RegexOptions.CultureInvariant)]
    private static partial Regex Marks();

    [GeneratedRegex(@"([^'])' ", RegexOptions.CultureInvariant)]
    private static partial Regex QuoteBeforeSpace();

    [GeneratedRegex(@"[\]\[(){}<>]", RegexOptions.CultureInvariant)]
    private static partial Regex Brackets();

    [GeneratedRegex("([»”’])", RegexOptions.CultureInvariant)]
    private static partial Regex ClosingQuote();

    [GeneratedRegex(@"''|""", RegexOptions.CultureInvariant)]
    private static partial Regex DoubleQuote();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"([^' ])('[sS]|'[mM]|'[dD]|') ", RegexOptions.CultureInvariant)]
    private static partial Regex Genitive();

    [GeneratedRegex(@"([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", RegexOptions.CultureInvariant)]
    private static partial Regex Contraction();

    [GeneratedRegex(@"\b(?:(can)(not)|(gim|lem)(me)|(gon)(na)|(got)(ta)|(wan)(na)(?=\s))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Joined();

    [GeneratedRegex(@" ('t)(is|was)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex It();
}
