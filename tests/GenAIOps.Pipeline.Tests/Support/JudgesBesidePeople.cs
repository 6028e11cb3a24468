using System.Text.RegularExpressions;
using GenAIOps.Evaluation.Evaluators;
using GenAIOps.Evaluation.Judges;
using GenAIOps.Pipeline.Stages;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>Judges are compared with people's labels before they judge.</summary>
public sealed partial class JudgesBesidePeople : IDisposable
{
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
        using Model model = new();
        Assert.True(Assert.Single(await RunAsync(model, Labels)).Calibration.IsCalibrated);
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

    private Task<IReadOnlyList<JudgeFinding>> RunAsync(Model model, AbsolutePath? labels) =>
        JudgeCalibrations.RunAsync(_evaluators, new ChatConfiguration(model), labels, Kept, TestContext.Current.CancellationToken);

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
