namespace GenAIOps.Evaluators.Text;

/// <summary>What becomes of a precision without a match.</summary>
public enum BleuSmoothing
{
    /// <summary>It stays 0, and so does the score.</summary>
    None,

    /// <summary>Method 1 of Chen and Cherry 2014: 0.1 matches.</summary>
    Method1,

    /// <summary>Method 4 of Chen and Cherry 2014, k = 5, as Azure's bleu_score and Microsoft.Extensions.AI.Evaluation.NLP use it: less for short answers.</summary>
    Method4,
}

/// <summary>BLEU of one answer, as nltk.translate.bleu_score.sentence_bleu of NLTK 3.8 computes it: 1 to 4 words, equal weights.</summary>
/// <remarks>Papineni et al. 2002; smoothing: Chen and Cherry 2014. O(n) for n words.</remarks>
public static class Bleu
{
    private const int Orders = 4;

    /// <param name="answer">Its tokens.</param>
    /// <param name="references">Tokens of each right answer, 1 or more.</param>
    /// <param name="smoothing">For a precision without a match.</param>
    /// <returns>In [0, 1]; null where <see cref="BleuSmoothing.Method4"/> is not defined: an answer of one token, which has ln 1 = 0.</returns>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public static double? Score(IReadOnlyList<string> answer, IReadOnlyList<IReadOnlyList<string>> references, BleuSmoothing smoothing)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(references);
        var precisions = new (int Matches, int Total)[Orders];
        for (var order = 1; order <= Orders; order++)
        {
            precisions[order - 1] = ModifiedPrecision(answer, references, order);
        }

        if (smoothing == BleuSmoothing.Method4 && answer.Count == 1)
        {
            return null;
        }

        if (precisions[0].Matches == 0)
        {
            return 0;
        }

        var sum = Smooth(precisions, answer.Count, smoothing).Sum(precision => Math.Log(precision) / Orders);
        return BrevityPenalty(ClosestLength([.. references.Select(reference => reference.Count)], answer.Count), answer.Count) * Math.Exp(sum);
    }

    /// <summary>Runs of the answer that stand in a reference, and all its runs (at least 1, so that a share can be taken).</summary>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public static (int Matches, int Total) ModifiedPrecision(IReadOnlyList<string> answer, IReadOnlyList<IReadOnlyList<string>> references, int order)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(references);
        if (references.Count == 0)
        {
            throw new ArgumentException("BLEU needs a reference, and got none.", nameof(references));
        }

        var numbers = new NGrams();
        var matches = NGrams.Clipped(numbers.Number(answer), [.. references.Select(numbers.Number)], order);
        return (matches, Math.Max(1, NGrams.Total(answer.Count, order)));
    }

    /// <summary>The length of a reference that is nearest to the answer's; of two equally near the shorter.</summary>
    public static int ClosestLength(IReadOnlyList<int> references, int answer)
    {
        ArgumentNullException.ThrowIfNull(references);
        return references.MinBy(length => (Math.Abs(length - answer), length));
    }

    /// <returns>1 where the answer is not shorter; 0 where it is empty.</returns>
    public static double BrevityPenalty(int reference, int answer) =>
        answer >= reference && answer > 0 ? 1 : answer == 0 ? 0 : Math.Exp(1 - ((double)reference / answer));

    /// <summary>The precisions with those that have no match smoothed.</summary>
    internal static double[] Smooth(IReadOnlyList<(int Matches, int Total)> precisions, int length, BleuSmoothing smoothing)
    {
        const double Epsilon = 0.1;
        const double K = 5;
        var smoothed = new double[precisions.Count];
        var missed = 0;
        for (var at = 0; at < smoothed.Length; at++)
        {
            var (matches, total) = precisions[at];
            smoothed[at] = matches > 0 || smoothing == BleuSmoothing.None ? (double)matches / total
                : smoothing == BleuSmoothing.Method1 ? Epsilon / total
                : length > 1 ? Math.Log(length) / (Math.Pow(2, ++missed) * K) / total : 0;
        }

        return smoothed;
    }
}
