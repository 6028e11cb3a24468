using System.Text;

namespace GenAIOps.Evaluators.Text;

/// <summary>Splits words as Microsoft.Extensions.AI.Evaluation.NLP does, so that numbers can be compared with its.</summary>
/// <remarks>
/// Upper case; each punctuation mark and symbol is a token; a hyphen at the end of a line joins; five HTML entities are read.
/// A number at the start of a token takes the punctuation that follows it along, so "2024." is not "2024".
/// </remarks>
public static class MeaiTokenizer
{
    private static readonly (string Entity, string Sign)[] Entities = [("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&apos;", "'")];

    /// <summary>The tokens of a text, in order.</summary>
    public static IReadOnlyList<string> Tokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<string>();
        var word = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            at = Step(text, at, word, tokens);
        }

        End(word, tokens);
        return tokens;
    }

    private static int Step(string text, int at, StringBuilder word, List<string> tokens)
    {
        var c = text[at];
        var rest = text.AsSpan(at);
        if (char.IsWhiteSpace(c))
        {
            End(word, tokens);
            return at + 1;
        }

        if (rest is ['-', '\n', ..])
        {
            return at + 2;
        }

        if (rest is ['-', '\r', '\n', ..])
        {
            return at + 3;
        }

        foreach (var (entity, sign) in Entities)
        {
            if (c == '&' && rest.StartsWith(entity, StringComparison.Ordinal))
            {
                End(word, tokens);
                tokens.Add(sign);
                return at + entity.Length;
            }
        }

        if (char.IsSymbol(c) || char.IsPunctuation(c))
        {
            End(word, tokens);
            tokens.Add(c.ToString());
            return at + 1;
        }

        if (!char.IsNumber(c) || word.Length > 0)
        {
            word.Append(char.ToUpperInvariant(c));
            return at + 1;
        }

        var end = at;
        while (end < text.Length && (char.IsNumber(text[end]) || char.IsPunctuation(text[end])))
        {
            end++;
        }

        tokens.Add(text[at..end]);
        return end;
    }

    private static void End(StringBuilder word, List<string> tokens)
    {
        if (word.Length > 0)
        {
            tokens.Add(word.ToString());
            word.Clear();
        }
    }
}
