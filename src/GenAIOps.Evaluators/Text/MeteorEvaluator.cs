namespace GenAIOps.Evaluators.Text;

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
