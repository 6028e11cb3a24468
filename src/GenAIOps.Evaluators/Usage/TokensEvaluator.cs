using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluators.Usage;

/// <summary>Tokens, as the model counts: <c>input_tokens</c>, <c>output_tokens</c> or <c>total_tokens</c>. Does not apply where the agent counts none.</summary>
/// <param name="kind">Which.</param>
/// <param name="most">At most this many; null: they are counted, and pass.</param>
public sealed class TokensEvaluator(TokenKind kind = TokenKind.Total, double? most = null) : AnswerEvaluator($"{kind.ToString().ToLowerInvariant()}_tokens")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer) => UsageScore.Missing(answer) ?? UsageScore.Limited(kind switch
    {
        TokenKind.Input => answer.InputTokens,
        TokenKind.Output => answer.OutputTokens,
        _ => answer.InputTokens + answer.OutputTokens,
    }, most, Name);
}
