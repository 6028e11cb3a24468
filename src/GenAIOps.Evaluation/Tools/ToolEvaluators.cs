using System.Text.Json;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Evaluators;

/// <summary>The share of tool calls, by name and arguments, that are as the row expects: <c>tool_call_accuracy</c>, or <c>tool_call_accuracy@ordered</c>. Does not apply to a row that expects nothing of the calls.</summary>
/// <param name="inOrder">Whether the order counts.</param>
/// <param name="threshold">At least this, in [0, 1]. Default 1: every call, and none too many.</param>
public sealed class ToolCallAccuracyEvaluator(bool inOrder = false, double threshold = 1) : AnswerEvaluator(inOrder ? "tool_call_accuracy@ordered" : "tool_call_accuracy")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (row.ToolCalls is null)
        {
            return Evaluators.Score.NotApplicable("the row says nothing of tool calls");
        }

        var comparison = ToolCalls.Compare(answer.ToolCalls, row.ToolCalls, inOrder);
        return comparison.Accuracy >= threshold ? Evaluators.Score.Pass(comparison.Accuracy) : Evaluators.Score.Fail(comparison.Accuracy, string.Join("; ", comparison.Differences));
    }
}

/// <summary>F1 of the names of the tools that were called against those that the row expects, in any order: <c>tool_selection</c>. Two calls of one tool count twice.</summary>
/// <param name="threshold">At least this, in [0, 1]. Default 1.</param>
public sealed class ToolSelectionEvaluator(double threshold = 1) : AnswerEvaluator("tool_selection")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (row.ToolCalls is null)
        {
            return Evaluators.Score.NotApplicable("the row says nothing of tool calls");
        }

        string[] made = [.. answer.ToolCalls.Select(call => call.Name)];
        string[] expected = [.. row.ToolCalls.Select(call => call.Name)];
        var value = made.Length + expected.Length == 0 ? 1 : TokenF1.Score(made, expected);
        return value >= threshold ? Evaluators.Score.Pass(value) : Evaluators.Score.Fail(value, $"it called {List(made)} instead of {List(expected)}");
    }

    private static string List(string[] names) => names.Length == 0 ? "nothing" : string.Join(", ", names);
}

/// <summary>The share of calls whose tool exists and whose arguments satisfy the tool's JSON Schema: <c>tool_input_validity</c>. Does not apply where the row defines no tool, or none was called.</summary>
/// <param name="threshold">At least this, in [0, 1]. Default 1.</param>
public sealed class ToolInputValidityEvaluator(double threshold = 1) : AnswerEvaluator("tool_input_validity")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (row.ToolDefinitions.Count == 0 || answer.ToolCalls.Count == 0)
        {
            return Evaluators.Score.NotApplicable(row.ToolDefinitions.Count == 0 ? "the row defines no tool" : "no tool was called");
        }

        var problems = answer.ToolCalls.Select(call => Problem(call, row)).OfType<string>().ToList();
        var share = 1 - ((double)problems.Count / answer.ToolCalls.Count);
        return share >= threshold ? Evaluators.Score.Pass(share) : Evaluators.Score.Fail(share, string.Join("; ", problems));
    }

    private static string? Problem(ToolCall call, EvaluationCase row)
    {
        if (row.ToolDefinitions.FirstOrDefault(tool => tool.Name == call.Name) is not { } tool)
        {
            return $"{call.Name} is no tool of the row";
        }

        if (tool.Parameters.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        var arguments = call.Arguments.ValueKind == JsonValueKind.Undefined ? "{}" : call.Arguments.GetRawText();
        var problems = JsonSchemas.Problems(JsonSchemas.Read(tool.Parameters.GetRawText()), arguments);
        return problems.Count == 0 ? null : $"{call.Name}: {string.Join(", ", problems)}";
    }
}
