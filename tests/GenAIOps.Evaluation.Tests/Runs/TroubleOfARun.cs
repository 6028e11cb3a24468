using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluators.Grounding;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Tests.Runs;

public sealed class TroubleOfARun : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void AnEvaluatorThatHangsErrsItsRowAfterItsTime()
    {
        var time = new VirtualTime();
        var runner = new EvaluationRunner([new CitationEvaluator(), new Hanging()], new RunOptions { JudgeTimeout = TimeSpan.FromSeconds(30) }, time);
        var run = Pump.Run(time, () => runner.RunAsync(Dataset.Of("set", Some.Question(1), Some.Question(2)), new ScriptedSource((_, _) => Some.Good), _folder.Next(), null, CancellationToken.None));
        Assert.Equal(2, run.Count(RowStatus.Errored));
        Assert.Equal(TimeSpan.FromSeconds(30), time.Elapsed);
        Assert.Contains("no result within 30 s", run.Read().First().Reasons.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void JudgingHoldsNoRequestSlot()
    {
        // One request at once, and each judgement takes far longer than an answer: all are asked before the first is judged.
        var time = new VirtualTime();
        var asked = new List<TimeSpan>();
        var source = new ScriptedSource((_, _) =>
        {
            asked.Add(time.Elapsed);
            return Some.Good;
        });
        var runner = new EvaluationRunner([new Slow(time)], new RunOptions { Concurrency = 1 }, time);
        Pump.Run(time, () => runner.RunAsync(Dataset.Of("set", [.. Enumerable.Range(0, 20).Select(Some.Question)]), source, _folder.Next(), null, CancellationToken.None));
        Assert.All(asked, at => Assert.Equal(TimeSpan.Zero, at));
        Assert.Equal(TimeSpan.FromSeconds(10), time.Elapsed);
    }

    [Fact]
    public async Task ASourceWithABugErrsTheRowAndNotTheRun()
    {
        var source = new ScriptedSource((row, _) => row.Id == "g-1" ? throw new InvalidCastException("a bug") : Some.Good);
        var run = await new EvaluationRunner([new CitationEvaluator()], new RunOptions(), TimeProvider.System)
            .RunAsync(Dataset.Of("set", Some.Question(1), Some.Question(2)), source, _folder.Next(), null, Ct);
        Assert.Equal([RowStatus.Errored, RowStatus.Passed], run.Statuses);
        Assert.Equal(1, source.Asked("g-1"));
    }

    [Fact]
    public async Task TwoRunsDoNotWriteOneFolder()
    {
        var folder = _folder.Next();
        var started = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var runner = new EvaluationRunner([new CitationEvaluator()], new RunOptions(), TimeProvider.System);
        var set = Dataset.Of("set", Some.Question(1));
        var first = runner.RunAsync(set, new Waiting(started, goOn.Task), folder, null, Ct);
        await started.Task;
        var error = await Assert.ThrowsAsync<IOException>(() => runner.RunAsync(set, new Waiting(started, goOn.Task), folder, null, Ct));
        Assert.Contains("One run at a time", error.Message, StringComparison.Ordinal);
        goOn.SetResult();
        Assert.Equal(1, (await first).Count(RowStatus.Passed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ASetThatChangesWhileItIsReadFailsTheRun(int rows)
    {
        var set = new Dataset("rows.jsonl", "hash", 2, () => Enumerable.Range(0, rows).Select(Some.Question));
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new EvaluationRunner([new CitationEvaluator()], new RunOptions(), TimeProvider.System)
            .RunAsync(set, new ScriptedSource((_, _) => Some.Good), _folder.Next(), null, Ct));
        Assert.Contains("rows.jsonl no longer has the 2 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoresStandInColumnsInTheOrderOfTheSetAndAreMissingWhereAMetricDoesNotApply()
    {
        var time = new VirtualTime();
        var runner = new EvaluationRunner([new CitationEvaluator(), new AbstentionEvaluator()], new RunOptions(), time);
        var set = Dataset.Of("set", Some.Question(1), Some.Question(2) with { Article = null });
        var run = Pump.Run(time, () => runner.RunAsync(set, new ScriptedSource((_, _) => Some.Good), _folder.Next(), null, CancellationToken.None));
        Assert.Equal(["abstention", "citation"], run.Scores.Keys);
        Assert.Equal([1, 0], run.Scores["abstention"]);
        Assert.Equal([1, double.NaN], run.Scores["citation"]);
    }

    private sealed class Waiting(TaskCompletionSource started, Task goOn) : IAnswerSource
    {
        public async Task<AgentAnswer> AskAsync(EvaluationCase row, CancellationToken cancellationToken)
        {
            started.TrySetResult();
            await goOn.WaitAsync(cancellationToken);
            return Some.Good;
        }
    }

    private sealed class Hanging : IEvaluator
    {
        public IReadOnlyCollection<string> EvaluationMetricNames { get; } = ["hanging"];

        public async ValueTask<EvaluationResult> EvaluateAsync(IEnumerable<ChatMessage> messages, ChatResponse modelResponse, ChatConfiguration? chatConfiguration = null, IEnumerable<EvaluationContext>? additionalContext = null, CancellationToken cancellationToken = default)
        {
            await new TaskCompletionSource().Task;
            return new EvaluationResult();
        }
    }

    private sealed class Slow(TimeProvider time) : IEvaluator
    {
        public IReadOnlyCollection<string> EvaluationMetricNames { get; } = ["slow"];

        public async ValueTask<EvaluationResult> EvaluateAsync(IEnumerable<ChatMessage> messages, ChatResponse modelResponse, ChatConfiguration? chatConfiguration = null, IEnumerable<EvaluationContext>? additionalContext = null, CancellationToken cancellationToken = default)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), time, cancellationToken);
            return new EvaluationResult(new NumericMetric("slow", 1));
        }
    }
}
