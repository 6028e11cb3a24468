using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluation.Runs;

/// <summary>How a row ended. Only Passed passes.</summary>
public enum RowStatus : byte
{
    /// <summary>Every evaluator is content.</summary>
    Passed,

    /// <summary>An evaluator is not.</summary>
    Failed,

    /// <summary>There was no answer, or an evaluator failed itself.</summary>
    Errored,

    /// <summary>The run ended before the row was asked.</summary>
    Skipped,
}

/// <summary>What came of a row, once.</summary>
/// <param name="Case">The row.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Answer">What was answered; null where there was none.</param>
/// <param name="Scores">By metric; a metric that does not apply to the row is missing.</param>
/// <param name="Reasons">Why it did not pass: <c>metric: reason</c>.</param>
/// <param name="Latency">Of the attempt that succeeded.</param>
/// <param name="Attempts">Requests sent.</param>
public sealed record RowResult(
    EvaluationCase Case, RowStatus Status, AgentAnswer? Answer, IReadOnlyDictionary<string, double> Scores, IReadOnlyList<string> Reasons, TimeSpan Latency, int Attempts)
{
    /// <summary>Which time the row was asked, from 0.</summary>
    public int Repeat { get; init; }

    /// <summary>What judges spent on the row, which is no part of the agent's tokens or cost; null where none was asked.</summary>
    public JudgeUsage? Judges { get; init; }
}
