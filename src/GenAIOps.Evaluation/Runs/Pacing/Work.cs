using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Runs.Pacing;

/// <summary>An item that is being worked on. Touched by one task at a time.</summary>
internal sealed class Work(int item, EvaluationCase row)
{
    public int Item { get; } = item;

    public EvaluationCase Row { get; } = row;

    /// <summary>Where answers are cached: its key.</summary>
    public byte[]? Key { get; init; }

    public int Sent { get; set; }

    public int Failures { get; set; }

    public int Throttles { get; set; }

    /// <summary>When it was first sent, since the run's start.</summary>
    public TimeSpan? FirstSent { get; set; }
}
