using System.Text.Json;
using GenAIOps.Evaluation.Calibration;
using GenAIOps.Evaluators.Judges;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Tests.Judges;

public sealed class CalibratedJudges
{
    [Fact]
    public async Task AJudgeThatMostlyAgreesIsCalibrated()
    {
        var set = await SetAsync();
        using var client = Agreeing(set, wrongEvery: 9);
        var judge = new RubricJudge(Rubrics.Groundedness, client);
        var report = await JudgeCalibration.RunAsync(judge, set, cancellationToken: Judging.Ct);
        Assert.Equal((36, 0, 0), (report.Rows, report.Errored, report.NotApplicable));
        Assert.Equal(36, report.Confusion.Sum(row => row.Sum()));
        Assert.Equal(32.0 / 36, report.RawAgreement, 1e-12);
        Assert.Equal(1, report.WithinOne);
        Assert.InRange(report.Kappa!.Value, 0.9, 1);
        Assert.Null(report.SelfConsistency);
        Assert.Equal((36, 3600L), (report.Usage.Calls, report.Usage.InputTokens));
        var finding = CalibrationFinding.Of(judge.Identity, report);
        Assert.True(finding.IsCalibrated, string.Join(' ', finding.Reasons));
    }

    [Fact]
    public async Task AJudgeThatLovesLengthIsNotAndItsBiasIsSeen()
    {
        var set = await SetAsync();
        using var client = new ScriptedChatClient((request, _) => ScriptedChatClient.Score(Math.Clamp(request.Material.GetProperty("response").GetString()!.Length / 20 + 1, 1, 5)));
        var judge = new RubricJudge(Rubrics.Groundedness, client);
        var report = await JudgeCalibration.RunAsync(judge, set, cancellationToken: Judging.Ct);
        Assert.True(report.LengthCorrelation > 0.9);
        Assert.True(report.VerbosityBias > 0.3, $"{report.VerbosityBias}");
        Assert.True(report.HumanLengthCorrelation < report.LengthCorrelation);
        var finding = CalibrationFinding.Of(judge.Identity, report);
        Assert.False(finding.IsCalibrated);
        Assert.Contains("must be at least 0.60", Assert.Single(finding.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(-1, -1)]
    public async Task ALenientJudgeHasABiasAboveZero(int shift, int sign)
    {
        var set = new LabelledSet(false, [.. (await SetAsync()).Rows.Where(row => row.Label is > 1 and < 5)]);
        using var client = new ScriptedChatClient((request, _) => ScriptedChatClient.Score(Human(set, request) + shift));
        var report = await JudgeCalibration.RunAsync(new RubricJudge(Rubrics.Groundedness, client), set, cancellationToken: Judging.Ct);
        Assert.Equal(sign, report.Bias, 1e-12);
        Assert.Equal((0, 1), (report.RawAgreement, report.WithinOne));
    }

    [Fact]
    public async Task RepeatsMeasureConsistencyAndAreNotTakenFromTheCache()
    {
        var set = await SetAsync();
        var wavering = set.Rows[0].Answer.Text;
        using var client = new ScriptedChatClient((request, _) => ScriptedChatClient.Score(
            request.Material.GetProperty("response").GetString() == wavering && request.Options.Seed == 2 ? 1 : Human(set, request)));
        var judge = new RubricJudge(Rubrics.Groundedness, client, new JudgeOptions { Cache = new InMemoryJudgementCache() });
        var report = await JudgeCalibration.RunAsync(judge, set, new CalibrationOptions { Repeats = 3 }, cancellationToken: Judging.Ct);
        Assert.Equal(35.0 / 36, report.SelfConsistency!.Value, 1e-12);
        Assert.Equal(36 * 3, client.Requests.Count);
        Assert.Equal(1, report.RawAgreement);
    }

    [Fact]
    public async Task RowsOnWhichTheJudgeFailsAreCountedAndForbidCalibration()
    {
        var set = await SetAsync();
        using var client = new ScriptedChatClient((request, _) => request.Material.GetProperty("response").GetString() == set.Rows[4].Answer.Text ? throw new InvalidOperationException("filtered") : ScriptedChatClient.Score(Human(set, request)));
        var judge = new RubricJudge(Rubrics.Groundedness, client);
        var report = await JudgeCalibration.RunAsync(judge, set, cancellationToken: Judging.Ct);
        Assert.Equal((35, 1), (report.Rows, report.Errored));
        Assert.Contains("l-5: ", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Contains("failed on 1 labelled rows", Assert.Single(CalibrationFinding.Of(judge.Identity, report).Reasons), StringComparison.Ordinal);
        Assert.True(CalibrationFinding.Of(judge.Identity, report, new CalibrationLimits { MaximumErrored = 1 }).IsCalibrated);
    }

    [Fact]
    public async Task AnotherJudgeNoReportOrFewRowsAreNotCalibrated()
    {
        var set = await SetAsync();
        using var client = Agreeing(set, wrongEvery: 1000);
        var judge = new RubricJudge(Rubrics.Groundedness, client);
        var report = await JudgeCalibration.RunAsync(judge, set, cancellationToken: Judging.Ct);
        Assert.True(CalibrationFinding.Of(judge.Identity, report).IsCalibrated);
        Assert.Contains("never compared", Assert.Single(CalibrationFinding.Of(judge.Identity, null).Reasons), StringComparison.Ordinal);
        Assert.Contains("another judge", Assert.Single(CalibrationFinding.Of("groundedness@1/new-model/0", report).Reasons), StringComparison.Ordinal);
        var few = await JudgeCalibration.RunAsync(judge, new LabelledSet(false, [.. set.Rows.Take(12)]), cancellationToken: Judging.Ct);
        Assert.Contains(CalibrationFinding.Of(judge.Identity, few).Reasons, reason => reason.Contains("12 rows were compared", StringComparison.Ordinal));
        var alike = await JudgeCalibration.RunAsync(judge, new LabelledSet(false, [.. Enumerable.Repeat(set.Rows[0], 40)]), cancellationToken: Judging.Ct);
        Assert.Contains("undefined", Assert.Single(CalibrationFinding.Of(judge.Identity, alike).Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.75, 0.59, false)]
    [InlineData(0.65, 0.60, true)]
    [InlineData(0.75, double.NaN, false)]
    public void TheLowerEndDecidesAndNotTheEstimate(double value, double low, bool isCalibrated)
    {
        var report = new CalibrationReport { Identity = "j", Metric = "m", Labels = ["fail", "pass"], Rows = 30, Kappa = new Kappa(value, 0.1, low, 0.9) };
        Assert.Equal(isCalibrated, CalibrationFinding.Of("j", report).IsCalibrated);
    }

    [Fact]
    public async Task LabelsOfPassAndFailAreComparedWithTheVerdict()
    {
        var set = await SetAsync();
        var passFail = new LabelledSet(true, [.. set.Rows.Select(row => row with { Label = row.Label >= 3 ? 1 : 0 })]);
        using var client = Agreeing(set, wrongEvery: 1000);
        var judge = new RubricJudge(Rubrics.Groundedness, client);
        var report = await JudgeCalibration.RunAsync(judge, passFail, cancellationToken: Judging.Ct);
        Assert.Equal(["fail", "pass"], report.Labels);
        Assert.Equal(1, report.Kappa!.Value);
        Assert.Equal(report.Kappa, report.PassKappa);
        Assert.Equal(set.Rows.Count(row => row.Label < 3), report.Confusion[0][0]);
    }

    [Fact]
    public async Task OthersEvaluatorsAreCalibratedToo()
    {
        var set = await SetAsync();
        var report = await JudgeCalibration.RunAsync(new Constant(), set, cancellationToken: Judging.Ct);
        Assert.EndsWith("/Constant", report.Identity, StringComparison.Ordinal);
        Assert.Equal(0, report.Kappa!.Value, 1e-12);
        Assert.Null(report.LengthCorrelation);
    }

    [Fact]
    public async Task AReportSurvivesJson()
    {
        var set = await SetAsync();
        using var client = Agreeing(set, wrongEvery: 5);
        var report = await JudgeCalibration.RunAsync(new RubricJudge(Rubrics.Groundedness, client), set, cancellationToken: Judging.Ct);
        var read = JsonSerializer.Deserialize<CalibrationReport>(JsonSerializer.Serialize(report))!;
        Assert.Equal(report.Kappa, read.Kappa);
        Assert.Equal(report.Confusion, read.Confusion);
        Assert.Equal(CalibrationFinding.Of(report.Identity, report).Reasons, CalibrationFinding.Of(report.Identity, read).Reasons);
    }

    [Fact]
    public void ALabelledSetIsReadWithByteOrderMarkAndEitherLineEnd()
    {
        var set = LabelledSetReader.Read("\uFEFF{\"query\":\"q\",\"response\":\"r\",\"ground_truth\":\"g\",\"human_score\":\"pass\"}\r\n\r\n{\"response\":\"s\",\"human_score\":false,\"id\":\"x\"}", "labels.jsonl");
        Assert.True(set.IsPassFail);
        Assert.Equal([("line-1", "r", 1), ("x", "s", 0)], set.Rows.Select(row => (row.Row.Id, row.Answer.Text, row.Label)));
        Assert.Equal("g", set.Rows[0].Row.GroundTruth);
    }

    [Fact]
    public void ALabelledSetIsToldEveryBadLine()
    {
        const string Text = "{\"response\":\"r\",\"human_score\":4}\n{\"response\":\"r\",\"human_score\":6}\n{\"human_score\":3}\n{\"response\":\"r\",\"human_score\":true}\n{oops\n[]\n{\"response\":\"r\"}";
        var lines = Assert.Throws<FormatException>(() => LabelledSetReader.Read(Text, "labels.jsonl")).Message.Split('\n');
        Assert.Equal(6, lines.Length);
        Assert.All(lines.Select((line, i) => (line, $"labels.jsonl:{i + 2}: ")), pair => Assert.StartsWith(pair.Item2, pair.line, StringComparison.Ordinal));
        Assert.Contains("one kind", lines[2], StringComparison.Ordinal);
        Assert.Contains("no labelled answers", Assert.Throws<FormatException>(() => LabelledSetReader.Read("\n", "labels.jsonl")).Message, StringComparison.Ordinal);
    }

    private static ScriptedChatClient Agreeing(LabelledSet set, int wrongEvery) => new((request, _) =>
    {
        var human = Human(set, request);
        return ScriptedChatClient.Score(Index(set, request) % wrongEvery == wrongEvery - 1 ? (human == 1 ? 2 : human - 1) : human);
    });

    private static int Human(LabelledSet set, JudgeRequest request) => set.Rows[Index(set, request)].Label;

    private static int Index(LabelledSet set, JudgeRequest request) =>
        set.Rows.TakeWhile(row => row.Answer.Text != request.Material.GetProperty("response").GetString() || row.Row.Query != request.Material.GetProperty("query").GetString()).Count();

    private static async Task<LabelledSet> SetAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Judges", "labelled-groundedness.jsonl")))
        {
            folder = folder.Parent ?? throw new FileNotFoundException("Judges/labelled-groundedness.jsonl stands in no folder above the tests.");
        }

        return await LabelledSetReader.ReadAsync(Path.Combine(folder.FullName, "Judges", "labelled-groundedness.jsonl"), Judging.Ct);
    }

    private sealed class Constant : IEvaluator
    {
        public IReadOnlyCollection<string> EvaluationMetricNames { get; } = ["Constant"];

        public ValueTask<EvaluationResult> EvaluateAsync(
            IEnumerable<ChatMessage> messages, ChatResponse modelResponse, ChatConfiguration? chatConfiguration = null,
            IEnumerable<EvaluationContext>? additionalContext = null, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new EvaluationResult(new NumericMetric("Constant", 4)));
    }
}
