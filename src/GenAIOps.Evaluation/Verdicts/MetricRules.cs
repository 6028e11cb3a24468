using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;
using static GenAIOps.Evaluation.Verdicts.ShareRules;

namespace GenAIOps.Evaluation.Verdicts;

/// <summary>What is asked of single metrics.</summary>
internal static class MetricRules
{
    public static IEnumerable<Finding> Judge(MetricRule rule, RunResult candidate, IReadOnlyList<Baseline> baselines, EvaluationPolicy policy, SetFacts facts)
    {
        if (rule.Limit is { } limit) yield return rule.Quantile is { } quantile ? AgainstQuantile(rule, limit, quantile, candidate, policy) : AgainstLimit(rule, limit, candidate, policy, facts);
        if ((rule.Margin ?? rule.RelativeMargin) is null) yield break;
        foreach (var baseline in baselines.Where(baseline => baseline.Run is not null))
            yield return AgainstBaseline(rule, candidate, baseline.Run!, baseline.Among(baselines), policy, facts) with { Baseline = baseline.LabelAmong(baselines) };
    }

    /// <summary>The mean keeps a limit.</summary>
    private static Finding AgainstLimit(MetricRule rule, double limit, RunResult candidate, EvaluationPolicy policy, SetFacts facts)
    {
        var (values, clusters, _) = Values(candidate, rule.Metric, facts);
        if (values.Length < 2) return None(rule, limit, values.Length);
        var bounds = MeanBounds.Of(values, clusters, MeanBounds.Range(values), policy);
        var interval = bounds.Interval;
        var kept = rule.LargerIsBetter ? bounds.Estimate >= limit : bounds.Estimate <= limit;
        var shown = rule.LargerIsBetter ? bounds.Low >= limit : bounds.High <= limit;
        var outcome = !kept ? Outcome.Missed : policy.LimitsAreShown && (!shown || bounds.Units < policy.MinimumRowsOfMeans) ? Outcome.Open : Outcome.Met;
        return new Finding($"{rule.Metric} limit", outcome, bounds.Estimate, interval, limit, values.Length,
            Say($"the mean of {rule.Metric} is {bounds.Estimate:0.####}, between {interval.Low:0.####} and {interval.High:0.####}, and must be at {(rule.LargerIsBetter ? "least" : "most")} {limit:0.####}"))
        { Method = bounds.Method };
    }

    /// <summary>A quantile keeps a limit: the share of answers beyond it is at most what the quantile leaves.</summary>
    private static Finding AgainstQuantile(MetricRule rule, double limit, double quantile, RunResult candidate, EvaluationPolicy policy)
    {
        var values = candidate.Scores.TryGetValue(rule.Metric, out var scores) ? scores.Where(value => !double.IsNaN(value)).ToArray() : [];
        if (values.Length == 0) return None(rule, limit, 0);
        var beyond = values.Count(value => rule.LargerIsBetter ? value < limit : value > limit);
        var left = rule.LargerIsBetter ? quantile : 1 - quantile;
        var share = (double)beyond / values.Length;
        var interval = Proportions.Wilson(beyond, values.Length, policy.Confidence);
        var outcome = share > left ? Outcome.Missed : policy.LimitsAreShown && interval.High > left ? Outcome.Open : Outcome.Met;
        return new Finding($"{rule.Metric} p{quantile * 100:0.##}", outcome, share, interval, left, values.Length,
            Say($"{beyond} of {values.Length} answers have a {rule.Metric} beyond {limit:0.####} ({share:P1}), and at most {left:P1} may"))
        { Method = "Wilson 1927" };
    }

    /// <summary>Not worse than the baseline by the margin, row by row.</summary>
    private static Finding AgainstBaseline(MetricRule rule, RunResult candidate, RunResult baseline, string who, EvaluationPolicy policy, SetFacts facts)
    {
        var arms = Arms.Of(candidate, baseline, rule.Metric, rule.LargerIsBetter);
        if (arms.Rows.Length < 2) return None(rule, rule.Margin ?? 0, arms.Rows.Length);
        var margin = rule.Margin ?? rule.RelativeMargin!.Value * Math.Abs(arms.Baseline.Average());
        int[]? clusters = facts.Clusters is null ? null : [.. arms.Rows.Select(row => facts.Clusters[row])];
        // Oriented so that more is better.
        double[] gains = rule.LargerIsBetter ? arms.Differences : [.. arms.Differences.Select(d => -d)];
        var bounds = MeanBounds.Of(gains, clusters, MeanBounds.Range(arms.Candidate, arms.Baseline), policy);
        var outcome = bounds.Low > -margin ? bounds.Units < policy.MinimumRowsOfMeans ? Outcome.Open : bounds.Low > 0 ? Outcome.Better : Outcome.Met
            : bounds.High < -margin ? Outcome.Missed : Outcome.Open;
        var (low, high) = rule.LargerIsBetter ? (bounds.Low, bounds.High) : (-bounds.High, -bounds.Low);
        var estimate = rule.LargerIsBetter ? bounds.Estimate : -bounds.Estimate;
        var imputed = arms.Imputed == 0 ? "" : Say($"; {arms.Imputed} without an answer count as the worst");
        var open = outcome == Outcome.Open ? bounds.TooFew(policy) ?? Say($": {arms.Rows.Length} rows cannot tell") : "";
        return new Finding(rule.Metric, outcome, estimate, new Interval(low, high), rule.LargerIsBetter ? -margin : margin, arms.Rows.Length,
            Say($"{rule.Metric} differs from {who}'s by {estimate:0.####}, between {low:0.####} and {high:0.####}, and {(rule.LargerIsBetter ? "a loss" : "a rise")} of {margin:0.####} is too much{imputed}{open}"))
        { Method = bounds.Method };
    }

    /// <summary>By row, with their clusters: means over repeats, without rows that the metric does not apply to.</summary>
    private static (double[] Values, int[]? Clusters, int[] Rows) Values(RunResult run, string metric, SetFacts facts)
    {
        if (!run.Scores.TryGetValue(metric, out var scores)) return ([], null, []);
        var rows = Arms.ByRow(scores, run.Repeats);
        int[] there = [.. Enumerable.Range(0, rows.Length).Where(row => !double.IsNaN(rows[row]))];
        return ([.. there.Select(row => rows[row])], facts.Clusters is null ? null : [.. there.Select(row => facts.Clusters[row])], there);
    }

    private static Finding None(MetricRule rule, double limit, int rows) =>
        new(rule.Metric, Outcome.Open, double.NaN, new Interval(double.NaN, double.NaN), limit, rows, Say($"{rule.Metric} was scored on {rows} rows, so nothing can be said of it; check the policy's name for it and the evaluators"));
}
