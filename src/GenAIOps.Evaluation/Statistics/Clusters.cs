namespace GenAIOps.Evaluation.Statistics;

/// <summary>Values by cluster, in the order in which the clusters appear.</summary>
internal static class Clusters
{
    public static List<double[]> Group<TCluster>(ReadOnlySpan<double> values, ReadOnlySpan<TCluster> clusters)
        where TCluster : notnull
    {
        Checks.Values(values, 2, nameof(values));
        if (clusters.Length != values.Length) throw new ArgumentException(FormattableString.Invariant($"clusters has {clusters.Length} entries and values {values.Length}; each value needs its cluster."), nameof(clusters));
        Dictionary<TCluster, int> places = [];
        List<List<double>> groups = [];
        for (var i = 0; i < values.Length; i++)
        {
            if (!places.TryGetValue(clusters[i], out var place))
            {
                places[clusters[i]] = place = groups.Count;
                groups.Add([]);
            }

            groups[place].Add(values[i]);
        }

        if (groups.Count < 2) throw new ArgumentException(FormattableString.Invariant($"clusters has {groups.Count} different entry; a standard error needs 2 or more clusters."), nameof(clusters));
        return groups.ConvertAll(x => x.ToArray());
    }
}
