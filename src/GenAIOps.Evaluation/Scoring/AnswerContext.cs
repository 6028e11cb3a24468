using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Scoring;

/// <summary>What an evaluator needs besides the words: the row, and the whole answer of the agent.</summary>
public sealed class AnswerContext(EvaluationCase row, AgentAnswer answer) : EvaluationContext("answer", answer.Text)
{
    public EvaluationCase Row { get; } = row;

    public AgentAnswer Answer { get; } = answer;

    /// <summary>Of the attempt that succeeded.</summary>
    public TimeSpan Latency { get; init; }
}
