using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Reports.Figures;

/// <summary>Means, differences and slices of the questions, shares by the methods of the verdict, means by <see cref="MeanInterval"/>.</summary>
internal sealed class MetricTable(EvaluationReport report, RunResult? baseline, RunPass pass)
{
    /// <summary>Up to so many rows a mean's interval is bootstrapped; beyond, Student's t (or its clustered form) alone: they agree there, and resampling a million rows takes minutes.</summary>
    internal const int MostResampled = 20_000;

    private readonly RunResult _candidate = report.Golden;
    private readonly double _confidence = report.Policy.Confidence;

    public IReadOnlyList<MetricSummary> Metrics()
    {
        if (_candidate.Sent == 0) return [];
        var names = _candidate.Scores.Keys.Order(StringComparer.Ordinal);
        return [PassRate(), .. names.Select(Mean).OfType<MetricSummary>()];
    }

    public IReadOnlyList<SliceSummary> Slices()
    {
        if (_candidate.Sent == 0) return [];
        var now = Arms.ByRow(Arms.Passes(_candidate), _candidate.Repeats);
        var then = baseline is null ? null : Arms.ByRow(Arms.Passes(baseline), baseline.Repeats);
        return [.. pass.Tags.Select(tag => (tag.Key, Rows: tag.Value.FindAll(row => !double.IsNaN(now[row])))).Where(tag => tag.Rows.Count > 0).Select(tag => Slice(tag.Key, tag.Rows, now, then))];
    }

    /// <summary>Questions that pass more or less often than with the released agent.</summary>
    public int Flipped()
    {
        var then = Arms.ByRow(Arms.Passes(baseline!), baseline!.Repeats);
        return Arms.ByRow(Arms.Passes(_candidate), _candidate.Repeats).Zip(then).Count(pair => pair.First != pair.Second);
    }

    private SliceSummary Slice(string tag, List<int> rows, double[] now, double[]? then)
    {
        double[] here = [.. rows.Select(row => now[row])];
        var slice = new SliceSummary(tag, here.Length, here.Average(), OfShare(here));
        if (then is null) return slice;
        double[] differences = [.. rows.Select(row => now[row] - then[row])];
        return slice with { Difference = differences.Average(), DifferenceInterval = OfDifference(differences, rows) };
    }

    private MetricSummary PassRate()
    {
        double[] now = [.. Arms.ByRow(Arms.Passes(_candidate), _candidate.Repeats).Where(share => !double.IsNaN(share))];
        var summary = new MetricSummary("pass rate", "share", now.Length, now.Average(), report.Verdict.PassRate)
        {
            Limit = report.Policy.PassRate,
            LargerIsBetter = true,
            Verdict = VerdictOf(["pass rate", "critical rows", "difference"]),
        };
        if (baseline is null) return summary;
        var then = Arms.ByRow(Arms.Passes(baseline), baseline.Repeats);
        double[] differences = [.. now.Zip(then, (a, b) => a - b)];
        return summary with
        {
            BaselineMean = then.Average(),
            Difference = differences.Average(),
            DifferenceInterval = report.Comparison?.Interval ?? OfDifference(differences, null),
        };
    }

    private MetricSummary? Mean(string metric)
    {
        var now = Arms.ByRow(_candidate.Scores[metric], _candidate.Repeats);
        int[] rows = [.. Enumerable.Range(0, now.Length).Where(row => !double.IsNaN(now[row]))];
        if (rows.Length == 0) return null;
        double[] values = [.. rows.Select(row => now[row])];
        var rules = report.Policy.Metrics.Where(rule => rule.Metric == metric).ToList();
        var summary = new MetricSummary(metric, MetricUnits.Of(metric), rows.Length, values.Average(), OfMean(values, rows, MeanBounds.Range(values)))
        {
            Limit = rules.FirstOrDefault(rule => rule is { Limit: not null, Quantile: null })?.Limit,
            LargerIsBetter = rules.FirstOrDefault()?.LargerIsBetter ?? (MetricUnits.SmallerIsBetter(metric) ? false : null),
            Verdict = VerdictOf([.. rules.SelectMany(Names)]),
        };
        if (baseline is null || !baseline.Scores.TryGetValue(metric, out var scores)) return summary;
        var then = Arms.ByRow(scores, baseline.Repeats);
        int[] both = [.. rows.Where(row => !double.IsNaN(then[row]))];
        if (both.Length == 0) return summary;
        double[] differences = [.. both.Select(row => now[row] - then[row])];
        return summary with
        {
            BaselineMean = both.Average(row => then[row]),
            Difference = differences.Average(),
            DifferenceInterval = OfMean(differences, both, MeanBounds.Range(values, [.. both.Select(row => then[row])])),
        };
    }

    /// <summary>The findings that a rule brings: see <see cref="MetricRules"/>.</summary>
    private static IEnumerable<string> Names(MetricRule rule) =>
        [rule.Metric, $"{rule.Metric} limit", rule.Quantile is { } quantile ? FormattableString.Invariant($"{rule.Metric} p{quantile * 100:0.##}") : rule.Metric];

    /// <summary>The worst that is found.</summary>
    private string VerdictOf(HashSet<string> findings)
    {
        var outcomes = report.Verdict.Findings.Where(finding => findings.Contains(finding.Name)).Select(finding => finding.Outcome).ToHashSet();
        return outcomes.Contains(Outcome.Missed) ? "missed" : outcomes.Contains(Outcome.Open) ? "open" : outcomes.Contains(Outcome.Better) ? "better" : outcomes.Contains(Outcome.Met) ? "met" : "measured";
    }

    private Interval OfShare(double[] byRow)
    {
        if (_candidate.Repeats == 1) return Proportions.Wilson(byRow.Count(share => share > 0), byRow.Length, _confidence);
        var interval = OfMean(byRow, null, range: 1);
        return new Interval(Math.Max(0, interval.Low), Math.Min(1, interval.High));
    }

    private Interval OfDifference(double[] differences, IReadOnlyList<int>? rows)
    {
        if (_candidate.Repeats == 1 && pass.Clusters is null) return Proportions.Tango(differences.Count(d => d > 0), differences.Count(d => d < 0), differences.Length, _confidence);
        var interval = OfMean(differences, rows, range: 1);
        return new Interval(Math.Max(-1, interval.Low), Math.Min(1, interval.High));
    }

    /// <param name="values">By row.</param>
    /// <param name="rows">Their positions; null: all rows.</param>
    /// <param name="range">The largest possible distance of two values.</param>
    private Interval OfMean(double[] values, IReadOnlyList<int>? rows, double range)
    {
        if (values.Length < 2) return new Interval(double.NegativeInfinity, double.PositiveInfinity);
        int[]? clusters = pass.Clusters is null ? null : rows is null ? values.Length == pass.Clusters.Length ? pass.Clusters : null : [.. rows.Select(row => pass.Clusters[row])];
        if (values.Length <= MostResampled) return MeanBounds.IntervalOf(values, clusters, range, report.Policy);
        return (clusters is null ? Means.Of(values) : Means.Clustered<int>(values, clusters)).Interval(_confidence);
    }
}
