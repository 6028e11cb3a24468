namespace GenAIOps.Evaluators.Text;

/// <summary>chrF2 as sacrebleu's, over 100: <c>chrf2@sacrebleu</c>.</summary>
public sealed class ChrfEvaluator(double threshold = TextEvaluator.DefaultThreshold) : TextEvaluator("chrf2@sacrebleu", threshold)
{
    protected override double Compare(string answer, IReadOnlyList<string> references) => Chrf.Score(answer, references) / 100;
}
