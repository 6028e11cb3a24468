using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Text;

/// <summary>Shared words of two texts: runs of letters and digits in lower case, no articles.</summary>
/// <remarks>F1 = 2PR / (P + R) over word multisets. Close to SQuAD's F1, but splits at every mark; <see cref="SquadTokenizer"/> is SQuAD's own.</remarks>
public static partial class TokenOverlap
{
    /// <returns>F1 in [0, 1]; 1 where both are empty, 0 where one is.</returns>
    public static double F1(string answer, string reference)
    {
        var (shared, n, m) = Count(answer, reference);
        return n == 0 || m == 0 ? (n == m ? 1 : 0) : 2.0 * shared / (n + m);
    }

    /// <returns>The share of the reference's words that the answer has, in [0, 1]; 1 for an empty reference.</returns>
    public static double Recall(string answer, string reference)
    {
        var (shared, _, m) = Count(answer, reference);
        return m == 0 ? 1 : (double)shared / m;
    }

    public static IReadOnlyList<string> Tokens(string text) =>
        [.. Words().Matches(text.ToLowerInvariant()).Select(match => match.Value.Replace("'", "", StringComparison.Ordinal)).Where(token => token is not ("a" or "an" or "the"))];

    private static (int Shared, int N, int M) Count(string answer, string reference)
    {
        var has = Tokens(answer).CountBy(token => token).ToDictionary();
        var wants = Tokens(reference).CountBy(token => token).ToDictionary();
        return (wants.Sum(pair => Math.Min(pair.Value, has.GetValueOrDefault(pair.Key))), has.Values.Sum(), wants.Values.Sum());
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:'[\p{L}]+)*")]
    private static partial Regex Words();
}
