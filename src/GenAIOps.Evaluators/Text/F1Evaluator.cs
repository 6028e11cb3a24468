namespace GenAIOps.Evaluators.Text;

/// <summary>Word F1, the best over the references: <c>f1@squad</c> (SQuAD, Azure) or <c>f1@meai</c> (Microsoft.Extensions.AI.Evaluation.NLP).</summary>
public sealed class F1Evaluator(bool meai = false, double threshold = TextEvaluator.DefaultThreshold) : TextEvaluator(meai ? "f1@meai" : "f1@squad", threshold)
{
    protected override double Compare(string answer, IReadOnlyList<string> references)
    {
        Func<string, IReadOnlyList<string>> split = meai ? MeaiTokenizer.Tokens : SquadTokenizer.Tokens;
        var tokens = split(answer);
        return references.Max(reference => TokenF1.Score(tokens, split(reference)));
    }
}
