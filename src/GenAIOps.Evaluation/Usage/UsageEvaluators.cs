using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Evaluators;

/// <summary>How long the answer took, in milliseconds: <c>latency_ms</c>. Of the attempt that succeeded; waits before it do not count.</summary>
/// <param name="most">At most this many; null: it is measured, and passes.</param>
public sealed class LatencyEvaluator(double? most = null) : AnswerEvaluator("latency_ms")
{
    protected override Score Score(AnswerContext context) => Usage.Limited(context.Latency.TotalMilliseconds, most, Name);

    protected override Score Score(EvaluationCase row, AgentAnswer answer) => throw new InvalidOperationException("the latency stands in the context, not in the answer");
}

/// <summary>Which tokens are counted.</summary>
public enum TokenKind
{
    Input,
    Output,
    Total,
}

/// <summary>Tokens, as the model counts: <c>input_tokens</c>, <c>output_tokens</c> or <c>total_tokens</c>. Does not apply where the agent counts none.</summary>
/// <param name="kind">Which.</param>
/// <param name="most">At most this many; null: they are counted, and pass.</param>
public sealed class TokensEvaluator(TokenKind kind = TokenKind.Total, double? most = null) : AnswerEvaluator($"{kind.ToString().ToLowerInvariant()}_tokens")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer) => Usage.Missing(answer) ?? Usage.Limited(kind switch
    {
        TokenKind.Input => answer.InputTokens,
        TokenKind.Output => answer.OutputTokens,
        _ => answer.InputTokens + answer.OutputTokens,
    }, most, Name);
}

/// <summary>Output tokens a second: <c>tokens_per_second</c>. Does not apply where the agent counts none, or took no measurable time.</summary>
/// <param name="least">At least this many; null: it is measured, and passes.</param>
public sealed class ThroughputEvaluator(double? least = null) : AnswerEvaluator("tokens_per_second")
{
    protected override Score Score(AnswerContext context)
    {
        if (Usage.Missing(context.Answer) is { } missing)
        {
            return missing;
        }

        if (context.Latency <= TimeSpan.Zero)
        {
            return Evaluators.Score.NotApplicable("the answer took no measurable time");
        }

        var value = context.Answer.OutputTokens / context.Latency.TotalSeconds;
        return least is { } limit ? Evaluators.Score.AtLeast(value, limit, Name) : Evaluators.Score.Pass(value);
    }

    protected override Score Score(EvaluationCase row, AgentAnswer answer) => throw new InvalidOperationException("the latency stands in the context, not in the answer");
}

internal static class Usage
{
    public static Score Limited(double value, double? most, string name) => most is { } limit ? Score.AtMost(value, limit, name) : Score.Pass(value);

    public static Score? Missing(AgentAnswer answer) => answer is { InputTokens: 0, OutputTokens: 0 } ? Score.NotApplicable("the agent counts no tokens") : null;
}
