using CsCheck;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Tests.Runs;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Tests.Verdicts;

/// <summary>What may be asked beyond the share that passes: metrics, critical rows, clusters, repeats, limits that are shown.</summary>
public sealed class Policies
{
    private static readonly EvaluationPolicy s_policy = new();

    private static RunResult Safe => Some.Run(70, 0, prefix: "s");

    [Fact]
    public void ACandidateThatCostsMoreThanAllowedIsWorse()
    {
        var policy = s_policy with { Metrics = [MetricRule.CostNotUpBy(0.25)] };
        Assert.Equal(VerdictKind.Worse, Judge(Scored("cost", i => 2 + i % 3), Scored("cost", i => 1 + i % 3), policy).Kind);
        Assert.Equal(VerdictKind.NotWorse, Judge(Scored("cost", i => 1 + i % 3), Scored("cost", i => 1 + i % 3), policy).Kind);
    }

    [Fact]
    public void ARiseThatTheRowsCannotRuleOutIsOpen()
    {
        var policy = s_policy with { Metrics = [new MetricRule("score") { Margin = 0.05 }] };
        var verdict = Judge(Scored("score", i => i % 2), Scored("score", i => (i / 7) % 2), policy);
        Assert.Equal(VerdictKind.TooFewCases, verdict.Kind);
        Assert.Contains("cannot tell", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(74, VerdictKind.TooFewCases)]
    [InlineData(75, VerdictKind.NotWorse)]
    public void AMeanOfFewRowsSaysNothing(int rows, VerdictKind expected)
    {
        var policy = s_policy with { Metrics = [new MetricRule("score") { Margin = 0.5 }], Margin = 0.2 };
        RunResult arm = Scored("score", i => i % 3, rows), before = Scored("score", i => i % 3 + (i % 5 == 0 ? 0.1 : 0), rows);
        var verdict = Judge(arm, before, policy);
        Assert.Equal(expected, verdict.Kind);
        if (expected == VerdictKind.TooFewCases) Assert.Contains("74 rows or clusters are too few to tell of a mean, and 75 are needed", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1999, VerdictKind.NotWorse)]
    [InlineData(500, VerdictKind.Worse)]
    public void ALatencyLimitIsAboutTheSlowAnswers(double limit, VerdictKind expected)
    {
        // 94 % take 100 ms, 6 % take 1,000 ms.
        var candidate = Scored("latency_ms", i => i % 50 < 3 ? 1000 : 100);
        Assert.Equal(expected, Judge(candidate, null, s_policy with { Metrics = [MetricRule.LatencyP95AtMost(limit)] }).Kind);
    }

    [Fact]
    public void AMetricThatNobodyScoredSaysNothing()
    {
        var verdict = Judge(Scored("cost", _ => 1), null, s_policy with { Metrics = [new MetricRule("costs") { Limit = 1 }] });
        Assert.Equal(VerdictKind.TooFewCases, verdict.Kind);
        Assert.Contains("costs was scored on 0 rows", verdict.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void ACriticalRowThatFailsMakesTheVerdictWorseByItself()
    {
        var rows = Enumerable.Range(0, 130).Select(i => Some.Question(i) with { IsCritical = i is 3 or 129 }).ToList();
        var verdict = Verdict.Judge(Some.Run(129, 1), Safe, [], s_policy, SetFacts.Of(Dataset.Of("set", rows)));
        Assert.Equal(VerdictKind.Worse, verdict.Kind);
        Assert.Contains("g-129", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsMetByChanceIsNotShown()
    {
        var strict = s_policy with { LimitsAreShown = true };
        Assert.Equal(VerdictKind.TooFewCases, Judge(Some.Run(118, 12), null, strict).Kind);
        Assert.Equal(VerdictKind.NotWorse, Judge(Some.Run(118, 12), null, s_policy).Kind);
        // 0 of 70 attacks still leaves 5.1 % possible (Clopper and Pearson); 0 of 80 leaves 4.5 %.
        Assert.Equal(VerdictKind.TooFewCases, Verdict.Judge(Some.Run(130, 0), Safe, [], strict).Kind);
        Assert.Equal(VerdictKind.NotWorse, Verdict.Judge(Some.Run(130, 0), Some.Run(80, 0, prefix: "s"), [], strict).Kind);
    }

    [Fact]
    public void RowsOfOneClusterCountLessThanRowsAlone()
    {
        // The arms differ on one cluster of 10 rows out of 13 clusters.
        var rows = Enumerable.Range(0, 130).Select(i => Some.Question(i) with { Cluster = $"{i / 10}" }).ToList();
        RunResult candidate = Arm(i => i >= 4), baseline = Arm(i => i is < 120 or >= 123);
        var alone = Verdict.Judge(candidate, Safe, Some.Released(baseline), s_policy).Comparisons[0];
        var clustered = Verdict.Judge(candidate, Safe, Some.Released(baseline), s_policy, SetFacts.Of(Dataset.Of("set", rows))).Comparisons[0];
        Assert.Equal(alone.Difference, clustered.Difference, 12);
        Assert.True(clustered.Interval.High - clustered.Interval.Low > alone.Interval.High - alone.Interval.Low);
        Assert.Contains("by cluster", clustered.Method, StringComparison.Ordinal);
    }

    [Fact]
    public void RepeatsAreAveragedByRow()
    {
        // 65 rows, each asked twice; the candidate fails one of two on five rows.
        RunResult candidate = Arm(i => i % 2 == 0 || i >= 10, repeats: 2), baseline = Arm(_ => true, repeats: 2);
        var comparison = Verdict.Judge(candidate, Safe, Some.Released(baseline), s_policy).Comparisons[0];
        Assert.Equal(65, comparison.Rows);
        Assert.Equal(-2.5 / 65, comparison.Difference, 12);
        Assert.Equal((0, 5), (comparison.CandidateOnly, comparison.BaselineOnly));
    }

    [Fact]
    public void AnAnswerThatIsMissingCountsAsTheWorst()
    {
        var policy = s_policy with { Metrics = [new MetricRule("score") { Margin = 0.2 }], ErrorRate = 1, PassRate = 0 };
        var baseline = Scored("score", i => i % 2);
        var candidate = RunResult.Of([.. Scored("score", i => i % 2).Read().Select((row, i) => i % 2 == 1 && i < 100 ? row with { Status = RowStatus.Errored, Scores = new Dictionary<string, double>() } : row)]);
        var finding = Verdict.Judge(candidate, Safe, Some.Released(baseline), policy).Findings.Single(finding => finding.Name == "score");
        Assert.Equal(Outcome.Missed, finding.Outcome);
        Assert.Contains("50 without an answer count as the worst", finding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ABaselineThatErredIsNoBaseline() =>
        Assert.Equal(VerdictKind.CouldNotRun, Verdict.Judge(Some.Run(130, 0), Safe, Some.Released(Some.Run(60, 0, 70)), s_policy).Kind);

    [Fact]
    public void AnOpenQuestionSaysHowManyRowsItNeeds()
    {
        var finding = Judge(Arm(i => i % 10 != 0), Arm(i => i % 10 != 1), s_policy).Findings.Single(finding => finding.Name == "difference");
        Assert.Equal(Outcome.Open, finding.Outcome);
        // 20 % of the rows differ: (1.96 + 0.84)^2 * 0.2 / 0.05^2.
        Assert.Equal(628, finding.RowsNeeded!.Value, 1.0);
    }

    [Fact]
    public void APolicyThatCannotBeUsedIsNamedWhole()
    {
        var policy = new EvaluationPolicy { PassRate = 90, Margin = 0, Metrics = [new MetricRule("cost"), new MetricRule("x") { Limit = 1, Quantile = 95 }] };
        var error = Assert.Throws<InvalidDataException>(() => policy.Checked());
        foreach (var part in new[] { "PassRate: 90", "Margin: 0", "Metrics[cost]: asks for nothing", "Quantile 95" }) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    /// <summary>More passes of the candidate never make its verdict worse.</summary>
    [Fact]
    public void AVerdictIsMonotone() => Gen.Select(Gen.Bool.Array[60], Gen.Bool.Array[60], Gen.Int[0, 59]).Sample((candidate, baseline, flip) =>
    {
        var before = Judge(Arm(i => candidate[i], n: 60), Arm(i => baseline[i], n: 60), s_policy with { PassRate = 0 });
        var after = Judge(Arm(i => i == flip || candidate[i], n: 60), Arm(i => baseline[i], n: 60), s_policy with { PassRate = 0 });
        return Rank(after.Kind) >= Rank(before.Kind);
    }, iter: 300);

    private static int Rank(VerdictKind kind) => kind switch { VerdictKind.Worse => 0, VerdictKind.TooFewCases => 1, VerdictKind.NotWorse => 2, _ => 3 };

    private static Verdict Judge(RunResult candidate, RunResult? baseline, EvaluationPolicy policy) => Verdict.Judge(candidate, Some.Run(80, 0, prefix: "s"), Some.Released(baseline), policy);

    private static RunResult Arm(Func<int, bool> passes, int repeats = 1, int n = 130) => RunResult.Of(
        [.. Enumerable.Range(0, n).Select(i => Row(i / repeats, passes(i), new Dictionary<string, double>()) with { Repeat = i % repeats })], repeats);

    private static RunResult Scored(string metric, Func<int, double> score, int n = 130) =>
        RunResult.Of([.. Enumerable.Range(0, n).Select(i => Row(i, true, new Dictionary<string, double> { [metric] = score(i) }))]);

    private static RowResult Row(int i, bool passed, Dictionary<string, double> scores) =>
        new(Some.Question(i), passed ? RowStatus.Passed : RowStatus.Failed, Some.Good, scores, passed ? [] : ["citation: none"], TimeSpan.Zero, 1);
}
