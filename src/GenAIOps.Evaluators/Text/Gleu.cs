namespace GenAIOps.Evaluators.Text;

/// <summary>Google-BLEU: shared runs of 1 to 4 words over the runs of the longer text, so the lesser of precision and recall.</summary>
/// <remarks>
/// Wu et al. 2016, section 8, as NLTK's sentence_gleu: the best of several references counts. Microsoft.Extensions.AI.Evaluation.NLP adds the
/// counts of all references up, so there another reference can lower the score (0.2778 instead of 0.4394 in NLTK's own example).
/// </remarks>
public static class Gleu
{
    private const int Orders = 4;

    /// <param name="answer">Its tokens.</param>
    /// <param name="references">Tokens of each right answer, 1 or more.</param>
    /// <returns>In [0, 1]; 0 where both are empty.</returns>
    public static double Score(IReadOnlyList<string> answer, IReadOnlyList<IReadOnlyList<string>> references)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(references);
        return references.Max(reference => Score(answer, reference));
    }

    private static double Score(IReadOnlyList<string> answer, IReadOnlyList<string> reference)
    {
        var numbers = new NGrams();
        var (has, wants) = (numbers.Number(answer), numbers.Number(reference));
        var orders = Enumerable.Range(1, Orders).ToArray();
        var longer = Math.Max(orders.Sum(order => NGrams.Total(has.Length, order)), orders.Sum(order => NGrams.Total(wants.Length, order)));
        return longer == 0 ? 0 : (double)orders.Sum(order => NGrams.Shared(has, wants, order)) / longer;
    }
}
