using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Text;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Tools;

/// <summary>F1 of the names of the tools that were called against those that the row expects, in any order: <c>tool_selection</c>. Two calls of one tool count twice.</summary>
/// <param name="threshold">At least this, in [0, 1]. Default 1.</param>
public sealed class ToolSelectionEvaluator(double threshold = 1) : AnswerEvaluator("tool_selection")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (row.ToolCalls is null)
        {
            return NotApplicable("the row says nothing of tool calls");
        }

        string[] made = [.. answer.ToolCalls.Select(call => call.Name)];
        string[] expected = [.. row.ToolCalls.Select(call => call.Name)];
        var value = made.Length + expected.Length == 0 ? 1 : TokenF1.Score(made, expected);
        return value >= threshold ? Pass(value) : Fail(value, $"it called {List(made)} instead of {List(expected)}");
    }

    private static string List(string[] names) => names.Length == 0 ? "nothing" : string.Join(", ", names);
}
