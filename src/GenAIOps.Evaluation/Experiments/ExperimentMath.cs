using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Experiments;

/// <summary>Means, differences and slices of all variants, and the adjustment of their p values.</summary>
internal sealed class ExperimentMath
{
    private readonly EvaluationPolicy _policy;
    private readonly SetFacts _facts;
    private readonly SortedDictionary<string, List<int>> _tags = new(StringComparer.Ordinal);

    public ExperimentMath(Dataset set, double confidence, ulong seed)
    {
        (_policy, _facts) = (new EvaluationPolicy { Confidence = confidence, Seed = seed }, SetFacts.Of(set));
        var position = 0;
        foreach (var row in set.Rows())
        {
            foreach (var tag in row.Tags.Distinct(StringComparer.Ordinal))
            {
                if (!_tags.TryGetValue(tag, out var rows)) _tags.Add(tag, rows = []);
                rows.Add(position);
            }

            position++;
        }
    }

    public IReadOnlyList<IReadOnlyList<MetricOfVariant>> Metrics(IReadOnlyList<VariantRun> runs)
    {
        var names = runs.SelectMany(run => run.Run.Scores.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var plain = runs.Select((run, i) => new List<MetricOfVariant> { Shares(run.Run, i == 0 ? null : runs[0].Run) }
            .Concat(names.Select(metric => Means(run.Run, i == 0 ? null : runs[0].Run, metric)).OfType<MetricOfVariant>()).ToList()).ToList();
        var compared = plain.SelectMany(metrics => metrics).Where(metric => metric.Difference is not null).ToList();
        var adjusted = Adjusted([.. compared.Select(metric => metric.Difference!.P)], p => Multiplicity.Holm(p));
        var next = 0;
        return [.. plain.Select(IReadOnlyList<MetricOfVariant> (metrics) => [.. metrics.Select(metric => metric.Difference is null ? metric : metric with { Difference = metric.Difference with { AdjustedP = adjusted[next++] } })])];
    }

    public IReadOnlyList<IReadOnlyList<Slice>> Slices(IReadOnlyList<VariantRun> runs)
    {
        var first = Arms.ByRow(Arms.Passes(runs[0].Run), runs[0].Run.Repeats);
        List<List<(Slice Slice, double? P)>> plain = [];
        foreach (var (run, i) in runs.Select((run, i) => (run, i)))
        {
            var passes = Arms.ByRow(Arms.Passes(run.Run), run.Run.Repeats);
            plain.Add([.. _tags.Select(tag =>
            {
                double[] here = [.. tag.Value.Select(row => passes[row])], there = [.. tag.Value.Select(row => first[row])];
                var slice = new Slice(tag.Key, here.Length, here.Average(), OfShares(here, run.Run.Repeats), i == 0 ? null : here.Average() - there.Average(), null);
                return (slice, i == 0 ? (double?)null : P(here, there, run.Run.Repeats));
            })]);
        }

        var adjusted = Adjusted([.. plain.SelectMany(slices => slices).Where(one => one.P is not null).Select(one => one.P!.Value)], p => Multiplicity.BenjaminiHochberg(p));
        var next = 0;
        return [.. plain.Select(IReadOnlyList<Slice> (slices) => [.. slices.Select(one => one.P is null ? one.Slice : one.Slice with { AdjustedP = adjusted[next++] })])];
    }

    /// <summary>Where nothing was compared there is nothing to adjust.</summary>
    private static double[] Adjusted(double[] p, Func<double[], double[]> adjust) => p.Length == 0 ? p : adjust(p);

    private MetricOfVariant Shares(RunResult run, RunResult? first)
    {
        var here = Arms.ByRow(Arms.Passes(run), run.Repeats);
        Difference? difference = null;
        if (first is not null)
        {
            var (_, comparison) = ShareRules.Compare(run, first, _policy, _facts);
            var p = P(here, Arms.ByRow(Arms.Passes(first), first.Repeats), run.Repeats);
            difference = new Difference(comparison.Difference, comparison.Interval, p, p);
        }

        return new MetricOfVariant("pass rate", here.Average(), OfShares(here, run.Repeats), here.Length, difference);
    }

    private MetricOfVariant? Means(RunResult run, RunResult? first, string metric)
    {
        if (!run.Scores.TryGetValue(metric, out var scores)) return null;
        var byRow = Arms.ByRow(scores, run.Repeats);
        int[] rows = [.. Enumerable.Range(0, byRow.Length).Where(row => !double.IsNaN(byRow[row]))];
        if (rows.Length < 2) return null;
        double[] values = [.. rows.Select(row => byRow[row])];
        Difference? difference = null;
        if (first is not null && first.Scores.TryGetValue(metric, out var before))
        {
            var then = Arms.ByRow(before, first.Repeats);
            int[] both = [.. rows.Where(row => !double.IsNaN(then[row]))];
            if (both.Length >= 2)
            {
                double[] differences = [.. both.Select(row => byRow[row] - then[row])];
                var interval = MeanBounds.IntervalOf(differences, Clusters(both), MeanBounds.Range(values, [.. both.Select(row => then[row])]), _policy);
                var p = MeanBounds.P(differences, Clusters(both));
                difference = new Difference(differences.Average(), interval, p, p);
            }
        }

        return new MetricOfVariant(metric, values.Average(), MeanBounds.IntervalOf(values, Clusters(rows), MeanBounds.Range(values), _policy), rows.Length, difference);
    }

    /// <summary>Rows that pass or do not: McNemar's mid-p. Rows asked several times: the paired t test.</summary>
    private static double P(double[] here, double[] there, int repeats) => repeats == 1
        ? Proportions.McNemarMidP(here.Zip(there).Count(pair => pair.First > pair.Second), here.Zip(there).Count(pair => pair.First < pair.Second))
        : here.Length < 2 ? 1 : MeanBounds.P([.. here.Zip(there, (a, b) => a - b)], null);

    private Interval OfShares(double[] byRow, int repeats)
    {
        if (repeats == 1) return Proportions.Wilson(byRow.Count(share => share > 0), byRow.Length, _policy.Confidence);
        if (byRow.Length < 2) return new Interval(0, 1);
        var interval = MeanBounds.IntervalOf(byRow, null, range: 1, _policy);
        return new Interval(Math.Max(0, interval.Low), Math.Min(1, interval.High));
    }

    private int[]? Clusters(int[] rows) => _facts.Clusters is null ? null : [.. rows.Select(row => _facts.Clusters[row])];
}
