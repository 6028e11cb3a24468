using System.Text;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Runs.Journal;
using GenAIOps.Evaluation.Tests.Runs;
using GenAIOps.Evaluators.Judges;

namespace GenAIOps.Evaluators.Tests.Judges;

/// <summary>What judges spend is kept with each row, and is nobody else's.</summary>
public sealed class WhatJudgesSpend : IDisposable
{
    private static readonly Dataset Set = Dataset.Of("set", [.. Enumerable.Range(1, 3).Select(Some.Question)]);
    private readonly TempFolder _folder = new();
    private readonly ScriptedSource _source = new((_, _) => Some.Good);

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void AJudgeWithOtherOptionsOrAnotherThresholdIsAnotherRun()
    {
        string[] runs = [.. new[] { new RubricJudge(Rubrics.Relevance), new(Rubrics.Relevance, options: new JudgeOptions { Samples = 3 }), new(Rubrics.Relevance with { PassAt = 4 }) }
            .Select(judge => RunIdentity.Of(Set, _source, [judge], new RunOptions()).Hash)];
        Assert.Equal(3, runs.Distinct().Count());
        Assert.Equal(runs[0], RunIdentity.Of(Set, _source, [new RubricJudge(Rubrics.Relevance)], new RunOptions()).Hash);
    }

    [Fact]
    public async Task AnAnswerThatIsJudgedAgainKeepsWhatItsJudgeSpentBefore()
    {
        var works = false;
        using var client = new ScriptedChatClient((_, _) => works ? ScriptedChatClient.Score(4) : "four, I think");
        var runner = new EvaluationRunner([new RubricJudge(Rubrics.Relevance, client)], new RunOptions(), TimeProvider.System);
        var folder = _folder.Next();

        var failed = await runner.RunAsync(Set, _source, folder, null, Ct);
        Assert.Equal(3, failed.Count(RowStatus.Errored));
        Assert.All(failed.Read(), row => Assert.Equal((3, 300L, 30L), (row.Judges!.Calls, row.Judges.InputTokens, row.Judges.OutputTokens)));

        works = true;
        var judged = await runner.RunAsync(Set, _source, folder, null, Ct);
        Assert.Equal((3, 1), (judged.Count(RowStatus.Passed), _source.Asked("g-1")));
        Assert.All(judged.Read(), row => Assert.Equal((4, 400L, 40L), (row.Judges!.Calls, row.Judges.InputTokens, row.Judges.OutputTokens)));
        Assert.Equal(client.Requests.Count, judged.Read().Sum(row => row.Judges!.Calls));
    }

    [Fact]
    public async Task ARecordOfBeforeJudgesWereCountedIsReadAndNotAskedAgain()
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(4));
        RubricJudge[] evaluators = [new(Rubrics.Relevance, client)];
        var options = new RunOptions();
        var path = Path.Combine(_folder.Next(), EvaluationRunner.JournalFile);
        using (var frames = FrameFile.Open(DiskFile.ToWrite(path), path, "GAORUN1\n"u8, (_, _) => { }, TimeProvider.System))
        {
            frames.Append(RunIdentity.Of(Set, _source, evaluators, options).Write());
            frames.Append(Encoding.UTF8.GetBytes(
                """{"ticks":1000,"reasons":[],"answer":{"text":"Thirty days.","answered":true,"citations":[],"context":[],"toolCalls":[],"inputTokens":7,"outputTokens":2},"item":0,"status":"passed","again":false,"attempts":1,"isFree":false,"tokens":9,"cost":0,"scores":{"relevance":5},"hasAnswer":true}"""));
        }

        var rows = (await new EvaluationRunner(evaluators, options, TimeProvider.System).RunAsync(Set, _source, Path.GetDirectoryName(path)!, null, Ct)).Read().ToList();
        Assert.Equal((0, 1, 2), (_source.Asked("g-1"), _source.Asked("g-2"), client.Requests.Count));
        Assert.Equal(("Thirty days.", 5.0), (rows[0].Answer!.Text, rows[0].Scores["relevance"]));
        Assert.Equal([null, 1, 1], rows.Select(row => row.Judges?.Calls));
    }

    [Fact]
    public async Task TheAgentsBudgetsDoNotPayForJudges()
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(4));
        // Six tokens of the agent, and 330 of its judge.
        var options = new RunOptions { TotalTokens = 100, TotalCost = 100, TotalRequests = 3, Cost = answer => answer.InputTokens + answer.OutputTokens };
        var runner = new EvaluationRunner([new RubricJudge(Rubrics.Relevance, client)], options, TimeProvider.System);
        var folder = _folder.Next();

        var run = await runner.RunAsync(Set, _source, folder, null, Ct);
        Assert.True(run.IsComplete);
        Assert.Equal(330, run.Read().Sum(row => row.Judges!.InputTokens + row.Judges.OutputTokens));

        var path = Path.Combine(folder, EvaluationRunner.JournalFile);
        using var journal = RunJournal.Open(DiskFile.ToWrite(path), path, RunIdentity.Of(Set, _source, [new RubricJudge(Rubrics.Relevance, client)], options), 3, TimeProvider.System);
        Assert.Equal((3L, 6L, 6.0), journal.Spent);
    }
}
