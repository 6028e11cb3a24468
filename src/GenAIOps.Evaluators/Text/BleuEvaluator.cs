namespace GenAIOps.Evaluators.Text;

/// <summary>NLTK's sentence BLEU with smoothing method 4: <c>bleu@nltk4</c> over Treebank words (Azure), or <c>bleu@meai</c> over the words of Microsoft.Extensions.AI.Evaluation.NLP.</summary>
/// <remarks>An answer of one word scores 0, the limit of method 4 for short answers; use F1 for such rows.</remarks>
public sealed class BleuEvaluator(bool meai = false, double threshold = TextEvaluator.DefaultThreshold) : TextEvaluator(meai ? "bleu@meai" : "bleu@nltk4", threshold)
{
    protected override double Compare(string answer, IReadOnlyList<string> references)
    {
        Func<string, IReadOnlyList<string>> split = meai ? MeaiTokenizer.Tokens : TreebankTokenizer.Tokens;
        return Bleu.Score(split(answer), [.. references.Select(split)], BleuSmoothing.Method4) ?? 0;
    }
}
