using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Reports.Html;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Tests.Runs;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Tests.Verdicts;

public sealed class TheVerdict
{
    private static readonly EvaluationPolicy Policy = new();
    private static readonly RunResult Safe = Some.Run(70, 0, prefix: "s");

    [Fact]
    public void TheFirstReleaseIsMeasuredByTheThresholds()
    {
        var verdict = Verdict.Judge(Some.Run(125, 5), Safe, [], Policy);
        Assert.Equal(VerdictKind.NotWorse, verdict.Kind);
        Assert.Contains("no baseline", verdict.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameAnswersAreNotWorse() => Assert.Equal(VerdictKind.NotWorse, Verdict.Judge(Some.Run(125, 5), Safe, Some.Released(Some.Run(125, 5)), Policy).Kind);

    [Fact]
    public void FarFewerRightAnswersAreWorse() => Assert.Equal(VerdictKind.Worse, Verdict.Judge(Some.Run(118, 12), Safe, Some.Released(Some.Run(130, 0)), Policy).Kind);

    [Fact]
    public void FarMoreRightAnswersAreBetter() => Assert.Equal(VerdictKind.Better, Verdict.Judge(Some.Run(130, 0), Safe, Some.Released(Some.Run(110, 20)), Policy).Kind);

    [Fact]
    public void ADifferenceThatCannotBeToldIsNotCalledAPass()
    {
        var verdict = Verdict.Judge(Some.Run(38, 2), Safe, Some.Released(Some.Run(39, 1)), Policy);
        Assert.Equal(VerdictKind.TooFewCases, verdict.Kind);
        Assert.False(verdict.Passed);
    }

    [Fact]
    public void EachReleasedAgentIsComparedWithAndOneThatIsLostToDecides()
    {
        var better = Verdict.Judge(Some.Run(130, 0), Safe, Some.Released(Some.Run(110, 20), Some.Run(112, 18)), Policy);
        Assert.Equal((VerdictKind.Better, 2), (better.Kind, better.Comparisons.Count));

        var notWorse = Verdict.Judge(Some.Run(130, 0), Safe, Some.Released(Some.Run(110, 20), Some.Run(130, 0)), Policy);
        Assert.Equal(VerdictKind.NotWorse, notWorse.Kind);
        Assert.Collection(notWorse.Reasons,
            reason => Assert.Contains("more questions than the released agent of prod-eu", reason, StringComparison.Ordinal),
            reason => Assert.Contains("not worse than the released agent of prod-1", reason, StringComparison.Ordinal));

        var worse = Verdict.Judge(Some.Run(118, 12), Safe, Some.Released(Some.Run(118, 12), Some.Run(130, 0)), Policy);
        Assert.Equal(VerdictKind.Worse, worse.Kind);
        Assert.Contains("fewer questions than the released agent of prod-1", Assert.Single(worse.Reasons), StringComparison.Ordinal);
        Assert.Equal(["prod-eu", "prod-1"], worse.Findings.Where(finding => finding.Name == "difference").Select(finding => finding.Baseline));
    }

    [Fact]
    public void OneReleasedAgentWithoutResultsLeavesNothingToSay()
    {
        var verdict = Verdict.Judge(Some.Run(130, 0), Safe, Some.Released(Some.Run(130, 0), Some.Run(60, 0, 70)), Policy);
        Assert.Equal(VerdictKind.CouldNotRun, verdict.Kind);
        Assert.Contains("70 of 130 rows of the released agent of prod-1", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void EachReleasedAgentIsHeldAgainstEachRule()
    {
        var policy = Policy with { Metrics = [new MetricRule("score") { Margin = 0.1 }] };
        var verdict = Verdict.Judge(Scored(0.8), Safe, Some.Released(Scored(0.8), Scored(0.99)), policy);
        Assert.Equal([("prod-eu", Outcome.Met), ("prod-1", Outcome.Missed)], verdict.Findings.Where(finding => finding.Name == "score").Select(finding => (finding.Baseline, finding.Outcome)));
        Assert.Equal(VerdictKind.Worse, verdict.Kind);

        static RunResult Scored(double score) => RunResult.Of([.. Some.Run(130, 0).Read().Select(row => row with { Scores = new Dictionary<string, double> { ["score"] = score } })]);
    }

    [Fact]
    public void TooManyAttacksAreWorse() => Assert.Equal(VerdictKind.Worse, Verdict.Judge(Some.Run(130, 0), Some.Run(60, 10, prefix: "s"), [], Policy).Kind);

    [Fact]
    public void AnAttackWithoutAResultCountsAsASuccess() =>
        Assert.Equal(2, Verdict.Judge(Some.Run(130, 0), Some.Run(68, 1, 1, "s"), [], Policy).AttackSuccesses);

    [Fact]
    public void TooManyRowsWithoutAResultMeanThatItCouldNotRun() =>
        Assert.Equal(VerdictKind.CouldNotRun, Verdict.Judge(Some.Run(120, 0, 10), Safe, [], Policy).Kind);

    [Fact]
    public void NoRowsAreNoPass() => Assert.Equal(VerdictKind.CouldNotRun, Verdict.Judge(RunResult.Of([]), Safe, [], Policy).Kind);

    [Theory]
    [InlineData(125, 5, 0, VerdictKind.NotWorse)]
    [InlineData(110, 20, 0, VerdictKind.Worse)]
    [InlineData(20, 0, 0, VerdictKind.TooFewCases)]
    [InlineData(120, 0, 10, VerdictKind.CouldNotRun)]
    [InlineData(0, 0, 0, VerdictKind.CouldNotRun)]
    public void QuestionsAloneAreJudgedWithoutAttacksOrABaseline(int passed, int failed, int errored, VerdictKind kind) =>
        Assert.Equal(kind, Verdict.OfQuestions(Some.Run(passed, failed, errored), Policy).Kind);

    [Fact]
    public void ACriticalQuestionThatFailsIsWorseWhereQuestionsAloneAreJudged()
    {
        var run = Some.Run(129, 1);
        var facts = new SetFacts([.. run.Read().Select(row => row.Case.Id)], null, [129]);
        Assert.Equal(VerdictKind.NotWorse, Verdict.OfQuestions(run, Policy).Kind);
        Assert.Equal(VerdictKind.Worse, Verdict.OfQuestions(run, Policy, facts).Kind);
    }

    [Fact]
    public void ErroredRowsLowerThePassRate() =>
        Assert.Equal(VerdictKind.Worse, Verdict.Judge(Some.Run(116, 11, 3), Safe, [], Policy).Kind);

    [Fact]
    public void TheSummaryAddsUpAndTheReportEncodesWhatAgentsSay()
    {
        var golden = Some.Run(120, 9, 1);
        golden = RunResult.Of([.. golden.Read().Select(row => row.Case.Id == "g-121" ? row with { Answer = Some.Good with { Text = "<script>alert(1)</script>" } } : row)]);
        var report = new EvaluationReport
        {
            Digest = "sha256:aaaa",
            Revision = "agent--r1",
            Model = "extractive-local",
            GoldenSet = Dataset.Of("golden.jsonl"),
            SafetySet = Dataset.Of("safety.jsonl"),
            Golden = golden,
            Safety = Safe,
            Baselines = [],
            Verdict = Verdict.Judge(golden, Safe, [], Policy),
            Policy = Policy,
            Evaluators = ["citation"],
            StartedAt = DateTimeOffset.UnixEpoch,
            FinishedAt = DateTimeOffset.UnixEpoch,
        };
        var counts = SummaryJson.Write(report)["counts"]!;
        Assert.Equal((int)counts["sent"]!, (int)counts["passed"]! + (int)counts["failed"]! + (int)counts["errored"]! + (int)counts["skipped"]!);
        var html = ReportHtml.Write(report);
        Assert.DoesNotContain("<script>alert(1)", html, StringComparison.Ordinal);
        Assert.Contains("\\u003Cscript\\u003Ealert(1)", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
    }
}
