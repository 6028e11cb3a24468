namespace GenAIOps.Evaluation.Runs;

/// <summary>
/// What a run found. Numbers are held in columns, by item; an item is one time that one row was asked, and stands at
/// <c>row * Repeats + repeat</c>. The rows themselves are read again from where the run wrote them.
/// </summary>
/// <param name="statuses">By item.</param>
/// <param name="repeats">How often each row was to be asked, 1 or more.</param>
/// <param name="scores">By metric, by item; NaN where the metric does not apply, or there was no answer.</param>
/// <param name="read">Reads every item, in the set's order.</param>
public sealed class RunResult(IReadOnlyList<RowStatus> statuses, int repeats, IReadOnlyDictionary<string, IReadOnlyList<double>> scores, Func<IEnumerable<RowResult>> read)
{
    private readonly int[] _counts = CountsOf(statuses);

    /// <summary>Items of the run: every one has a status.</summary>
    public int Sent => Statuses.Count;

    /// <summary>How often each row was to be asked.</summary>
    public int Repeats { get; } = repeats;

    /// <summary>By item.</summary>
    public IReadOnlyList<RowStatus> Statuses { get; } = statuses;

    /// <summary>By metric, by item; NaN where the metric does not apply, or there was no answer.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Scores { get; } = scores;

    /// <summary>Whether every item was asked. False after a cancel, and where a budget was spent: then some are <see cref="RowStatus.Skipped"/>, and running again goes on with them.</summary>
    public bool IsComplete => Count(RowStatus.Skipped) == 0;

    /// <summary>Why the rest was not asked, where <see cref="RunOptions.StopWhen"/> ended the run: it is shown to pass too rarely. Null otherwise.</summary>
    public EarlyStop? Stopped { get; init; }

    /// <summary>Items that a share is of: all, or those with a result where the run was <see cref="Stopped"/>.</summary>
    public int Counted => Stopped is null ? Sent : Sent - Count(RowStatus.Skipped);

    public int Count(RowStatus status) => _counts[(int)status];

    /// <summary>Reads every item, in the set's order.</summary>
    public IEnumerable<RowResult> Read() => read();

    /// <summary>A run whose items are in memory.</summary>
    public static RunResult Of(IReadOnlyList<RowResult> rows, int repeats = 1) => new(
        [.. rows.Select(row => row.Status)],
        repeats,
        rows.SelectMany(row => row.Scores.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ToDictionary(metric => metric, IReadOnlyList<double> (metric) => [.. rows.Select(row => row.Scores.TryGetValue(metric, out var score) ? score : double.NaN)], StringComparer.Ordinal),
        () => rows);

    private static int[] CountsOf(IReadOnlyList<RowStatus> statuses)
    {
        var counts = new int[4];
        foreach (var status in statuses)
        {
            counts[(int)status]++;
        }

        return counts;
    }
}
