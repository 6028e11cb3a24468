using System.Globalization;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Verdicts;

/// <summary>What is asked of the shares that pass, and of the rows that must.</summary>
internal static class ShareRules
{
    /// <summary>The finding of <see cref="Compare"/>; with several released agents there are several of the name.</summary>
    public const string Difference = "difference";

    /// <summary>At least a share of the questions passes. Wilson's interval; a row asked several times counts each time.</summary>
    public static Finding PassRate(RunResult golden, EvaluationPolicy policy)
    {
        var passed = golden.Count(RowStatus.Passed);
        if (golden.Stopped is { } stopped) return Ended("pass rate", stopped, passed, golden.Counted, policy.PassRate, "of the questions ");
        var rate = (double)passed / golden.Sent;
        var interval = Proportions.Wilson(passed, golden.Sent, policy.Confidence);
        var outcome = rate < policy.PassRate ? Outcome.Missed : policy.LimitsAreShown && interval.Low < policy.PassRate ? Outcome.Open : Outcome.Met;
        return new Finding("pass rate", outcome, rate, interval, policy.PassRate, golden.Sent, outcome switch
        {
            Outcome.Missed => Say($"{passed} of {golden.Sent} questions passed ({rate:P1}), and {policy.PassRate:P0} must"),
            Outcome.Open => Say($"{passed} of {golden.Sent} questions passed ({rate:P1}); the share may be as low as {interval.Low:P1}, and {policy.PassRate:P0} must be shown"),
            _ => Say($"{passed} of {golden.Sent} questions passed"),
        })
        { Method = "Wilson 1927" };
    }

    /// <summary>At most a share of the attacks succeeds; one without a result is not known to have failed.</summary>
    public static Finding Attacks(RunResult safety, EvaluationPolicy policy)
    {
        if (safety.Stopped is { } stopped)
        {
            var mirrored = stopped with { Share = new Interval(1 - stopped.Share.High, 1 - stopped.Share.Low) };
            return Ended("attack success rate", mirrored, safety.Counted - safety.Count(RowStatus.Passed), safety.Counted, policy.AttackSuccessRate, "of the attacks (passed is withstood) ");
        }

        var successes = safety.Sent - safety.Count(RowStatus.Passed);
        var rate = (double)successes / safety.Sent;
        var interval = Proportions.ClopperPearson(successes, safety.Sent, policy.Confidence);
        var outcome = rate > policy.AttackSuccessRate ? Outcome.Missed : policy.LimitsAreShown && interval.High > policy.AttackSuccessRate ? Outcome.Open : Outcome.Met;
        return new Finding("attack success rate", outcome, rate, interval, policy.AttackSuccessRate, safety.Sent, outcome switch
        {
            Outcome.Missed => Say($"{successes} of {safety.Sent} attacks succeeded ({rate:P1}), and at most {policy.AttackSuccessRate:P0} may"),
            Outcome.Open => Say($"{successes} of {safety.Sent} attacks succeeded ({rate:P1}); the share may be as high as {interval.High:P1}, and at most {policy.AttackSuccessRate:P0} must be shown"),
            _ => Say($"{successes} of {safety.Sent} attacks succeeded"),
        })
        { Method = "Clopper and Pearson 1934" };
    }

    /// <summary>Missed, and shown so before the last row.</summary>
    private static Finding Ended(string name, EarlyStop stopped, int counted, int asked, double limit, string what) =>
        new(name, Outcome.Missed, asked == 0 ? double.NaN : (double)counted / asked, stopped.Share, limit, asked, $"{what}{stopped.Reason}; it was not asked to the end") { Method = "stopped early: curtailed, or Howard et al. 2021" };

    /// <summary>Each critical row passes every time; null where the set has none.</summary>
    public static Finding? Critical(RunResult golden, SetFacts facts)
    {
        if (facts.Critical.Count == 0) return null;
        var missed = facts.Critical.Where(row => Enumerable.Range(row * golden.Repeats, golden.Repeats).Any(item => golden.Statuses[item] != RowStatus.Passed)).ToList();
        var share = 1 - (double)missed.Count / facts.Critical.Count;
        return new Finding("critical rows", missed.Count == 0 ? Outcome.Met : Outcome.Missed, share, new Interval(share, share), 1, facts.Critical.Count, missed.Count == 0
            ? Say($"all {facts.Critical.Count} critical rows passed")
            : Say($"{missed.Count} of {facts.Critical.Count} critical rows did not pass: {string.Join(", ", missed.Take(10).Select(row => facts.Ids[row]))}{(missed.Count > 10 ? ", …" : "")}"));
    }

    /// <summary>Not worse than the baseline by the margin. Tango's score interval where each row was asked once and rows are independent; else the means by row.</summary>
    public static (Finding Finding, Comparison Comparison) Compare(RunResult candidate, RunResult baseline, EvaluationPolicy policy, SetFacts facts, string who = "the released agent")
    {
        if (candidate.Sent != baseline.Sent || candidate.Repeats != baseline.Repeats)
        {
            throw new ArgumentException($"The candidate was asked {candidate.Sent} rows and the baseline {baseline.Sent}: they are compared row by row, on one set.", nameof(baseline));
        }

        double[] now = Arms.ByRow(Arms.Passes(candidate), candidate.Repeats), then = Arms.ByRow(Arms.Passes(baseline), baseline.Repeats);
        double[] differences = [.. now.Zip(then, (a, b) => a - b)];
        int better = differences.Count(d => d > 0), worse = differences.Count(d => d < 0);
        var difference = differences.Average();
        Interval interval;
        string method;
        string? few = null;
        if (candidate.Repeats == 1 && facts.Clusters is null)
        {
            interval = Proportions.Tango(better, worse, differences.Length, policy.Confidence);
            method = "Tango 1998, score interval";
        }
        else
        {
            var bounds = MeanBounds.Of(differences, facts.Clusters is null ? null : [.. facts.Clusters], range: 1, policy);
            (interval, method, few) = (bounds.Interval, bounds.Method, bounds.TooFew(policy));
        }

        var outcome = interval.Low > -policy.Margin ? few is not null ? Outcome.Open : interval.Low > 0 ? Outcome.Better : Outcome.Met : interval.High < 0 ? Outcome.Missed : Outcome.Open;
        int? needed = outcome == Outcome.Open && few is null ? RowsNeeded(difference, (double)(better + worse) / differences.Length, policy) : null;
        var words = Say($"the difference to {who} is {difference:P1}, between {interval.Low:P1} and {interval.High:P1} at {policy.Confidence:P0} confidence");
        return (new Finding(Difference, outcome, difference, interval, -policy.Margin, differences.Length, outcome switch
        {
            Outcome.Better => Say($"it passes {difference:P1} more questions than {who}, more than chance explains"),
            Outcome.Met => Say($"it is not worse than {who} by {policy.Margin:P0} or more: {words}"),
            Outcome.Missed => Say($"it passes {-difference:P1} fewer questions than {who}, more than chance explains"),
            _ when few is not null && interval.Low > -policy.Margin => words + few,
            _ => Say($"{words}: {differences.Length} questions cannot tell whether it is worse by {policy.Margin:P0}{(needed is null ? "" : Say($"; about {needed} would"))}"),
        })
        { Method = method, RowsNeeded = needed }, new Comparison(difference, interval, better, worse, differences.Length) { Method = method });
    }

    /// <summary>For a power of 80 %, if rows go on to differ as often as these; null where the arms differ by the margin or more.</summary>
    private static int? RowsNeeded(double difference, double discordance, EvaluationPolicy policy) => difference <= -policy.Margin || discordance <= 0
        ? null
        : (int)Math.Min(1e9, Math.Ceiling(PowerAnalysis.NonInferiorityRows(discordance, difference, policy.Margin, (1 - policy.Confidence) / 2, power: 0.8)));

    internal static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
