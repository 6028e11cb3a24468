namespace GenAIOps.Evaluators.Text;

/// <summary>1 where the answer is a right one after SQuAD's normalisation, 0 otherwise: <c>exact_match@squad</c>.</summary>
public sealed class ExactMatchEvaluator() : TextEvaluator("exact_match@squad", 1)
{
    protected override double Compare(string answer, IReadOnlyList<string> references)
    {
        var text = SquadTokenizer.Normalize(answer);
        return references.Any(reference => SquadTokenizer.Normalize(reference) == text) ? 1 : 0;
    }
}
