namespace GenAIOps.Evaluators.Text;

/// <summary>The harmonic mean of word precision and word recall.</summary>
/// <remarks>F1 = 2PR / (P + R) over multisets of words, as in SQuAD (Rajpurkar et al. 2016). O(n + m).</remarks>
public static class TokenF1
{
    /// <param name="answer">Its tokens.</param>
    /// <param name="reference">Tokens of the right answer.</param>
    /// <returns>In [0, 1]; 0 where no token is shared, so also where both are empty (SQuAD 1.1 and Azure; SQuAD 2.0 says 1).</returns>
    public static double Score(IReadOnlyList<string> answer, IReadOnlyList<string> reference)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(reference);
        var wants = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in reference)
        {
            wants[token] = wants.GetValueOrDefault(token) + 1;
        }

        var shared = 0;
        foreach (var token in answer)
        {
            if (wants.TryGetValue(token, out var left) && left > 0)
            {
                wants[token] = left - 1;
                shared++;
            }
        }

        return shared == 0 ? 0 : 2.0 * shared / (answer.Count + reference.Count);
    }
}
