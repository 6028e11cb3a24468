using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Reports.Figures;
using GenAIOps.Evaluation.Reports.Html;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Tests.Reports;

public sealed class SummaryFile
{
    [Fact]
    public void WhatMustBeKnownBesidesTheVerdictStandsInEachFileForPeople()
    {
        var report = SomeReport.Compared() with { Warnings = ["PROD is not set as what was evaluated: STYLE is 'short' in qa and 'long' in prod"] };
        Assert.Equal(report.Warnings, SummaryJson.Write(report)["warnings"]!.AsArray().Select(warning => (string)warning!));
        Assert.Contains("⚠️ PROD is not set as what was evaluated", MarkdownSummary.Write(report), StringComparison.Ordinal);
        Assert.Contains("<dt>Mind</dt><dd>PROD is not set as what was evaluated", ReportHtml.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatGatesReadIsWhereItWas()
    {
        var summary = SummaryJson.Write(SomeReport.Compared());

        Assert.Equal(
            ["schema", "subject", "baseline", "model", "datasets", "counts", "quality", "comparison", "safety", "verdict", "passed", "reasons", "findings", "metrics", "slices", "changed", "usage", "judges", "basis", "evaluators", "started_at", "finished_at"],
            summary.Select(pair => pair.Key));
        Assert.Equal("urn:genaiops:evaluation:v1", (string?)summary["schema"]);
        Assert.Equal("""{"sent":50,"passed":48,"failed":2,"errored":0,"skipped":0}""", summary["counts"]!.ToJsonString());
        Assert.Equal((38, 40), ((int)summary["quality"]!["passed"]!, (int)summary["quality"]!["rows"]!));
        Assert.Equal((10, 0), ((int)summary["safety"]!["attempts"]!, (int)summary["safety"]!["successes"]!));
        Assert.Equal("sha256:" + new string('b', 64), (string?)summary["baseline"]!["digest"]);
        Assert.Equal((5, 0), ((int)summary["safety"]!["by_category"]!["jailbreak"]!["attempts"]!, (int)summary["safety"]!["by_category"]!["jailbreak"]!["successes"]!));
    }

    [Fact]
    public void MetricsComeWithTheirIntervalsAndDifferencesRowByRow()
    {
        var figures = ReportFigures.Of(SomeReport.Compared());

        Assert.Equal(["pass rate", "correctness", "latency_ms"], figures.Metrics.Select(metric => metric.Name));
        var rate = figures.Metrics[0];
        Assert.Equal((0.95, 0.975, 40), (rate.Mean, rate.BaselineMean!.Value, rate.Rows));
        Assert.Equal(Proportions.Wilson(38, 40, 0.95), rate.Interval);
        Assert.Equal(Proportions.Tango(0, 1, 40, 0.95), rate.DifferenceInterval);
        var correctness = figures.Metrics[1];
        Assert.Equal((38 * 0.9 + 2 * 0.2) / 40, correctness.Mean, 12);
        Assert.Equal((38 * 0.1 - 0.6 + 0) / 40, correctness.Difference!.Value, 12);
        Assert.True(correctness.DifferenceInterval!.Value.Contains(correctness.Difference.Value));
        Assert.Equal(("ms", false), (figures.Metrics[2].Unit, figures.Metrics[2].LargerIsBetter));
    }

    [Fact]
    public void TheVerdictOfAMetricIsTheWorstThatIsFoundOfIt()
    {
        var policy = new EvaluationPolicy { Metrics = [new MetricRule("correctness") { Limit = 0.99 }, MetricRule.LatencyP95AtMost(1_000)] };
        var compared = SomeReport.Compared();

        var figures = ReportFigures.Of(compared with { Policy = policy, Verdict = Verdict.Judge(compared.Golden, compared.Safety, compared.Baselines, policy) });

        Assert.Equal(["open", "missed", "met"], figures.Metrics.Select(metric => metric.Verdict));
        Assert.Equal(0.99, figures.Metrics[1].Limit);
    }

    [Fact]
    public void SlicesHaveTheRowsOfTheirTag()
    {
        var slices = ReportFigures.Of(SomeReport.Compared()).Slices;

        Assert.Equal([("delivery", 20, 0.9, -0.05), ("returns", 20, 1.0, 0.0)], slices.Select(slice => (slice.Tag, slice.Rows, slice.PassRate, Math.Round(slice.Difference!.Value, 12))));
        Assert.Equal(Proportions.Wilson(18, 20, 0.95), slices[0].Interval);
        Assert.Equal(Proportions.Tango(0, 1, 20, 0.95), slices[0].DifferenceInterval);
    }

    [Fact]
    public void WhatFlippedComesFirstAndEvidenceNamesItByIdOnly()
    {
        var summary = SummaryJson.Write(SomeReport.Compared());

        Assert.Equal(1, (int)summary["changed"]!["flipped"]!);
        Assert.Equal("""{"id":"g-3","change":-1}""", summary["changed"]!["most"]![0]!.ToJsonString());
        Assert.DoesNotContain("thirty days", summary.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LatencyTokensAndCostAreSummedAndCutIntoPercentiles()
    {
        RowResult[] rows = [.. Enumerable.Range(0, 101).Select(i => SomeReport.Question(i) with { Scores = new Dictionary<string, double> { ["cost"] = 0.01 }, Attempts = 2 })];

        var usage = ReportFigures.Of(SomeReport.Of(rows, [SomeReport.Attack(0)])).Questions;

        Assert.Equal(new Percentiles(150, 195, 199), usage.LatencyMs);
        Assert.Equal((101, 202L, 10_100L, 2_020L), (usage.Answers, usage.Requests, usage.InputTokens, usage.OutputTokens));
        Assert.Equal(1.01, usage.Cost!.Value, 9);
        Assert.Equal(new Percentiles(120, 120, 120), usage.Tokens);
    }

    [Fact]
    public void ARowAskedSeveralTimesCountsOnce()
    {
        RowResult Item(int i, int repeat, bool passed) => SomeReport.Question(i, passed ? RowStatus.Passed : RowStatus.Failed, score: passed ? 1 : 0) with { Repeat = repeat };
        RowResult[] now = [.. Enumerable.Range(0, 30).SelectMany(i => new[] { Item(i, 0, true), Item(i, 1, i % 3 == 0) })];
        RowResult[] then = [.. Enumerable.Range(0, 30).SelectMany(i => new[] { Item(i, 0, true), Item(i, 1, true) })];

        var figures = ReportFigures.Of(SomeReport.Of(now, [SomeReport.Attack(0)], then, repeats: 2));

        Assert.Equal((30, 40.0 / 60, -20.0 / 60), (figures.Metrics[0].Rows, figures.Metrics[0].Mean, figures.Metrics[0].Difference!.Value));
        Assert.Equal(20, figures.ChangedCount);
        Assert.Equal([15, 15], figures.Slices.Select(slice => slice.Rows));
    }

    [Fact]
    public void ARunWithoutRowsHasNoFiguresAndStillASummary()
    {
        var report = SomeReport.Of([], []);

        var summary = SummaryJson.Write(report);

        Assert.Equal("CouldNotRun", (string?)summary["verdict"]);
        Assert.Equal("[]", summary["metrics"]!.ToJsonString());
        Assert.Null(summary["usage"]!["candidate"]!["latency_ms"]);
        Assert.NotEmpty(ReportHtml.Write(report));
        Assert.NotEmpty(MarkdownSummary.Write(report));
    }

    [Fact]
    public void AnIntervalThatIsNotKnownIsNull()
    {
        var summary = SummaryJson.Write(SomeReport.Of([SomeReport.Question(0)], [SomeReport.Attack(0)]));

        var correctness = summary["metrics"]!.AsArray().Single(metric => (string?)metric!["metric"] == "correctness")!;
        Assert.Equal("[null,null]", correctness["interval"]!.ToJsonString());
        Assert.Equal(summary.ToJsonString(), JsonNode.Parse(summary.ToJsonString())!.ToJsonString());
    }

    [Fact]
    public void RowsOfOneClusterSayNothingOfOthersAndEveryFileSaysSo()
    {
        RowResult[] rows = [.. Enumerable.Range(0, 40).Select(i => SomeReport.Question(i))];
        rows = [.. rows.Select(row => row with { Case = row.Case with { Cluster = "one" } })];
        var report = SomeReport.Of(rows, [SomeReport.Attack(0)], rows);
        report = report with { Verdict = Verdict.Judge(report.Golden, report.Safety, report.Baselines, report.Policy, SetFacts.Of(report.GoldenSet)) };

        var summary = SummaryJson.Write(report);

        Assert.Equal("[null,null]", summary["comparison"]!["interval"]!.ToJsonString());
        Assert.Equal("""{"mean":0,"interval":[null,null]}""", summary["metrics"]![0]!["difference"]!.ToJsonString());
        Assert.Equal("difference", (string?)summary["findings"]![2]!["name"]);
        Assert.Contains("candidate minus released: 0 points, interval not known", ReportHtml.Write(report), StringComparison.Ordinal);
        Assert.Contains("| 0 points | not known |", MarkdownSummary.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void BeyondTheRowsThatAreResampledAMeanHasStudentsInterval()
    {
        RowResult[] rows = [.. Enumerable.Range(0, MetricTable.MostResampled + 1).Select(i => SomeReport.Question(i, score: i % 10 / 10.0))];

        var metric = ReportFigures.Of(SomeReport.Of(rows, [SomeReport.Attack(0)])).Metrics.Single(one => one.Name == "correctness");

        Assert.Equal(Means.Of([.. rows.Select(row => row.Scores["correctness"])]).Interval(0.95), metric.Interval);
    }
}
