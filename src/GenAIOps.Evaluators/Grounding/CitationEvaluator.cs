using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Grounding;

/// <summary>Whether the article that holds the answer is cited.</summary>
public sealed class CitationEvaluator() : AnswerEvaluator("citation")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer) =>
        row.Article is null ? NotApplicable("no article holds the answer")
        : answer.Citations.Contains(row.Article) ? Pass()
        : Fail(0, $"it cites {(answer.Citations.Count == 0 ? "nothing" : string.Join(", ", answer.Citations))} instead of {row.Article}");
}
