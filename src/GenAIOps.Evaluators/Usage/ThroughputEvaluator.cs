using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Usage;

/// <summary>Output tokens a second: <c>tokens_per_second</c>. Does not apply where the agent counts none, or took no measurable time.</summary>
/// <param name="least">At least this many; null: it is measured, and passes.</param>
public sealed class ThroughputEvaluator(double? least = null) : AnswerEvaluator("tokens_per_second")
{
    protected override Score Score(AnswerContext context)
    {
        if (UsageScore.Missing(context.Answer) is { } missing)
        {
            return missing;
        }

        if (context.Latency <= TimeSpan.Zero)
        {
            return NotApplicable("the answer took no measurable time");
        }

        var value = context.Answer.OutputTokens / context.Latency.TotalSeconds;
        return least is { } limit ? AtLeast(value, limit, Name) : Pass(value);
    }

    protected override Score Score(EvaluationCase row, AgentAnswer answer) => throw new InvalidOperationException("the latency stands in the context, not in the answer");
}
