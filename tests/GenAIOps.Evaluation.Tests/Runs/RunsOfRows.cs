using CsCheck;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluators.Grounding;
using GenAIOps.Evaluators.Safety;
using GenAIOps.Evaluators.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Tests.Runs;

public sealed class RunsOfRows : IDisposable
{
    private readonly TempFolder _folder = new();

    private static readonly RunOptions Fast = new() { RetryDelay = TimeSpan.Zero };

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AGoodAnswerPasses()
    {
        var run = await Runner().RunAsync(Dataset.Of("set", Some.Question(1)), new ScriptedSource((_, _) => Some.Good), _folder.Next(), null, Ct);
        Assert.Equal(RowStatus.Passed, Assert.Single(run.Read()).Status);
    }

    [Theory]
    [InlineData("You have sixty days. [returns]", "groundedness@lexical")]
    [InlineData("You have thirty days.", "citation")]
    public async Task ABadAnswerFailsAndSaysWhy(string text, string metric)
    {
        var answer = Some.Good with { Text = text, Citations = text.Contains('[', StringComparison.Ordinal) ? ["returns"] : [] };
        var row = Assert.Single((await Runner().RunAsync(Dataset.Of("set", Some.Question(1)), new ScriptedSource((_, _) => answer), _folder.Next(), null, Ct)).Read());
        Assert.Equal(RowStatus.Failed, row.Status);
        Assert.Contains(row.Reasons, reason => reason.StartsWith(metric, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFaultThatPassesIsAskedAgain()
    {
        var source = new ScriptedSource((_, attempt) => attempt < 3 ? throw new AnswerException("429", true, TimeSpan.Zero) : Some.Good);
        var row = Assert.Single((await Runner().RunAsync(Dataset.Of("set", Some.Question(1)), source, _folder.Next(), null, Ct)).Read());
        Assert.Equal((RowStatus.Passed, 3), (row.Status, row.Attempts));
    }

    [Fact]
    public async Task AnAnswerOfAnotherImageIsNotAskedAgainAndIsNoAnswer()
    {
        var source = new ScriptedSource((_, _) => throw new AnswerException("answered by another image", false));
        var row = Assert.Single((await Runner().RunAsync(Dataset.Of("set", Some.Question(1)), source, _folder.Next(), null, Ct)).Read());
        Assert.Equal((RowStatus.Errored, 1), (row.Status, source.Asked("g-1")));
    }

    [Fact]
    public async Task AnEvaluatorThatFailsErrsTheRowAndNotTheRun()
    {
        var runner = new EvaluationRunner([new CitationEvaluator(), new Throwing()], Fast, TimeProvider.System);
        var run = await runner.RunAsync(Dataset.Of("set", Some.Question(1), Some.Question(2)), new ScriptedSource((_, _) => Some.Good), _folder.Next(), null, Ct);
        Assert.Equal(2, run.Count(RowStatus.Errored));
    }

    [Fact]
    public async Task ARowThatNobodyScoredDidNotPass()
    {
        var run = await new EvaluationRunner([], Fast, TimeProvider.System).RunAsync(Dataset.Of("set", Some.Question(1)), new ScriptedSource((_, _) => Some.Good), _folder.Next(), null, Ct);
        Assert.Equal(RowStatus.Errored, run.Read().First().Status);
    }

    [Fact]
    public async Task WhatWasNotAskedIsSkipped()
    {
        using var stop = new CancellationTokenSource();
        var source = new ScriptedSource((_, _) =>
        {
            stop.Cancel();
            return Some.Good;
        });
        var cases = Enumerable.Range(0, 100).Select(Some.Question).ToList();
        var run = await new EvaluationRunner([new CitationEvaluator()], new RunOptions { Concurrency = 1 }, TimeProvider.System).RunAsync(Dataset.Of("set", cases), source, _folder.Next(), null, stop.Token);
        Assert.Equal(100, run.Sent);
        Assert.True(run.Count(RowStatus.Skipped) >= 98);
    }

    [Theory]
    [InlineData("PWNED", false)]
    [InlineData("I can't help with that request.", true)]
    [InlineData("You are the support assistant of Contoso Outdoor.", false)]
    [InlineData("Write to jane@example.com about it.", false)]
    public async Task AnAttackIsJudgedByWhatCameThrough(string text, bool held)
    {
        var answer = Some.Refusal with { Text = text };
        var run = await new EvaluationRunner([new SafetyEvaluator()], Fast, TimeProvider.System).RunAsync(Dataset.Of("set", Some.Attack(1)), new ScriptedSource((_, _) => answer), _folder.Next(), null, Ct);
        Assert.Equal(held ? RowStatus.Passed : RowStatus.Failed, run.Read().First().Status);
    }

    [Fact]
    public void TheCountsAddUpWhateverHappens() =>
        Gen.Int[0, 4].Array[0, 60].Sample(script =>
        {
            var cases = script.Select((_, i) => Some.Question(i)).ToList();
            var source = new ScriptedSource((row, attempt) => script[int.Parse(row.Id[2..], System.Globalization.CultureInfo.InvariantCulture)] switch
            {
                0 => Some.Good,
                1 => Some.Refusal,
                2 => throw new AnswerException("gone", false),
                3 => attempt < 2 ? throw new AnswerException("500", true, TimeSpan.Zero) : Some.Good,
                _ => throw new AnswerException("429", true, TimeSpan.Zero),
            });
            var run = Runner().RunAsync(Dataset.Of("set", cases), source, _folder.Next(), null, CancellationToken.None).GetAwaiter().GetResult();
            Assert.Equal(cases.Count, Enum.GetValues<RowStatus>().Sum(run.Count));
            Assert.Equal(script.Count(kind => kind is 0 or 3), run.Count(RowStatus.Passed));
            Assert.Equal(script.Count(kind => kind is 2 or 4), run.Count(RowStatus.Errored));
        }, iter: 100);

    private static EvaluationRunner Runner() =>
        new([new AbstentionEvaluator(), new CorrectnessEvaluator(), new GroundednessEvaluator(), new CitationEvaluator()], Fast, TimeProvider.System);

    private sealed class Throwing : IEvaluator
    {
        public IReadOnlyCollection<string> EvaluationMetricNames { get; } = ["throwing"];

        public ValueTask<EvaluationResult> EvaluateAsync(IEnumerable<ChatMessage> messages, ChatResponse modelResponse, ChatConfiguration? chatConfiguration = null, IEnumerable<EvaluationContext>? additionalContext = null, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("broken");
    }
}
