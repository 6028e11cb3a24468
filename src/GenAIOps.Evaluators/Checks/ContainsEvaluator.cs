using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Text;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Checks;

/// <summary>The share of texts that the answer contains: <c>contains</c> passes where it contains all, <c>contains_any</c> where it contains one.</summary>
/// <param name="texts">Empty: the row's right answers, of which one is enough.</param>
/// <param name="any">Whether one is enough.</param>
/// <param name="ignoreCase">Whether upper and lower case are the same. Default true.</param>
public sealed class ContainsEvaluator(IReadOnlyList<string>? texts = null, bool any = false, bool ignoreCase = true) : AnswerEvaluator(any ? "contains_any" : "contains")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        var wanted = texts is { Count: > 0 } ? texts : References.Of(row);
        var one = any || texts is not { Count: > 0 };
        if (wanted.Count == 0)
        {
            return NotApplicable("there is no text to look for: none was given, and the row has no ground_truth");
        }

        var missing = wanted.Where(text => !answer.Text.Contains(text, TextChecks.Comparison(ignoreCase))).ToList();
        var share = one ? (missing.Count < wanted.Count ? 1 : 0) : 1 - ((double)missing.Count / wanted.Count);
        return share >= 1 ? Pass() : Fail(share, $"it does not contain {(one && wanted.Count > 1 ? "any of " : "")}{TextChecks.Quoted(missing.Select(TextChecks.Short))}");
    }
}
