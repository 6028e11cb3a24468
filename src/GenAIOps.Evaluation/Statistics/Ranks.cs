namespace GenAIOps.Evaluation.Statistics;

/// <summary>Ranks from 1, ties at their middle, with the sum of t³ - t over groups of ties.</summary>
internal static class Ranks
{
    public static (double[] Ranks, double Ties) Of(ReadOnlySpan<double> values)
    {
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        var sorted = values.ToArray();
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        double ties = 0;
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start]) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2.0;
            double size = end - start;
            ties += size * size * size - size;
            start = end;
        }

        return (ranks, ties);
    }
}
