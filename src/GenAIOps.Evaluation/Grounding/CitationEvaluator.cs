using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Evaluators;

/// <summary>Whether the article that holds the answer is cited.</summary>
public sealed class CitationEvaluator() : AnswerEvaluator("citation")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer) =>
        row.Article is null ? Evaluators.Score.NotApplicable("no article holds the answer")
        : answer.Citations.Contains(row.Article) ? Evaluators.Score.Pass()
        : Evaluators.Score.Fail(0, $"it cites {(answer.Citations.Count == 0 ? "nothing" : string.Join(", ", answer.Citations))} instead of {row.Article}");
}
