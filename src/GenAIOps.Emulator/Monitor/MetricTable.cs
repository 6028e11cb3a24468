namespace GenAIOps.Emulator.Monitor;

/// <summary>Measurements of a span of time put together.</summary>
internal readonly record struct Aggregate(double Count, double Sum, double Min, double Max)
{
    public static readonly Aggregate None = new(0, 0, double.PositiveInfinity, double.NegativeInfinity);

    public bool IsEmpty => Count == 0;

    public Aggregate Add(Aggregate other) => new(Count + other.Count, Sum + other.Sum, Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    /// <param name="aggregation"><c>Average</c>, <c>Total</c>, <c>Count</c>, <c>Minimum</c> or <c>Maximum</c>, in any case.</param>
    /// <returns>Null when nothing was measured.</returns>
    public double? Value(string aggregation) => IsEmpty ? null : aggregation.ToLowerInvariant() switch
    {
        "average" => Sum / Count,
        "total" => Sum,
        "count" => Count,
        "minimum" => Min,
        "maximum" => Max,
        _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "no such aggregation"),
    };
}

/// <summary>One combination of the values of the dimensions that were asked for, with its minutes since 1970 that hold anything.</summary>
internal sealed record MetricSeries(IReadOnlyDictionary<string, string> Dimensions, IReadOnlyDictionary<long, Aggregate> Minutes);

/// <summary>The metrics of one component, by the minute, in memory. All members may be called from any thread.</summary>
/// <remarks>At most <see cref="MostSeries"/> combinations for a metric: later ones count under the cloud dimensions alone. O(series × minutes) for a query.</remarks>
internal sealed class MetricTable
{
    public const int MostSeries = 1000;

    private sealed record Series(IReadOnlyDictionary<string, string> Dimensions, SortedDictionary<long, Aggregate> Minutes);

    private readonly Dictionary<string, Dictionary<string, Series>> _metrics = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();

    public void Add(TelemetryItem item)
    {
        long minute = MinuteOf(item.Time);
        lock (_lock)
        {
            foreach (Sample sample in item.Samples)
            {
                SortedDictionary<long, Aggregate> minutes = SeriesOf(sample.Metric, item.Dimensions).Minutes;
                minutes[minute] = minutes.GetValueOrDefault(minute, Aggregate.None).Add(new Aggregate(sample.Count, sample.Sum, sample.Min, sample.Max));
            }
        }
    }

    public IReadOnlyList<string> Names()
    {
        lock (_lock) return [.. _metrics.Keys.Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <param name="from">First minute.</param>
    /// <param name="to">The minute after the last.</param>
    /// <param name="filter">Which combinations of dimensions count.</param>
    /// <param name="split">The dimensions to keep apart; none: one series, even if nothing was measured.</param>
    public IReadOnlyList<MetricSeries> Query(string metric, long from, long to, Func<IReadOnlyDictionary<string, string>, bool> filter, IReadOnlyList<string> split)
    {
        Dictionary<string, (Dictionary<string, string> Dimensions, Dictionary<long, Aggregate> Minutes)> found = new(StringComparer.Ordinal);
        if (split.Count == 0) found[""] = ([], []);
        lock (_lock)
        {
            foreach (Series series in _metrics.GetValueOrDefault(metric)?.Values.Where(series => filter(series.Dimensions)) ?? [])
            {
                Dictionary<string, string> values = split.ToDictionary(name => name, name => series.Dimensions.GetValueOrDefault(name, ""), StringComparer.OrdinalIgnoreCase);
                string key = KeyOf(values);
                if (!found.TryGetValue(key, out var group)) found[key] = group = (values, []);
                foreach ((long minute, Aggregate aggregate) in series.Minutes.Where(pair => pair.Key >= from && pair.Key < to))
                    group.Minutes[minute] = group.Minutes.GetValueOrDefault(minute, Aggregate.None).Add(aggregate);
            }
        }
        return [.. found.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new MetricSeries(pair.Value.Dimensions, pair.Value.Minutes))];
    }

    /// <summary>Forgets what lies before this minute.</summary>
    public void Forget(long before)
    {
        lock (_lock)
        {
            foreach (Dictionary<string, Series> metric in _metrics.Values)
            {
                foreach ((string key, Series series) in metric.ToList())
                {
                    foreach (long minute in series.Minutes.Keys.TakeWhile(minute => minute < before).ToList()) series.Minutes.Remove(minute);
                    if (series.Minutes.Count == 0) metric.Remove(key);
                }
            }
        }
    }

    public static long MinuteOf(DateTimeOffset time) => (long)Math.Floor((time - DateTimeOffset.UnixEpoch).TotalMinutes);

    private Series SeriesOf(string metric, IReadOnlyDictionary<string, string> dimensions)
    {
        if (!_metrics.TryGetValue(metric, out Dictionary<string, Series>? all)) _metrics[metric] = all = new(StringComparer.Ordinal);
        string key = KeyOf(dimensions);
        if (all.TryGetValue(key, out Series? known)) return known;
        if (all.Count >= MostSeries)
        {
            Dictionary<string, string> cloud = new(dimensions.Where(pair => pair.Key.StartsWith("cloud/", StringComparison.OrdinalIgnoreCase)), StringComparer.OrdinalIgnoreCase);
            if (cloud.Count < dimensions.Count) return SeriesOf(metric, cloud);
            if (all.Count >= 2 * MostSeries) return dimensions.Count > 0 ? SeriesOf(metric, new Dictionary<string, string>()) : all[key] = new Series(dimensions, []);
        }
        return all[key] = new Series(dimensions, []);
    }

    private static string KeyOf(IReadOnlyDictionary<string, string> dimensions) =>
        string.Join('\u001f', dimensions.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(pair => $"{pair.Key.ToLowerInvariant()}\u001e{pair.Value}"));
}
