using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Checks;

/// <summary>1 where the answer contains none of the texts, nor what the row says in <c>must_not_contain</c>: <c>not_contains</c>.</summary>
/// <param name="texts">For every row; may be empty.</param>
/// <param name="ignoreCase">Whether upper and lower case are the same. Default true.</param>
public sealed class NotContainsEvaluator(IReadOnlyList<string>? texts = null, bool ignoreCase = true) : AnswerEvaluator("not_contains")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        string[] banned = [.. texts ?? [], .. row.MustNotContain];
        return banned.Length == 0 ? NotApplicable("there is no text to look for: none was given, and the row has no must_not_contain")
            : banned.Where(text => answer.Text.Contains(text, TextChecks.Comparison(ignoreCase))).ToList() is { Count: > 0 } found ? Fail(0, $"it contains {TextChecks.Quoted(found.Select(TextChecks.Short))}")
            : Pass();
    }
}
