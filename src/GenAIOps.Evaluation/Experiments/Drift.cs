using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Experiments;

/// <summary>Whether what an agent answers got worse since it was released, by the same rule that let it be released.</summary>
public static class Drift
{
    /// <param name="now">What it answers now.</param>
    /// <param name="then">What it answered before the release, to the same rows.</param>
    /// <param name="policy">The margin, and the rules of single metrics.</param>
    /// <param name="facts">Of the set.</param>
    /// <returns>Better, NotWorse, Worse or TooFewCases, and why.</returns>
    public static (VerdictKind Kind, string Reason) Judge(RunResult now, RunResult then, EvaluationPolicy policy, SetFacts facts)
    {
        ArgumentNullException.ThrowIfNull(policy);
        List<Finding> findings = [ShareRules.Compare(now, then, policy, facts).Finding];
        // Latency and cost are PROD's own and were measured elsewhere: what is held against a limit is, what is held against QA is not.
        foreach (var rule in policy.Metrics) findings.AddRange(MetricRules.Judge(rule, now, [], policy, facts));
        var worst = findings.MaxBy(finding => finding.Outcome switch { Outcome.Missed => 3, Outcome.Open => 2, Outcome.Met => 1, _ => 0 })!;
        return worst.Outcome switch
        {
            Outcome.Missed => (VerdictKind.Worse, Words(worst)),
            Outcome.Open => (VerdictKind.TooFewCases, Words(worst)),
            Outcome.Better => (VerdictKind.Better, Words(worst)),
            _ => (VerdictKind.NotWorse, Words(findings[0])),
        };
    }

    private static string Words(Finding finding) => finding.Reason.Replace("the released agent", "before its release", StringComparison.Ordinal);
}
