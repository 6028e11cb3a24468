namespace GenAIOps.Evaluators.Text;

/// <summary>Translation edit rate as sacrebleu's, over 100; lower is better: <c>ter@sacrebleu</c>.</summary>
public sealed class TerEvaluator(double threshold = TextEvaluator.DefaultThreshold) : TextEvaluator("ter@sacrebleu", threshold, lowerIsBetter: true)
{
    protected override double Compare(string answer, IReadOnlyList<string> references) => Ter.Score(answer, references) / 100;
}
