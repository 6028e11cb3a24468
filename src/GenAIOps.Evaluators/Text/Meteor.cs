namespace GenAIOps.Evaluators.Text;

/// <summary>METEOR with the stages "exact" and "Porter stem", as NLTK 3.8 computes it without WordNet. The synonym stage is left out: it needs a dictionary of 34 MB.</summary>
/// <remarks>Lavie and Agarwal 2007: alpha 0.9, beta 3, gamma 0.5. Where a synonym would match, the full METEOR is higher as a rule.</remarks>
public static class Meteor
{
    private const double Alpha = 0.9;

    private const double Beta = 3;

    private const double Gamma = 0.5;

    /// <param name="answer">Its tokens, in lower case.</param>
    /// <param name="reference">Tokens of the right answer, in lower case.</param>
    /// <returns>In [0, 1); 0 where nothing matches. A text that is equal to its reference gets a little under 1.</returns>
    public static double Score(IReadOnlyList<string> answer, IReadOnlyList<string> reference)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(reference);
        var aligned = new int[answer.Count];
        Array.Fill(aligned, -1);
        var taken = new bool[reference.Count];
        Match([.. answer], [.. reference], aligned, taken);
        Match([.. answer.Select(PorterStemmer.Stem)], [.. reference.Select(PorterStemmer.Stem)], aligned, taken);
        var matches = aligned.Count(at => at >= 0);
        if (matches == 0)
        {
            return 0;
        }

        var precision = (double)matches / answer.Count;
        var recall = (double)matches / reference.Count;
        var mean = precision * recall / ((Alpha * precision) + ((1 - Alpha) * recall));
        return (1 - (Gamma * Math.Pow((double)Chunks(aligned) / matches, Beta))) * mean;
    }

    /// <summary>From the last word to the first, each takes the last word of the reference that is free and equal.</summary>
    private static void Match(string[] answer, string[] reference, int[] aligned, bool[] taken)
    {
        var free = new Dictionary<string, Stack<int>>(StringComparer.Ordinal);
        for (var at = 0; at < reference.Length; at++)
        {
            if (taken[at])
            {
                continue;
            }

            if (!free.TryGetValue(reference[at], out var places))
            {
                free[reference[at]] = places = new Stack<int>();
            }

            places.Push(at);
        }

        for (var at = answer.Length - 1; at >= 0; at--)
        {
            if (aligned[at] < 0 && free.TryGetValue(answer[at], out var places) && places.TryPop(out var place))
            {
                aligned[at] = place;
                taken[place] = true;
            }
        }
    }

    /// <summary>Runs of matches that are neighbours in both texts.</summary>
    private static int Chunks(int[] aligned)
    {
        var chunks = 0;
        for (var at = 0; at < aligned.Length; at++)
        {
            chunks += aligned[at] >= 0 && (at == 0 || aligned[at - 1] < 0 || aligned[at - 1] + 1 != aligned[at]) ? 1 : 0;
        }

        return chunks;
    }
}
