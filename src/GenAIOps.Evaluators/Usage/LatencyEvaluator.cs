using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluators.Usage;

/// <summary>How long the answer took, in milliseconds: <c>latency_ms</c>. Of the attempt that succeeded; waits before it do not count.</summary>
/// <param name="most">At most this many; null: it is measured, and passes.</param>
public sealed class LatencyEvaluator(double? most = null) : AnswerEvaluator("latency_ms")
{
    protected override Score Score(AnswerContext context) => UsageScore.Limited(context.Latency.TotalMilliseconds, most, Name);

    protected override Score Score(EvaluationCase row, AgentAnswer answer) => throw new InvalidOperationException("the latency stands in the context, not in the answer");
}

/// <summary>Which tokens are counted.</summary>
public enum TokenKind
{
    Input,
    Output,
    Total,
}
