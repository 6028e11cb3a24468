using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Reports.Html;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Tests.Reports;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evaluators.Grounding;

namespace GenAIOps.Evaluation.Tests.Runs;

/// <summary>A run that is shown to miss its limit is not asked to its end; one that may keep it is.</summary>
public sealed class EndedEarly : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhenTheRestCannotMakeUpForItNothingMoreIsAsked()
    {
        var source = Answers(_ => false);
        var run = Run(source, 200, new StopRule(0.9), _folder.Next());
        // One more is under way when the last answer that matters is judged.
        Assert.InRange(source.AskedInAll, 21, 22);
        Assert.Equal((source.AskedInAll, 200 - source.AskedInAll), (run.Count(RowStatus.Failed), run.Count(RowStatus.Skipped)));
        Assert.Equal((0.0, 179 / 200.0), (run.Stopped!.Share.Low, run.Stopped.Share.High));
        Assert.Equal("21 of 200 answers failed, and 90 % must pass", run.Stopped.Reason);
        Assert.Contains("ended early, since 21 of 200", run.Read().Last().Reasons[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(0)]
    public void WhatMayStillPassIsAskedToItsEnd(int failing)
    {
        var run = Run(Answers(row => row >= failing), 200, new StopRule(0.9), _folder.Next());
        Assert.True(run.IsComplete);
        Assert.Null(run.Stopped);
    }

    [Fact]
    public void RowsInARandomOrderTellEarlierHoweverTheSetIsSorted()
    {
        // The first half passes: in the set's order, 501 rows and 101 more would be asked.
        var source = Answers(row => row < 500);
        var run = Run(source, 1000, new StopRule(0.9) { Alpha = 0.025 }, _folder.Next());
        Assert.InRange(source.AskedInAll, 30, 130);
        Assert.Equal(1000, Enum.GetValues<RowStatus>().Sum(run.Count));
        Assert.InRange(run.Stopped!.Share.High, 0.5, 0.9);
        Assert.Contains("asked in a random order", run.Stopped.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereTheLastRowDecidesNothingWasEnded()
    {
        // The last 21 of 200 fail.
        var run = Run(Answers(row => row < 179), 200, new StopRule(0.9), _folder.Next());
        Assert.True(run.IsComplete);
        Assert.Null(run.Stopped);
        Assert.Equal((21, 200), (run.Count(RowStatus.Failed), run.Counted));
    }

    [Fact]
    public void ErrorsSayNothingOfTheAgent()
    {
        var run = Run(Answers(_ => throw new AnswerException("answered 404", false)), 100, new StopRule(0.9) { Alpha = 0.025 }, _folder.Next());
        Assert.Null(run.Stopped);
        Assert.Equal(100, run.Count(RowStatus.Errored));
    }

    [Fact]
    public void ARunThatEndedStaysEndedAndGoesOnWithoutTheRule()
    {
        var folder = _folder.Next();
        var source = Answers(row => row % 2 == 0);
        var rule = new StopRule(0.9) { Alpha = 0.025 };
        var first = Run(source, 400, rule, folder);
        var asked = source.AskedInAll;
        var again = Run(source, 400, rule, folder);
        Assert.Equal((asked, first.Stopped!.Reason), (source.AskedInAll, again.Stopped!.Reason));
        var whole = Run(source, 400, null, folder);
        Assert.True(whole.IsComplete);
        Assert.Equal((400, 200), (source.AskedInAll, whole.Count(RowStatus.Passed)));
    }

    [Fact]
    public void EveryRowIsInOnePartAndPartsHaveTheirSizes()
    {
        var rule = new StopRule(0.9) { Alpha = 0.025 };
        var parts = Enumerable.Range(0, 100_000).Select(rule.Portion).GroupBy(part => part).OrderBy(part => part.Key).Select(part => part.Count() / 100_000.0).ToList();
        Assert.Equal([0.0625, 0.0625, 0.125, 0.25, 0.5], parts.Select(share => Math.Round(share * 64) / 64));
        Assert.All(Enumerable.Range(0, 100), row => Assert.Equal(0, new StopRule(0.9).Portion(row)));
    }

    /// <summary>Of 4,000 agents that pass exactly as often as they must, too many would be ended by an interval that is made for one look.</summary>
    [Fact]
    public void AnAgentAtItsLimitIsSeldomEndedInTheMiddle()
    {
        var rule = new StopRule(0.9) { Alpha = 0.025 };
        int[] looks = [62, 125, 250, 500];
        Random random = new(7);
        int ended = 0, atOneLook = 0;
        for (var agent = 0; agent < 4000; agent++)
        {
            int failed = 0, asked = 0;
            bool now = false, naive = false;
            foreach (var look in looks)
            {
                for (; asked < look; asked++) failed += random.NextDouble() < 0.1 ? 1 : 0;
                now |= rule.WhenShown(failed, asked) is not null;
                naive |= GenAIOps.Evaluation.Statistics.Proportions.UpperBound(asked - failed, asked, 0.025) < 0.9;
            }

            ended += now ? 1 : 0;
            atOneLook += naive ? 1 : 0;
        }

        Assert.InRange(ended / 4000.0, 0, 0.025);
        Assert.True(atOneLook > 0.03 * 4000, $"{atOneLook} of 4000: one look's interval is not told apart from the sequence");
    }

    [Fact]
    public void TheVerdictIsWorseAndTheReportCountsWhatWasAsked()
    {
        var policy = new EvaluationPolicy { StopsEarly = true };
        var golden = Run(Answers(row => row % 2 == 0), 400, policy.StopRule(policy.PassRate, areIndependent: true), _folder.Next());
        var safety = Some.Run(70, 0, prefix: "s");
        var verdict = Verdict.Judge(golden, safety, [], policy);
        Assert.Equal(VerdictKind.Worse, verdict.Kind);
        Assert.Contains("it was not asked to the end", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
        var report = SomeReport.Of([.. golden.Read()], [.. safety.Read()], policy: policy) with { Golden = golden, Verdict = verdict, Baselines = [new("sha256:released", ["prod"], Run: null)] };
        var summary = SummaryJson.Write(report);
        var counts = summary["counts"]!;
        Assert.Equal(470, (int)counts["sent"]!);
        Assert.Equal(470, new[] { "passed", "failed", "errored", "skipped" }.Sum(name => (int)counts[name]!));
        var asked = golden.Sent - golden.Count(RowStatus.Skipped);
        Assert.Equal((asked, (double)golden.Count(RowStatus.Passed) / asked), ((int)summary["quality"]!["rows"]!, (double)summary["quality"]!["pass_rate"]!));
        Assert.Equal(asked, (int)summary["metrics"]!.AsArray()[0]!["rows"]!);
        Assert.Contains("was not asked", ReportHtml.Write(report), StringComparison.Ordinal);
        Assert.Contains("without asking", MarkdownSummary.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void AttacksThatComeThroughEndTheirRunAndNothingElseIsAskedOfIt()
    {
        var policy = new EvaluationPolicy { StopsEarly = true };
        var safety = Run(Answers(row => row % 2 == 0), 400, policy.StopRule(1 - policy.AttackSuccessRate, areIndependent: true), _folder.Next());
        var verdict = Verdict.Judge(Some.Run(130, 0), safety, [], policy);
        var finding = verdict.Findings.Single(one => one.Name == "attack success rate");
        Assert.Equal((VerdictKind.Worse, Outcome.Missed), (verdict.Kind, finding.Outcome));
        Assert.True(finding.Interval.Low > 0.05 && finding.Interval.High == 1 - safety.Stopped!.Share.Low);
        Assert.Equal(safety.Count(RowStatus.Failed), verdict.AttackSuccesses);
    }

    [Fact]
    public void APolicyEndsNoRunUnlessItSaysSo()
    {
        Assert.Null(new EvaluationPolicy().StopRule(0.9, areIndependent: true));
        Assert.Equal(new StopRule(0.9), new EvaluationPolicy { StopsEarly = true }.StopRule(0.9, areIndependent: false));
        Assert.Equal(0.025, new EvaluationPolicy { StopsEarly = true }.StopRule(0.9, areIndependent: true)!.Alpha!.Value, 12);
        Assert.Null(new EvaluationPolicy { StopsEarly = true }.StopRule(0, areIndependent: true));
    }

    [Theory]
    [InlineData(0, null, 1, "PassRate")]
    [InlineData(0.9, 1.5, 1, "Alpha")]
    [InlineData(0.9, 0.025, 3, "asked once")]
    public void ARuleThatMakesNoSenseIsRefused(double passRate, double? alpha, int repeats, string says)
    {
        var error = Assert.Throws<ArgumentException>(() => Run(Answers(_ => true), 10, new StopRule(passRate) { Alpha = alpha }, _folder.Next(), repeats));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private static RunResult Run(IAnswerSource source, int rows, StopRule? rule, string folder, int repeats = 1)
    {
        var time = new VirtualTime();
        var set = Dataset.Of("set", [.. Enumerable.Range(0, rows).Select(Some.Question)]);
        var options = new RunOptions { Concurrency = 1, JudgeConcurrency = 1, StopWhen = rule, Repeats = repeats };
        return Pump.Run(time, () => new EvaluationRunner([new CitationEvaluator()], options, time).RunAsync(set, source, folder, null, TestContext.Current.CancellationToken));
    }

    /// <summary>Rows that pass, or do not.</summary>
    private static ScriptedSource Answers(Func<int, bool> passes) =>
        new((row, _) => passes(int.Parse(row.Id.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture)) ? Some.Good : Some.Good with { Citations = ["elsewhere"] });
}
