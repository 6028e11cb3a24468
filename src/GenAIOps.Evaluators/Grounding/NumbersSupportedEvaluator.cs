using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Grounding;

/// <summary>
/// The share of the answer's numbers and dates that stand in a passage that was retrieved, in the question or in an attachment: <c>numbers_supported</c>.
/// Does not apply where the answer has none, or did not answer. A number in words is the number; a sum that the agent works out is not found.
/// </summary>
/// <param name="threshold">At least this, in [0, 1]. Default 1.</param>
public sealed class NumbersSupportedEvaluator(double threshold = 1) : AnswerEvaluator("numbers_supported")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (!answer.Answered)
        {
            return NotApplicable("it did not answer");
        }

        var stated = Numbers.Stated(CitedSentences.Bare(answer));
        if (stated.Count == 0)
        {
            return NotApplicable("the answer has no number");
        }

        var supported = answer.Context.Select(passage => passage.Text).Append(row.Query).Concat(row.Attachments.Select(attachment => attachment.Text))
            .SelectMany(Numbers.Supported).ToHashSet(StringComparer.Ordinal);
        var bare = stated.Where(number => !supported.Contains(number)).ToList();
        var share = 1 - ((double)bare.Count / stated.Count);
        return share >= threshold ? Pass(share) : Fail(share, $"no passage says {string.Join(", ", bare)}");
    }
}
