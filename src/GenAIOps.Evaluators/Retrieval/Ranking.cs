namespace GenAIOps.Evaluators.Retrieval;

/// <summary>Measures of a ranked list of documents. A document counts once, at its best rank; relevant is what has a grade of 1 or more.</summary>
/// <remarks>Manning, Raghavan and Schütze 2008, chapter 8; nDCG: Järvelin and Kekäläinen 2002, with the discount log2(rank + 1).</remarks>
public static class Ranking
{
    /// <summary>The grades of the list, best rank first, each document once; 0 for a document that nobody judged.</summary>
    public static IReadOnlyList<int> Grades(IEnumerable<string> ranked, IReadOnlyDictionary<string, int> relevant)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        ArgumentNullException.ThrowIfNull(relevant);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // Passages without an id cannot be told apart, so each keeps its rank.
        return [.. ranked.Where(id => id.Length == 0 || seen.Add(id)).Select(id => relevant.GetValueOrDefault(id))];
    }

    /// <summary>Of k places, the share that holds a relevant document. A shorter list counts as filled up with others, as trec_eval does.</summary>
    public static double Precision(IReadOnlyList<int> grades, int k) => (double)Hits(grades, k) / k;

    /// <summary>Of the relevant documents, the share among the first k.</summary>
    /// <param name="relevant">How many there are, 1 or more.</param>
    public static double Recall(IReadOnlyList<int> grades, int k, int relevant) => (double)Hits(grades, k) / relevant;

    /// <summary>The harmonic mean of precision and recall at k.</summary>
    public static double F1(IReadOnlyList<int> grades, int k, int relevant) => 2.0 * Hits(grades, k) / (k + relevant);

    /// <summary>1 where one of the first k is relevant, 0 otherwise.</summary>
    public static double Hit(IReadOnlyList<int> grades, int k) => Hits(grades, k) > 0 ? 1 : 0;

    /// <summary>1 over the rank of the first relevant document; 0 where there is none.</summary>
    public static double ReciprocalRank(IReadOnlyList<int> grades)
    {
        ArgumentNullException.ThrowIfNull(grades);
        for (var at = 0; at < grades.Count; at++)
        {
            if (grades[at] > 0)
            {
                return 1.0 / (at + 1);
            }
        }

        return 0;
    }

    /// <summary>The mean over all relevant documents of the precision at each one's rank; 0 for one that was not found.</summary>
    /// <param name="relevant">How many there are, 1 or more.</param>
    public static double AveragePrecision(IReadOnlyList<int> grades, int relevant)
    {
        ArgumentNullException.ThrowIfNull(grades);
        var (sum, found) = (0.0, 0);
        for (var at = 0; at < grades.Count; at++)
        {
            if (grades[at] > 0)
            {
                sum += (double)++found / (at + 1);
            }
        }

        return sum / relevant;
    }

    /// <summary>Discounted cumulative gain of the first k: the sum of gain / log2(rank + 1).</summary>
    /// <param name="exponential">Whether the gain is 2^grade - 1 (Burges et al. 2005) instead of the grade.</param>
    public static double Dcg(IReadOnlyList<int> grades, int k, bool exponential = false)
    {
        ArgumentNullException.ThrowIfNull(grades);
        var sum = 0.0;
        for (var at = 0; at < Math.Min(k, grades.Count); at++)
        {
            sum += (exponential ? Math.Pow(2, grades[at]) - 1 : grades[at]) / Math.Log2(at + 2);
        }

        return sum;
    }

    /// <summary>DCG over the best that the relevant documents allow.</summary>
    /// <param name="ideal">The grades of all relevant documents, in any order; one of them 1 or more.</param>
    /// <returns>In [0, 1].</returns>
    public static double Ndcg(IReadOnlyList<int> grades, IEnumerable<int> ideal, int k, bool exponential = false) =>
        Dcg(grades, k, exponential) / Dcg([.. ideal.OrderDescending()], k, exponential);

    private static int Hits(IReadOnlyList<int> grades, int k)
    {
        ArgumentNullException.ThrowIfNull(grades);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return grades.Take(k).Count(grade => grade > 0);
    }
}
