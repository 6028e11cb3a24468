using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Verdicts;

/// <summary>What a verdict needs to know of a set's rows besides how they ended.</summary>
/// <param name="Ids">By row.</param>
/// <param name="Clusters">By row, from 0; a row that shares nothing is a cluster of its own. Null where no row names a cluster.</param>
/// <param name="Critical">Positions of the rows that the candidate must pass.</param>
public sealed record SetFacts(IReadOnlyList<string> Ids, IReadOnlyList<int>? Clusters, IReadOnlyList<int> Critical)
{
    public static SetFacts None { get; } = new([], null, []);

    /// <summary>Reads the set once.</summary>
    public static SetFacts Of(Dataset set)
    {
        ArgumentNullException.ThrowIfNull(set);
        List<string> ids = [];
        List<int> clusters = [], critical = [];
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        var next = 0;
        foreach (var row in set.Rows())
        {
            if (row.IsCritical) critical.Add(ids.Count);
            ids.Add(row.Id);
            if (row.Cluster is null)
            {
                clusters.Add(next++);
            }
            else if (known.TryGetValue(row.Cluster, out var cluster))
            {
                clusters.Add(cluster);
            }
            else
            {
                known.Add(row.Cluster, next);
                clusters.Add(next++);
            }
        }

        return new SetFacts(ids, known.Count > 0 ? clusters : null, critical);
    }
}
