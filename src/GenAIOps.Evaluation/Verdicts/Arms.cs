using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Verdicts;

/// <summary>A metric of two arms, row by row: means over the times that a row was asked.</summary>
/// <param name="Candidate">By paired row.</param>
/// <param name="Baseline">By paired row.</param>
/// <param name="Rows">The row's position in the set.</param>
/// <param name="Imputed">Rows of the candidate without an answer, counted as the worst score that either arm has.</param>
internal sealed record Arms(double[] Candidate, double[] Baseline, int[] Rows, int Imputed)
{
    public double[] Differences => [.. Candidate.Zip(Baseline, (now, then) => now - then)];

    /// <summary>Whether a row passed, 1 or 0, by item; NaN of what was not asked where the run was ended early.</summary>
    public static IReadOnlyList<double> Passes(RunResult run) =>
        [.. run.Statuses.Select(status => status == RowStatus.Passed ? 1.0 : status == RowStatus.Skipped && run.Stopped is not null ? double.NaN : 0.0)];

    /// <summary>Means over repeats, by row; NaN where no repeat has a value.</summary>
    public static double[] ByRow(IReadOnlyList<double> items, int repeats)
    {
        var rows = new double[items.Count / repeats];
        for (var row = 0; row < rows.Length; row++)
        {
            double sum = 0;
            var n = 0;
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                var value = items[row * repeats + repeat];
                if (double.IsNaN(value)) continue;
                sum += value;
                n++;
            }

            rows[row] = n == 0 ? double.NaN : sum / n;
        }

        return rows;
    }

    /// <exception cref="ArgumentException">The arms were asked different numbers of rows.</exception>
    public static Arms Of(RunResult candidate, RunResult baseline, string metric, bool largerIsBetter)
    {
        if (!candidate.Scores.TryGetValue(metric, out var now) || !baseline.Scores.TryGetValue(metric, out var then)) return new([], [], [], 0);
        double[] mine = ByRow(now, candidate.Repeats), theirs = ByRow(then, baseline.Repeats);
        if (mine.Length != theirs.Length) throw new ArgumentException($"The candidate was asked {mine.Length} rows and the baseline {theirs.Length}: they are compared row by row, on one set.", nameof(baseline));
        var all = mine.Concat(theirs).Where(value => !double.IsNaN(value));
        var worst = largerIsBetter ? all.DefaultIfEmpty(double.NaN).Min() : all.DefaultIfEmpty(double.NaN).Max();
        List<double> left = [], right = [];
        List<int> rows = [];
        var imputed = 0;
        for (var row = 0; row < mine.Length; row++)
        {
            if (double.IsNaN(theirs[row])) continue;
            var value = mine[row];
            if (double.IsNaN(value))
            {
                // The metric does not apply to what the candidate answered, or the candidate gave no answer: the latter must not help it.
                if (!HasNoAnswer(candidate, row)) continue;
                value = worst;
                imputed++;
            }

            left.Add(value);
            right.Add(theirs[row]);
            rows.Add(row);
        }

        return new([.. left], [.. right], [.. rows], imputed);
    }

    private static bool HasNoAnswer(RunResult run, int row) =>
        Enumerable.Range(row * run.Repeats, run.Repeats).All(item => run.Statuses[item] is RowStatus.Errored or RowStatus.Skipped);
}
