using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Checks;

/// <summary>1 where the answer begins with the text, white space before it aside: <c>starts_with</c>.</summary>
public sealed class StartsWithEvaluator(string text, bool ignoreCase = false) : AnswerEvaluator("starts_with")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer) =>
        answer.Text.AsSpan().TrimStart().StartsWith(text, TextChecks.Comparison(ignoreCase)) ? Pass()
            : Fail(0, $"it begins with \"{TextChecks.Short(answer.Text)}\" instead of \"{TextChecks.Short(text)}\"");
}
