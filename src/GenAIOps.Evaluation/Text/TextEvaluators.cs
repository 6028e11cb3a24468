using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Evaluators;

/// <summary>Compares the answer with the row's right answers: <c>ground_truth</c> and the list <c>references</c>. Does not apply to a row that has none.</summary>
/// <param name="name">Of the metric; says the variant, such as <c>f1@squad</c>.</param>
/// <param name="threshold">What passes: at least so much; for an error rate at most.</param>
/// <param name="lowerIsBetter">Whether the metric is an error rate.</param>
public abstract class TextEvaluator(string name, double threshold, bool lowerIsBetter = false) : AnswerEvaluator(name)
{
    /// <summary>The convention for text metrics in [0, 1].</summary>
    public const double DefaultThreshold = 0.5;

    protected sealed override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(answer);
        var references = References.Of(row);
        if (references.Count == 0)
        {
            return Evaluators.Score.NotApplicable("the row has no ground_truth to compare with");
        }

        var value = Compare(answer.Text, references);
        return lowerIsBetter ? Evaluators.Score.AtMost(value, threshold, Name) : Evaluators.Score.AtLeast(value, threshold, Name);
    }

    /// <param name="answer">The answer.</param>
    /// <param name="references">1 or more.</param>
    /// <returns>In [0, 1]; an error rate may be larger.</returns>
    protected abstract double Compare(string answer, IReadOnlyList<string> references);
}

/// <summary>1 where the answer is a right one after SQuAD's normalisation, 0 otherwise: <c>exact_match@squad</c>.</summary>
public sealed class ExactMatchEvaluator() : TextEvaluator("exact_match@squad", 1)
{
    protected override double Compare(string answer, IReadOnlyList<string> references)
    {
        var text = SquadTokenizer.Normalize(answer);
        return references.Any(reference => SquadTokenizer.Normalize(reference) == text) ? 1 : 0;
    }
}

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

/// <summary>sacrebleu's sentence BLEU (exp smoothing, effective order), over 100: <c>bleu@sacrebleu-13a</c>.</summary>
public sealed class SacreBleuEvaluator(string tokenizer = "13a", double threshold = TextEvaluator.DefaultThreshold) : TextEvaluator($"bleu@sacrebleu-{tokenizer}", threshold)
{
    private readonly SacreBleuOptions _options = new() { EffectiveOrder = true, Tokenizer = SacreBleuTokenizer.Named(tokenizer) };

    protected override double Compare(string answer, IReadOnlyList<string> references) => SacreBleu.Sentence(answer, references, _options).Score / 100;
}

/// <summary>NLTK's sentence GLEU over Treebank words: <c>gleu@nltk</c>.</summary>
public sealed class GleuEvaluator(double threshold = TextEvaluator.DefaultThreshold) : TextEvaluator("gleu@nltk", threshold)
{
    protected override double Compare(string answer, IReadOnlyList<string> references) =>
        Gleu.Score(TreebankTokenizer.Tokens(answer), [.. references.Select(TreebankTokenizer.Tokens)]);
}

/// <summary>METEOR without synonyms over Treebank words in lower case, the best over the references: <c>meteor@exact-stem</c>.</summary>
public sealed class MeteorEvaluator(double threshold = TextEvaluator.DefaultThreshold) : TextEvaluator("meteor@exact-stem", threshold)
{
    protected override double Compare(string answer, IReadOnlyList<string> references)
    {
        var tokens = Lower(answer);
        return references.Max(reference => Meteor.Score(tokens, Lower(reference)));
    }

    // Upper case shows where sentences begin, so it goes last.
    private static string[] Lower(string text) => [.. TreebankTokenizer.Tokens(text).Select(token => token.ToLowerInvariant())];
}

/// <summary>chrF2 as sacrebleu's, over 100: <c>chrf2@sacrebleu</c>.</summary>
public sealed class ChrfEvaluator(double threshold = TextEvaluator.DefaultThreshold) : TextEvaluator("chrf2@sacrebleu", threshold)
{
    protected override double Compare(string answer, IReadOnlyList<string> references) => Chrf.Score(answer, references) / 100;
}

/// <summary>Translation edit rate as sacrebleu's, over 100; lower is better: <c>ter@sacrebleu</c>.</summary>
public sealed class TerEvaluator(double threshold = TextEvaluator.DefaultThreshold) : TextEvaluator("ter@sacrebleu", threshold, lowerIsBetter: true)
{
    protected override double Compare(string answer, IReadOnlyList<string> references) => Ter.Score(answer, references) / 100;
}
