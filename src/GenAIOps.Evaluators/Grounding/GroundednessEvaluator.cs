using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Text;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Grounding;

/// <summary>The share of the answer's sentences that stand in what was retrieved; everything else is made up.</summary>
/// <remarks>Word by word, as its name says: <c>groundedness</c> alone is what a model judges.</remarks>
public sealed class GroundednessEvaluator() : AnswerEvaluator("groundedness@lexical")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (!answer.Answered)
        {
            return NotApplicable("it did not answer");
        }

        var context = string.Join(' ', answer.Context.Select(passage => string.Join(' ', TokenOverlap.Tokens(passage.Text))));
        var sentences = Sentences.Of(answer.Text);
        var grounded = sentences.Count(sentence => context.Contains(string.Join(' ', TokenOverlap.Tokens(sentence)), StringComparison.Ordinal));
        var share = sentences.Count == 0 ? 0 : (double)grounded / sentences.Count;
        return share >= 1 ? Pass(share) : Fail(share, $"{sentences.Count - grounded} of {sentences.Count} sentences stand in no retrieved article");
    }
}
