namespace GenAIOps.Evaluators.Text;

/// <summary>Which number of ROUGE is the metric.</summary>
public enum RougePart
{
    F1,
    Precision,
    Recall,
}

/// <summary>ROUGE as rouge-score computes it, the reference with the best F1: <c>rougeL@f1</c>, <c>rouge2@recall</c>, <c>rougeL-stem@f1</c>, …</summary>
/// <param name="type"><c>rouge1</c> to <c>rouge6</c>, <c>rougeL</c> or <c>rougeLsum</c>.</param>
/// <param name="part">The number that is scored.</param>
/// <param name="stem">Whether words are stemmed first.</param>
/// <param name="threshold">At least this.</param>
public sealed class RougeEvaluator(string type = "rougeL", RougePart part = RougePart.F1, bool stem = false, double threshold = TextEvaluator.DefaultThreshold)
    : TextEvaluator(Named(type, part, stem), threshold)
{
    protected override double Compare(string answer, IReadOnlyList<string> references)
    {
        var best = references.Select(reference => Of(answer, reference)).MaxBy(score => score.F1);
        return part switch
        {
            RougePart.Precision => best.Precision,
            RougePart.Recall => best.Recall,
            _ => best.F1,
        };
    }

    private RougeScore Of(string answer, string reference) => type switch
    {
        "rougeLsum" => Rouge.LSum(answer, reference, stem),
        "rougeL" => Rouge.L(Rouge.Tokens(answer, stem), Rouge.Tokens(reference, stem)),
        _ => Rouge.N(Rouge.Tokens(answer, stem), Rouge.Tokens(reference, stem), type[^1] - '0'),
    };

    private static string Named(string type, RougePart part, bool stem) =>
        type is not ("rouge1" or "rouge2" or "rouge3" or "rouge4" or "rouge5" or "rouge6" or "rougeL" or "rougeLsum")
            ? throw new ArgumentException($"'{type}' is no ROUGE. There are rouge1 to rouge6, rougeL and rougeLsum.", nameof(type))
            : $"{type}{(stem ? "-stem" : "")}@{part.ToString().ToLowerInvariant()}";
}
