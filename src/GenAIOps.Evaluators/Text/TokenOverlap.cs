using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Text;

/// <summary>Shared words of two texts: runs of letters and digits in lower case, no articles.</summary>
/// <remarks>Splits at every mark; <see cref="SquadTokenizer"/> is SQuAD's own, and <see cref="TokenF1"/> takes either's words.</remarks>
public static partial class TokenOverlap
{
    /// <returns>The share of the reference's words that the answer has, in [0, 1]; 1 for an empty reference.</returns>
    public static double Recall(string answer, string reference)
    {
        var has = Tokens(answer).CountBy(token => token).ToDictionary();
        var wants = Tokens(reference).CountBy(token => token).ToDictionary();
        var all = wants.Values.Sum();
        return all == 0 ? 1 : (double)wants.Sum(pair => Math.Min(pair.Value, has.GetValueOrDefault(pair.Key))) / all;
    }

    public static IReadOnlyList<string> Tokens(string text) =>
        [.. Words().Matches(text.ToLowerInvariant()).Select(match => match.Value.Replace("'", "", StringComparison.Ordinal)).Where(token => token is not ("a" or "an" or "the"))];

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:'[\p{L}]+)*")]
    private static partial Regex Words();
}
