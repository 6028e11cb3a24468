namespace GenAIOps.Evaluators.Text;

/// <summary>chrF2: the F score of runs of 1 to 6 characters, recall twice as important, as sacrebleu computes it. Good for languages without spaces.</summary>
/// <remarks>Popović 2015, 2016. White space does not count. The best of several references counts.</remarks>
public static class Chrf
{
    private const int Orders = 6;

    private const double BetaSquared = 4;

    /// <param name="answer">The text.</param>
    /// <param name="references">Right answers, 1 or more.</param>
    /// <param name="epsilonSmoothing">Average the F scores of all orders, as chrF++.py does; false, sacrebleu's default: average precision and recall of the orders that both texts have.</param>
    /// <returns>From 0 to 100.</returns>
    public static double Score(string answer, IReadOnlyList<string> references, bool epsilonSmoothing = false)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(references);
        var has = Characters(answer);
        return references.Max(reference => Score(has, Characters(reference), epsilonSmoothing));
    }

    private static double Score(int[] has, int[] wants, bool epsilonSmoothing)
    {
        const double Epsilon = 1e-16;
        var (precisions, recalls, scores, orders) = (0.0, 0.0, 0.0, 0);
        for (var order = 1; order <= Orders; order++)
        {
            var (all, wanted) = (NGrams.Total(has.Length, order), NGrams.Total(wants.Length, order));
            var shared = NGrams.Shared(has, wants, order);
            var precision = all > 0 ? (double)shared / all : Epsilon;
            var recall = wanted > 0 ? (double)shared / wanted : Epsilon;
            scores += precision + recall > 0 ? F(precision, recall) : Epsilon;
            if (all > 0 && wanted > 0)
            {
                precisions += precision;
                recalls += recall;
                orders++;
            }
        }

        return 100 * (epsilonSmoothing ? scores / Orders : precisions + recalls > 0 ? F(precisions / orders, recalls / orders) : 0);
    }

    private static double F(double precision, double recall) => (1 + BetaSquared) * precision * recall / ((BetaSquared * precision) + recall);

    private static int[] Characters(string text) => [.. text.EnumerateRunes().Where(rune => !System.Text.Rune.IsWhiteSpace(rune)).Select(rune => rune.Value)];
}
