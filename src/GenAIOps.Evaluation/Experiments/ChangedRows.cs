using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Experiments;

/// <summary>Finds the rows on which two runs of one set differ most.</summary>
public static class ChangedRows
{
    /// <param name="before">A run.</param>
    /// <param name="after">Another of the same rows.</param>
    /// <param name="most">How many to keep: those that pass now and did not, or the other way round, come first.</param>
    public static IReadOnlyList<ChangedRow> Between(RunResult before, RunResult after, int most)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        PriorityQueue<ChangedRow, (double, double)> largest = new();
        foreach (var (then, now) in Rows(before).Zip(Rows(after)))
        {
            var flipped = now.Average(Passed) - then.Average(Passed);
            var scored = Mean(now) - Mean(then);
            if (Math.Abs(flipped) < 1e-12 && !(Math.Abs(scored) > 1e-12)) continue;
            var change = Math.Abs(flipped) > 1e-12 ? flipped : scored;
            largest.Enqueue(new ChangedRow(now[0].Case.Id, now[0].Case.Query, change, Text(then[0]), Text(now[0]), Why(then, now)), (Math.Abs(flipped), double.IsNaN(scored) ? 0 : Math.Abs(scored)));
            if (largest.Count > most) largest.Dequeue();
        }

        List<ChangedRow> rows = [];
        while (largest.TryDequeue(out var row, out _)) rows.Add(row);
        rows.Reverse();
        return rows;
    }

    private static IEnumerable<RowResult[]> Rows(RunResult run) => run.Read().Chunk(run.Repeats);

    private static double Passed(RowResult row) => row.Status == RowStatus.Passed ? 1 : 0;

    private static double Mean(RowResult[] row) => row.SelectMany(once => once.Scores.Values).DefaultIfEmpty(double.NaN).Average();

    private static string Text(RowResult row) => row.Answer?.Text ?? $"({row.Status.ToString().ToLowerInvariant()})";

    private static string Why(RowResult[] then, RowResult[] now) =>
        string.Join("; ", now.Concat(then).FirstOrDefault(row => row.Status != RowStatus.Passed)?.Reasons ?? []);
}
