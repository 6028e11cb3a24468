using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>All that a run keeps of a row.</summary>
internal sealed class RowRecord : RowNumbers
{
    /// <summary>Latency in ticks of 100 ns.</summary>
    public long Ticks { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];

    public AgentAnswer? Answer { get; init; }

    /// <summary>What judges spent on it; null where none was asked.</summary>
    public JudgeUsage? Judges { get; init; }
}
