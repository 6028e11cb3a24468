using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Text;

/// <summary>The share of the right answer's words that the answer has.</summary>
public sealed class CorrectnessEvaluator() : AnswerEvaluator("correctness")
{
    /// <summary>At least this share of the reference's words, in [0, 1].</summary>
    public const double Threshold = 0.6;

    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (row.Article is null)
        {
            return NotApplicable("the right answer is that there is none");
        }

        var recall = TokenOverlap.Recall(answer.Text, row.GroundTruth);
        return recall >= Threshold ? Pass(recall) : Fail(recall, Say($"it has {recall:P0} of the right answer's words, and needs {Threshold:P0}"));
    }
}
