using System.Text.Json;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Checks;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Tools;

/// <summary>The share of calls whose tool exists and whose arguments satisfy the tool's JSON Schema: <c>tool_input_validity</c>. Does not apply where the row defines no tool, or none was called.</summary>
/// <param name="threshold">At least this, in [0, 1]. Default 1.</param>
public sealed class ToolInputValidityEvaluator(double threshold = 1) : AnswerEvaluator("tool_input_validity")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (row.ToolDefinitions.Count == 0 || answer.ToolCalls.Count == 0)
        {
            return NotApplicable(row.ToolDefinitions.Count == 0 ? "the row defines no tool" : "no tool was called");
        }

        var problems = answer.ToolCalls.Select(call => Problem(call, row)).OfType<string>().ToList();
        var share = 1 - ((double)problems.Count / answer.ToolCalls.Count);
        return share >= threshold ? Pass(share) : Fail(share, string.Join("; ", problems));
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
