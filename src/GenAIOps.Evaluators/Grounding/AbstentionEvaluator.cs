using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Grounding;

/// <summary>Whether the agent says that it does not know exactly where the knowledge base has no answer.</summary>
public sealed class AbstentionEvaluator() : AnswerEvaluator("abstention")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        var answerable = row.Article is not null;
        return answerable == answer.Answered ? Pass()
            : Fail(0, answerable ? "it did not answer although an article does" : "it answered although no article does");
    }
}
