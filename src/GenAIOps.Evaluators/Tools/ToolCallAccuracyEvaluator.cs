using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Tools;

/// <summary>The share of tool calls, by name and arguments, that are as the row expects: <c>tool_call_accuracy</c>, or <c>tool_call_accuracy@ordered</c>. Does not apply to a row that expects nothing of the calls.</summary>
/// <param name="inOrder">Whether the order counts.</param>
/// <param name="threshold">At least this, in [0, 1]. Default 1: every call, and none too many.</param>
public sealed class ToolCallAccuracyEvaluator(bool inOrder = false, double threshold = 1) : AnswerEvaluator(inOrder ? "tool_call_accuracy@ordered" : "tool_call_accuracy")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (row.ToolCalls is null)
        {
            return NotApplicable("the row says nothing of tool calls");
        }

        var comparison = ToolCalls.Compare(answer.ToolCalls, row.ToolCalls, inOrder);
        return comparison.Accuracy >= threshold ? Pass(comparison.Accuracy) : Fail(comparison.Accuracy, string.Join("; ", comparison.Differences));
    }
}
