namespace GenAIOps.Evaluators.Text;

/// <summary>ROUGE-N, ROUGE-L and ROUGE-Lsum, as the rouge-score package computes them.</summary>
/// <remarks>Lin 2004. Words are [a-z0-9]+ of the lower-cased text, so text in other scripts has none; with stemming, words of 4 letters and more are stemmed.</remarks>
public static class Rouge
{
    /// <summary>Lower case, [a-z0-9]+, and stems where wanted.</summary>
    public static IReadOnlyList<string> Tokens(string text, bool stem = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<string>();
        var lower = text.ToLowerInvariant();
        for (var at = 0; at < lower.Length; at++)
        {
            var start = at;
            while (at < lower.Length && (char.IsAsciiLetterLower(lower[at]) || char.IsAsciiDigit(lower[at])))
            {
                at++;
            }

            if (at > start)
            {
                tokens.Add(stem && at - start > 3 ? PorterStemmer.Stem(lower[start..at]) : lower[start..at]);
            }
        }

        return tokens;
    }

    /// <summary>ROUGE-N: shared runs of <paramref name="order"/> words, 1 to 6.</summary>
    public static RougeScore N(IReadOnlyList<string> answer, IReadOnlyList<string> reference, int order)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(reference);
        var numbers = new NGrams();
        var (has, wants) = (numbers.Number(answer), numbers.Number(reference));
        return RougeScore.Of(NGrams.Shared(has, wants, order), NGrams.Total(has.Length, order), NGrams.Total(wants.Length, order));
    }

    /// <summary>ROUGE-L: the longest common subsequence of words. O(nm) time, O(min(n, m)) memory.</summary>
    public static RougeScore L(IReadOnlyList<string> answer, IReadOnlyList<string> reference)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(reference);
        var numbers = new NGrams();
        return RougeScore.Of(LongestCommonSubsequence.Length(numbers.Number(answer), numbers.Number(reference)), answer.Count, reference.Count);
    }

    /// <summary>ROUGE-Lsum: each line is a sentence; a reference's line may be put together of several lines of the answer.</summary>
    public static RougeScore LSum(string answer, string reference, bool stem = false)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(reference);
        var numbers = new NGrams();
        int[][] Lines(string text) => [.. text.Split('\n').Select(line => numbers.Number(Tokens(line, stem))).Where(line => line.Length > 0)];
        var (has, wants) = (Lines(answer), Lines(reference));
        var (hasLeft, wantsLeft) = (Counts(has), Counts(wants));
        var shared = 0;
        foreach (var line in wants)
        {
            var hit = new bool[line.Length];
            foreach (var other in has)
            {
                LongestCommonSubsequence.Mark(line, other, hit);
            }

            for (var at = 0; at < line.Length; at++)
            {
                if (hit[at] && hasLeft.GetValueOrDefault(line[at]) > 0 && wantsLeft[line[at]] > 0)
                {
                    shared++;
                    hasLeft[line[at]]--;
                    wantsLeft[line[at]]--;
                }
            }
        }

        return RougeScore.Of(shared, has.Sum(line => line.Length), wants.Sum(line => line.Length));
    }

    private static Dictionary<int, int> Counts(int[][] lines) => lines.SelectMany(line => line).CountBy(word => word).ToDictionary();
}
