using System.Text;
using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Text;

/// <summary>The normalisation of SQuAD, which Azure's f1_score uses too: lower case, no ASCII punctuation, no articles, single spaces.</summary>
/// <remarks>Rajpurkar et al. 2016, evaluate-v1.1. Only ASCII punctuation goes: "24–10" and "24-10" differ, "$3.88" and "388" do not.</remarks>
public static partial class SquadTokenizer
{
    /// <summary>The words of a normalised text, in order.</summary>
    public static IReadOnlyList<string> Tokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsAscii(c) || !(char.IsPunctuation(c) || char.IsSymbol(c)))
            {
                kept.Append(char.ToLowerInvariant(c));
            }
        }

        return Words.Plain(Article().Replace(kept.ToString(), " "));
    }

    /// <summary>A normalised text.</summary>
    public static string Normalize(string text) => string.Join(' ', Tokens(text));

    [GeneratedRegex(@"\b(?:a|an|the)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Article();
}
