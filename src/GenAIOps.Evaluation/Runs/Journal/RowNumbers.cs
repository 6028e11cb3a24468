namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>The numbers of a row's record: what a run needs to go on. The answer beside them is read only when the row is.</summary>
internal class RowNumbers
{
    /// <summary><c>row * repeats + repeat</c>, from 0.</summary>
    public required int Item { get; init; }

    public required RowStatus Status { get; init; }

    /// <summary>For an errored row without an answer: another attempt may succeed, so running again asks it again.</summary>
    public bool Again { get; init; }

    /// <summary>Requests sent for it.</summary>
    public int Attempts { get; init; }

    /// <summary>The answer was at hand already, in the cache or in an earlier record, so that it took nothing from the budgets.</summary>
    public bool IsFree { get; init; }

    /// <summary>Input and output, as the model counts.</summary>
    public long Tokens { get; init; }

    /// <summary>In the unit of <see cref="RunOptions.Cost"/>.</summary>
    public double Cost { get; init; }

    public IReadOnlyDictionary<string, double> Scores { get; init; } = new Dictionary<string, double>();

    /// <summary>Whether the agent answered; it is not asked again then.</summary>
    public bool HasAnswer { get; init; }
}
