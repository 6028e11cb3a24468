using System.Text;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>How alike two texts are, in [0, 1].</summary>
internal static class TextScores
{
    private const int LongestText = 20_000;

    /// <summary>Harmonic mean of word precision and recall; lower case, without punctuation and articles (as in SQuAD, Rajpurkar et al. 2016).</summary>
    public static double F1(string response, string truth)
    {
        string[] said = Normalise(response), wanted = Normalise(truth);
        if (said.Length == 0 || wanted.Length == 0) return said.Length == wanted.Length ? 1 : 0;
        Dictionary<string, int> left = wanted.CountBy(word => word).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        int shared = 0;
        foreach (string word in said)
        {
            if (left.GetValueOrDefault(word) == 0) continue;
            left[word]--;
            shared++;
        }
        return 2.0 * shared / (said.Length + wanted.Length);
    }

    /// <summary>Twice the longest common subsequence over both lengths: the share of characters that need not be touched. O(n m) time, O(m) space.</summary>
    /// <exception cref="UnscoredException">A text is too long to compare.</exception>
    public static double Fuzzy(string one, string other)
    {
        if (one.Length > LongestText || other.Length > LongestText)
            throw new UnscoredException("TextTooLong", $"fuzzy_match compares at most {LongestText} characters; these have {one.Length} and {other.Length}.");
        if (one.Length + other.Length == 0) return 1;
        int[] before = new int[other.Length + 1], now = new int[other.Length + 1];
        foreach (char c in one)
        {
            for (int j = 0; j < other.Length; j++) now[j + 1] = c == other[j] ? before[j] + 1 : Math.Max(before[j + 1], now[j]);
            (before, now) = (now, before);
        }
        return 2.0 * before[^1] / (one.Length + other.Length);
    }

    private static string[] Normalise(string text)
    {
        StringBuilder plain = new(text.Length);
        foreach (char c in text) plain.Append(char.IsPunctuation(c) || char.IsSymbol(c) ? ' ' : char.ToLowerInvariant(c));
        return [.. plain.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("a" or "an" or "the"))];
    }
}
