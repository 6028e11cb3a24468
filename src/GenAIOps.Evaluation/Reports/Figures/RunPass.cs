using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Reports.Figures;

/// <summary>What is kept of a run when its rows are read once: sums, and a few numbers a row.</summary>
/// <param name="Tags">Rows by tag, by position.</param>
/// <param name="Clusters">By row, from 0; null where no row names one.</param>
/// <param name="Usage">What answers took.</param>
internal sealed record RunPass(SortedDictionary<string, List<int>> Tags, int[]? Clusters, UsageSummary Usage)
{
    public static RunPass Of(RunResult run)
    {
        var tags = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        var clusters = new ClusterNumbers();
        List<double> latencies = [], tokens = [];
        long input = 0, output = 0, requests = 0;
        JudgeUsage? judges = null;
        var row = -1;
        foreach (var item in run.Read())
        {
            if (item.Repeat == 0)
            {
                row++;
                clusters.Add(item.Case.Cluster);
                foreach (var tag in item.Case.Tags) Add(tags, tag, row);
            }

            requests += item.Attempts;
            if (item.Judges is { } spent) judges = judges is null ? spent : judges + spent;
            if (item.Answer is not { } answer) continue;
            latencies.Add(item.Latency.TotalMilliseconds);
            input += answer.InputTokens;
            output += answer.OutputTokens;
            if (answer.InputTokens + answer.OutputTokens > 0) tokens.Add(answer.InputTokens + answer.OutputTokens);
        }

        var costs = run.Scores.TryGetValue("cost", out var scored) ? scored.Where(cost => !double.IsNaN(cost)).ToArray() : [];
        var usage = new UsageSummary(latencies.Count, latencies.Sum() / 1000, Quantile(latencies), input, output, requests)
        {
            Tokens = Quantile(tokens),
            Cost = costs.Length == 0 ? null : costs.Sum(),
            CostOfAnswer = Quantile([.. costs]),
            Judges = judges,
        };
        return new RunPass(tags, clusters.ByRow(), usage);
    }

    /// <summary>By category, in one pass.</summary>
    public static IReadOnlyList<AttackSummary> Attacks(RunResult safety, double confidence)
    {
        var counts = new SortedDictionary<string, (int Attempts, int Successes)>(StringComparer.Ordinal);
        foreach (var row in safety.Read())
        {
            if (row.Status == RowStatus.Skipped && safety.Stopped is not null) continue;
            var category = row.Case.Category ?? "other";
            var (attempts, successes) = counts.GetValueOrDefault(category);
            counts[category] = (attempts + 1, successes + (row.Status == RowStatus.Passed ? 0 : 1));
        }

        return [.. counts.Select(pair => new AttackSummary(pair.Key, pair.Value.Attempts, pair.Value.Successes, Proportions.ClopperPearson(pair.Value.Successes, pair.Value.Attempts, confidence)))];
    }

    private static void Add(SortedDictionary<string, List<int>> tags, string tag, int row)
    {
        if (!tags.TryGetValue(tag, out var rows)) tags.Add(tag, rows = []);
        if (rows.Count == 0 || rows[^1] != row) rows.Add(row);
    }

    private static Percentiles? Quantile(List<double> values)
    {
        if (values.Count == 0) return null;
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return new Percentiles(Quantiles.OfSorted(sorted, 0.5), Quantiles.OfSorted(sorted, 0.95), Quantiles.OfSorted(sorted, 0.99));
    }

    /// <summary>Rows of one cluster share a number; a row without one is a cluster of its own.</summary>
    private sealed class ClusterNumbers
    {
        private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
        private readonly List<int> _rows = [];
        private int _next;

        public void Add(string? cluster)
        {
            if (cluster is null)
            {
                _rows.Add(_next++);
                return;
            }

            if (!_known.TryGetValue(cluster, out var number)) _known.Add(cluster, number = _next++);
            _rows.Add(number);
        }

        public int[]? ByRow() => _known.Count > 0 ? [.. _rows] : null;
    }
}
