using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Grounding;

/// <summary>The share of cited ids that were retrieved: <c>citation_precision</c>. What was not retrieved is made up. Does not apply to an answer that cites nothing.</summary>
/// <param name="threshold">At least this, in [0, 1]. Default 1.</param>
public sealed class CitationPrecisionEvaluator(double threshold = 1) : AnswerEvaluator("citation_precision")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        var cited = answer.Citations.Distinct(StringComparer.Ordinal).ToList();
        if (cited.Count == 0)
        {
            return NotApplicable("it cites nothing");
        }

        var made = cited.Except(answer.Context.Select(passage => passage.Id), StringComparer.Ordinal).ToList();
        var share = 1 - ((double)made.Count / cited.Count);
        return share >= threshold ? Pass(share) : Fail(share, $"it cites {string.Join(", ", made)}, which was not retrieved");
    }
}
