using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Evaluators;

/// <summary>The share of the answer's sentences that stand in what was retrieved; everything else is made up.</summary>
/// <remarks>Word by word, as its name says: <c>groundedness</c> alone is what a model judges.</remarks>
public sealed class GroundednessEvaluator() : AnswerEvaluator("groundedness@lexical")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (!answer.Answered)
        {
            return Evaluators.Score.NotApplicable("it did not answer");
        }

        var context = string.Join(' ', answer.Context.Select(passage => string.Join(' ', TokenOverlap.Tokens(passage.Text))));
        var sentences = Sentences.Of(answer.Text);
        var grounded = sentences.Count(sentence => context.Contains(string.Join(' ', TokenOverlap.Tokens(sentence)), StringComparison.Ordinal));
        var share = sentences.Count == 0 ? 0 : (double)grounded / sentences.Count;
        return share >= 1 ? Evaluators.Score.Pass(share) : Evaluators.Score.Fail(share, $"{sentences.Count - grounded} of {sentences.Count} sentences stand in no retrieved article");
    }
}
