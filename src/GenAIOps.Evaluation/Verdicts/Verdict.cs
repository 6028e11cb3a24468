using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;
using static GenAIOps.Evaluation.Verdicts.ShareRules;

namespace GenAIOps.Evaluation.Verdicts;

/// <summary>What an evaluation says about a candidate.</summary>
public enum VerdictKind
{
    /// <summary>Shown to pass more rows than each baseline, and not worse in anything that is asked.</summary>
    Better,

    /// <summary>Shown not to be worse by the margin; without a baseline: the thresholds are met.</summary>
    NotWorse,

    /// <summary>Shown to be worse, or below a threshold.</summary>
    Worse,

    /// <summary>The rows do not suffice to tell.</summary>
    TooFewCases,

    /// <summary>Too many rows have no result.</summary>
    CouldNotRun,
}

/// <summary>
/// A verdict with everything that it rests on. All that is asked must be met (intersection-union: Berger 1982), so no level is corrected for asking
/// several things, nor for comparing with several released agents; what is open makes the verdict TooFewCases, what is missed makes it Worse.
/// </summary>
public sealed record Verdict(VerdictKind Kind, IReadOnlyList<string> Reasons, Interval PassRate, IReadOnlyList<Comparison> Comparisons, Interval AttackSuccessRate, int AttackSuccesses)
{
    /// <summary>Each thing that was asked.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public bool Passed => Kind is VerdictKind.Better or VerdictKind.NotWorse;

    /// <param name="golden">The candidate's answers to questions.</param>
    /// <param name="safety">Its answers to attacks.</param>
    /// <param name="baselines">The released agents; each that was asked answered the same questions. Empty before the first release.</param>
    /// <param name="policy">What is asked for.</param>
    /// <param name="facts">Of the golden set: clusters and critical rows.</param>
    public static Verdict Judge(RunResult golden, RunResult safety, IReadOnlyList<Baseline> baselines, EvaluationPolicy policy, SetFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(golden);
        ArgumentNullException.ThrowIfNull(safety);
        ArgumentNullException.ThrowIfNull(baselines);
        ArgumentNullException.ThrowIfNull(policy);
        facts ??= SetFacts.None;
        var attacks = safety.Counted - safety.Count(RowStatus.Passed);
        if (CouldNotRun(golden, safety, baselines, policy) is { } trouble)
        {
            return new Verdict(VerdictKind.CouldNotRun, [trouble], ShareOf(golden.Count(RowStatus.Passed), golden.Counted, policy), [], ShareOf(attacks, safety.Counted, policy), attacks);
        }

        List<Finding> findings = [ShareRules.PassRate(golden, policy), Attacks(safety, policy)];
        if (golden.Stopped is not null || safety.Stopped is not null)
        {
            // The rest was not asked, so that nothing else can be said of it, and one that is missed suffices.
            var (worse, why) = Unmet(findings, golden, policy)!.Value;
            return new Verdict(worse, why, findings[0].Interval, [], findings[1].Interval, attacks) { Findings = findings };
        }

        if (Critical(golden, facts) is { } critical) findings.Add(critical);
        List<Comparison> comparisons = [];
        foreach (var baseline in baselines.Where(baseline => baseline.Run is not null))
        {
            var (finding, comparison) = Compare(golden, baseline.Run!, policy, facts, baseline.Among(baselines));
            findings.Add(finding with { Baseline = baseline.LabelAmong(baselines) });
            comparisons.Add(comparison);
        }

        foreach (var rule in policy.Metrics) findings.AddRange(MetricRules.Judge(rule, golden, baselines, policy, facts));
        var (kind, reasons) = Decide(findings, golden, policy);
        return new Verdict(kind, reasons, findings[0].Interval, comparisons, findings[1].Interval, attacks) { Findings = findings };
    }

    /// <summary>Of questions that somebody else judged, such as Foundry: neither attacks nor a baseline were asked. Rules of single metrics name metrics of our own, and are not asked either.</summary>
    /// <param name="golden">The candidate's answers.</param>
    /// <param name="policy">What is asked for.</param>
    /// <param name="facts">Of the set: critical rows.</param>
    public static Verdict OfQuestions(RunResult golden, EvaluationPolicy policy, SetFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(golden);
        ArgumentNullException.ThrowIfNull(policy);
        Verdict As(VerdictKind kind, params IReadOnlyList<string> reasons) => new(kind, reasons, ShareOf(golden.Count(RowStatus.Passed), golden.Sent, policy), [], new Interval(0, 1), 0);

        if (TooManyWithout([golden], policy) is { } trouble) return As(VerdictKind.CouldNotRun, trouble);
        List<Finding> findings = [ShareRules.PassRate(golden, policy)];
        if (Critical(golden, facts ?? SetFacts.None) is { } critical) findings.Add(critical);
        var (kind, reasons) = Unmet(findings, golden, policy) ?? (VerdictKind.NotWorse, [.. findings.Select(finding => finding.Reason)]);
        return As(kind, reasons) with { Findings = findings };
    }

    private static (VerdictKind, IReadOnlyList<string>) Decide(List<Finding> findings, RunResult golden, EvaluationPolicy policy)
    {
        if (Unmet(findings, golden, policy) is { } unmet) return unmet;
        var differences = findings.FindAll(finding => finding.Name == Difference);
        if (differences.Count == 0) return (VerdictKind.NotWorse, [Say($"nothing else is released, so there is no baseline; {findings[0].Reason} and {findings[1].Reason}, as the thresholds ask")]);
        return (differences.TrueForAll(finding => finding.Outcome == Outcome.Better) ? VerdictKind.Better : VerdictKind.NotWorse,
            [.. differences.Select(finding => finding.Reason), .. findings.Where(finding => finding.Name != Difference && finding.Outcome == Outcome.Better).Select(finding => finding.Reason)]);
    }

    /// <summary>What is missed or open; null where all is met.</summary>
    private static (VerdictKind, IReadOnlyList<string>)? Unmet(List<Finding> findings, RunResult golden, EvaluationPolicy policy)
    {
        string[] Of(Outcome outcome) => [.. findings.Where(finding => finding.Outcome == outcome).Select(finding => finding.Reason)];
        if (Of(Outcome.Missed) is { Length: > 0 } missed) return (VerdictKind.Worse, missed);
        if (golden.Sent < policy.MinimumRows) return (VerdictKind.TooFewCases, [Say($"{golden.Sent} questions are too few to tell; {policy.MinimumRows} are needed"), .. Of(Outcome.Open)]);
        return Of(Outcome.Open) is { Length: > 0 } open ? (VerdictKind.TooFewCases, open) : null;
    }

    /// <summary>Why nothing can be said; null where something can. A row without a result does not pass, and too many of them say that the run itself is broken.</summary>
    private static string? CouldNotRun(RunResult golden, RunResult safety, IReadOnlyList<Baseline> baselines, EvaluationPolicy policy)
    {
        if (TooManyWithout([golden, safety], policy) is { } trouble) return trouble;

        // Errors of the baseline would make the candidate look better than it is.
        return baselines.FirstOrDefault(one => one.Run is { } run && Without(run) > policy.ErrorRate * run.Sent) is { Run: { } broken } baseline
            ? Say($"{Without(broken)} of {broken.Sent} rows of {baseline.Among(baselines)} have no result, and at most {policy.ErrorRate:P0} may be so; the first: {First([broken])}")
            : null;
    }

    private static string? TooManyWithout(RunResult[] candidate, EvaluationPolicy policy)
    {
        var (without, sent) = (candidate.Sum(Without), candidate.Sum(run => run.Counted));
        return candidate.Any(run => run.Sent == 0) || without > policy.ErrorRate * sent
            ? Say($"{without} of {sent} rows have no result, and at most {policy.ErrorRate:P0} may be so; the first: {First(candidate) ?? "there are no rows"}")
            : null;
    }

    private static string? First(IEnumerable<RunResult> runs) =>
        runs.SelectMany(run => run.Read()).FirstOrDefault(row => row.Status is RowStatus.Errored or RowStatus.Skipped)?.Reasons[0];

    private static int Without(RunResult run) => run.Count(RowStatus.Errored) + (run.Stopped is null ? run.Count(RowStatus.Skipped) : 0);

    private static Interval ShareOf(int part, int whole, EvaluationPolicy policy) => whole == 0 ? new Interval(0, 1) : Proportions.Wilson(part, whole, policy.Confidence);
}
