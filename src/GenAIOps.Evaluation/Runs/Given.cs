using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluation.Runs;

/// <summary>An answer to be judged.</summary>
/// <param name="Answer">What was answered.</param>
/// <param name="Latency">Of the attempt that succeeded.</param>
/// <param name="Attempts">Requests sent for it.</param>
/// <param name="Cost">In the unit of <see cref="RunOptions.Cost"/>.</param>
/// <param name="IsFree">It was at hand already.</param>
internal readonly record struct Given(AgentAnswer Answer, TimeSpan Latency, int Attempts, double Cost, bool IsFree)
{
    /// <summary>What judges spent on it before, where they failed; null where none was asked.</summary>
    public JudgeUsage? Judges { get; init; }
}
