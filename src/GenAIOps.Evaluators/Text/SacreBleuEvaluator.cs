namespace GenAIOps.Evaluators.Text;

/// <summary>sacrebleu's sentence BLEU (exp smoothing, effective order), over 100: <c>bleu@sacrebleu-13a</c>.</summary>
public sealed class SacreBleuEvaluator(string tokenizer = "13a", double threshold = TextEvaluator.DefaultThreshold) : TextEvaluator($"bleu@sacrebleu-{tokenizer}", threshold)
{
    private readonly SacreBleuOptions _options = new() { EffectiveOrder = true, Tokenizer = SacreBleuTokenizer.Named(tokenizer) };

    protected override double Compare(string answer, IReadOnlyList<string> references) => SacreBleu.Sentence(answer, references, _options).Score / 100;
}
