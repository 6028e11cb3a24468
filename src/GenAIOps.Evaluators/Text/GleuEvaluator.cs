namespace GenAIOps.Evaluators.Text;

/// <summary>NLTK's sentence GLEU over Treebank words: <c>gleu@nltk</c>.</summary>
public sealed class GleuEvaluator(double threshold = TextEvaluator.DefaultThreshold) : TextEvaluator("gleu@nltk", threshold)
{
    protected override double Compare(string answer, IReadOnlyList<string> references) =>
        Gleu.Score(TreebankTokenizer.Tokens(answer), [.. references.Select(TreebankTokenizer.Tokens)]);
}
