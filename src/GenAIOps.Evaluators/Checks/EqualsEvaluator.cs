using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Text;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Checks;

/// <summary>1 where the answer is the expected text, white space at its ends aside: <c>equals</c>.</summary>
/// <param name="expected">Null: one of the row's right answers.</param>
/// <param name="ignoreCase">Whether upper and lower case are the same. Default false.</param>
public sealed class EqualsEvaluator(string? expected = null, bool ignoreCase = false) : AnswerEvaluator("equals")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        var texts = expected is null ? References.Of(row) : [expected];
        return texts.Count == 0 ? NotApplicable("the row has no ground_truth to compare with")
            : texts.Any(text => text.AsSpan().Trim().Equals(answer.Text.AsSpan().Trim(), TextChecks.Comparison(ignoreCase))) ? Pass()
            : Fail(0, $"it is \"{TextChecks.Short(answer.Text)}\" instead of {TextChecks.Quoted(texts.Select(TextChecks.Short))}");
    }
}
