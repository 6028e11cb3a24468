using System.Text.RegularExpressions;
using GenAIOps.Evaluation.Calibration;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evaluators.Judges;
using GenAIOps.Evaluators.Text;
using GenAIOps.Pipeline.Stages;
using GenAIOps.Pipeline.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>Judges are compared with people's labels before they judge.</summary>
public sealed partial class JudgesBesidePeople : IDisposable
{
    private const string Comparison = "artifacts/qa/evaluation/calibration.json";

    private readonly AbsolutePath _folder = AbsolutePath.Create(Directory.CreateTempSubdirectory("judges-").FullName);
    private readonly IEvaluator[] _evaluators = [new RubricJudge(Rubrics.Relevance), new CorrectnessEvaluator()];

    private AbsolutePath Labels => _folder / "labels.jsonl";

    private AbsolutePath Kept => _folder / "calibration.json";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WithoutLabelsNoJudgeIsCalibrated()
    {
        var finding = Assert.Single(await RunAsync(new Model(), labels: null));
        Assert.Equal("relevance", finding.Metric);
        Assert.False(finding.Calibration.IsCalibrated);
        Assert.False(File.Exists(Kept));
    }

    [Fact]
    public async Task AJudgeThatAgreesIsAskedAgainOnlyWhenTheLabelsChange()
    {
        WriteLabels(40);
        using Model model = new();
        Assert.True(Assert.Single(await RunAsync(model, Labels)).Calibration.IsCalibrated);
        Assert.True(Assert.Single(await RunAsync(model, Labels)).Calibration.IsCalibrated);
        Assert.Equal(40, model.Calls);
        WriteLabels(41);
        await RunAsync(model, Labels);
        Assert.Equal(81, model.Calls);
    }

    [Fact]
    public async Task AJudgeThatFailedIsAskedAgain()
    {
        WriteLabels(40);
        using (Model broken = new() { IsDown = true }) Assert.Contains("failed on 40", Assert.Single(await RunAsync(broken, Labels)).Calibration.Reasons[0], StringComparison.Ordinal);
        Assert.Equal(40, Assert.Single(JsonFile.Read<KnownCalibrations>(Kept)!.Reports).Errored);
        using Model model = new();
        Assert.True(Assert.Single(await RunAsync(model, Labels)).Calibration.IsCalibrated);
    }

    [Fact]
    public async Task AnotherJudgeIsComparedAndTheKnownOneIsNot()
    {
        WriteLabels(40);
        using Model model = new();
        await RunAsync(model, Labels);
        await RunAsync(model, Labels, new RubricJudge(Rubrics.Relevance), new RubricJudge(Rubrics.Coherence));
        Assert.Equal(80, model.Calls);
        await RunAsync(model, Labels, new RubricJudge(Rubrics.Relevance, options: new JudgeOptions { Seed = 5 }));
        Assert.Equal(120, model.Calls);
    }

    [Fact]
    public async Task AKeptFileThatIsDamagedCostsAComparisonOnly()
    {
        WriteLabels(40);
        await File.WriteAllTextAsync(Kept, "{", TestContext.Current.CancellationToken);
        using Model model = new();
        Assert.True(Assert.Single(await RunAsync(model, Labels)).Calibration.IsCalibrated);
        Assert.Equal(40, model.Calls);
    }

    [Theory]
    [InlineData(false, "Name answers that people judged in AgentDefinition.JudgeLabels.")]
    [InlineData(true, "The comparison is in artifacts/qa/evaluation/calibration.json.")]
    public async Task WhereJudgesMustBeCalibratedOneThatIsNotEndsTheVerdictAsCouldNotRun(bool isLabelled, string next)
    {
        WriteLabels(10);
        AbsolutePath? labels = isLabelled ? Labels : null;
        using Model model = new();
        var judges = await RunAsync(model, labels);
        Assert.Same(judges, JudgeCalibrations.Checked(judges, new EvaluationPolicy(), labels, Comparison, "PROD is as it was."));
        var refusal = Assert.Throws<ExitCodeException>(() => JudgeCalibrations.Checked(judges, new EvaluationPolicy { JudgesAreCalibrated = true }, labels, Comparison, "PROD is as it was."));
        Assert.Equal(ExitCodes.CouldNotRun, refusal.ExitCode);
        Assert.Contains("CouldNotRun", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(judges[0].Calibration.Reasons[0], refusal.Message, StringComparison.Ordinal);
        Assert.Contains(next, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACalibratedJudgePassesWhereJudgesMustBe()
    {
        WriteLabels(40);
        using Model model = new();
        var judges = await RunAsync(model, Labels);
        Assert.Same(judges, JudgeCalibrations.Checked(judges, new EvaluationPolicy { JudgesAreCalibrated = true }, Labels, Comparison, "PROD is as it was."));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(null)]
    public async Task LabelsThatCannotBeReadAreNamed(string? text)
    {
        if (text is not null) await File.WriteAllTextAsync(Labels, text, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(new Model(), Labels));
        Assert.Contains("labels.jsonl", error.Message, StringComparison.Ordinal);
        Assert.Contains("AgentDefinition.JudgeLabels", error.Message, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<JudgeFinding>> RunAsync(Model model, AbsolutePath? labels, params IEvaluator[] evaluators) =>
        JudgeCalibrations.RunAsync(evaluators.Length == 0 ? _evaluators : evaluators, new ChatConfiguration(model), labels, Kept, TestContext.Current.CancellationToken);

    private void WriteLabels(int rows) => File.WriteAllLines(Labels, Enumerable.Range(0, rows).Select(i => $$"""{"query":"Q{{i}}?","response":"An answer worth {{i % 5 + 1}}.","human_score":{{i % 5 + 1}}}"""));

    /// <summary>Gives the score that the answer asks for.</summary>
    private sealed partial class Model : IChatClient
    {
        private int _calls;

        public int Calls => _calls;

        public bool IsDown { get; init; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _calls);
            if (IsDown) throw new HttpRequestException("down");
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, $$"""{"reason": "as it says", "score": {{Worth().Match(messages.Last().Text).Groups[1].Value}}}""")));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }

        [GeneratedRegex("worth ([1-5])")]
        private static partial Regex Worth();
    }
}
