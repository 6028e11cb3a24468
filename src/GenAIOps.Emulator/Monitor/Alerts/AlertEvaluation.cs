namespace GenAIOps.Emulator.Monitor;

/// <summary>What a criterion saw.</summary>
/// <param name="Value">Null when nothing was measured.</param>
internal sealed record CriterionValue(MetricCriterion Criterion, double? Value)
{
    public bool IsMet => Value is { } value && Criterion.IsMetBy(value);
}

/// <summary>One evaluation of a rule for one combination of its dimensions.</summary>
/// <param name="Dimensions">Empty for a rule without dimensions.</param>
internal sealed record AlertVerdict(string Target, IReadOnlyDictionary<string, string> Dimensions, IReadOnlyList<CriterionValue> Values)
{
    public bool IsMet => Values.All(value => value.IsMet);
}

/// <summary>Evaluates rules: a pure function of the rule, the metrics and the window.</summary>
internal static class AlertEvaluation
{
    /// <param name="end">The minute after the window's last, since 1970.</param>
    /// <returns>One verdict for each combination of dimensions in the window; without dimensions exactly one.</returns>
    public static IReadOnlyList<AlertVerdict> Evaluate(AlertRule rule, string target, MetricTable metrics, long end)
    {
        long from = end - (long)rule.Window.TotalMinutes;
        List<(MetricCriterion Criterion, IReadOnlyList<MetricSeries> Series)> read = [.. rule.Criteria.Select(criterion => (criterion,
            metrics.Query(criterion.Metric.Name, from, end, dimensions => criterion.Dimensions.All(each => each.Holds(dimensions)), [.. criterion.Dimensions.Select(each => each.Name)])))];
        IEnumerable<IReadOnlyDictionary<string, string>> combinations = read.SelectMany(each => each.Series).Select(series => series.Dimensions)
            .Where(dimensions => dimensions.Count > 0).DistinctBy(Key, StringComparer.Ordinal);
        if (rule.Criteria.All(criterion => criterion.Dimensions.Count == 0)) combinations = [new Dictionary<string, string>()];
        return [.. combinations.Select(dimensions => new AlertVerdict(target, dimensions, [.. read.Select(each => new CriterionValue(each.Criterion, Value(each.Criterion, each.Series, dimensions)))]))];
    }

    public static string Key(IReadOnlyDictionary<string, string> dimensions) =>
        string.Join(';', dimensions.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(pair => $"{pair.Key.ToLowerInvariant()}={pair.Value}"));

    /// <remarks>A criterion without dimensions is part of every combination.</remarks>
    private static double? Value(MetricCriterion criterion, IReadOnlyList<MetricSeries> series, IReadOnlyDictionary<string, string> dimensions)
    {
        Aggregate all = series.Where(each => each.Dimensions.All(pair => dimensions.GetValueOrDefault(pair.Key) == pair.Value))
            .SelectMany(each => each.Minutes.Values).Aggregate(Aggregate.None, (sum, minute) => sum.Add(minute));
        return all.Value(criterion.Aggregation) ?? (criterion.Metric.IsCounter && criterion.Aggregation is "Total" or "Count" ? 0 : null);
    }
}
