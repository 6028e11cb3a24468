using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Tools;

/// <summary>How the steps of an agent are compared with the expected ones. The last three are Foundry's matching modes.</summary>
public enum StepMatching
{
    /// <summary>A share: expected steps made in order, over the steps made or expected, whichever are more.</summary>
    Share,

    /// <summary>1 where the steps are the expected ones, in order, and no other.</summary>
    ExactMatch,

    /// <summary>1 where the expected steps were made in order; others may stand between.</summary>
    InOrderMatch,

    /// <summary>1 where the expected steps were made, each often enough; others may be there.</summary>
    AnyOrderMatch,
}

/// <summary>Whether an agent went straight: <c>task_navigation_efficiency</c>, or <c>task_navigation_efficiency@in_order_match</c> and the like. Only the names of the tools count. A share of 0.5 means twice as many steps as needed.</summary>
/// <param name="matching">How steps are compared.</param>
/// <param name="threshold">At least this, in [0, 1]. Default 1.</param>
public sealed class TaskNavigationEfficiencyEvaluator(StepMatching matching = StepMatching.Share, double threshold = 1) : AnswerEvaluator(Named(matching))
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(answer);
        if (row.ToolCalls is null)
        {
            return NotApplicable("the row says nothing of tool calls");
        }

        var (made, expected) = (answer.ToolCalls.Count, row.ToolCalls.Count);
        var inOrder = ToolCalls.StepsInOrder(answer.ToolCalls, row.ToolCalls);
        var value = matching switch
        {
            StepMatching.ExactMatch => made == expected && inOrder == expected ? 1 : 0,
            StepMatching.InOrderMatch => inOrder == expected ? 1 : 0,
            StepMatching.AnyOrderMatch => AllMade(answer.ToolCalls, row.ToolCalls) ? 1 : 0,
            _ => Math.Max(made, expected) == 0 ? 1 : (double)inOrder / Math.Max(made, expected),
        };
        return value >= threshold ? Pass(value) : Fail(value, Say($"it made {made} steps, {inOrder} of the {expected} expected ones in order"));
    }

    private static bool AllMade(IReadOnlyList<ToolCall> made, IReadOnlyList<ToolCall> expected)
    {
        var times = made.CountBy(call => call.Name).ToDictionary(StringComparer.Ordinal);
        return expected.CountBy(call => call.Name).All(step => times.GetValueOrDefault(step.Key) >= step.Value);
    }

    private static string Named(StepMatching matching) => matching switch
    {
        StepMatching.ExactMatch => "task_navigation_efficiency@exact_match",
        StepMatching.InOrderMatch => "task_navigation_efficiency@in_order_match",
        StepMatching.AnyOrderMatch => "task_navigation_efficiency@any_order_match",
        _ => "task_navigation_efficiency",
    };
}
