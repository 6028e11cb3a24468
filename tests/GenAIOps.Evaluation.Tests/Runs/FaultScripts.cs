using CsCheck;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Tests.Runs;

public sealed class FaultScripts : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CountsAddUpAndEachRowIsAskedAsOftenAsItsFaultsRequire() => RunWorld.Scripts.Sample(script =>
    {
        var world = new RunWorld(script, new VirtualTime());
        var run = world.Run(RunWorld.Options, _folder.Next(), CancellationToken.None);
        Assert.Equal(script.Length, run.Sent);
        Assert.Equal(script.Length, Enum.GetValues<RowStatus>().Sum(run.Count));
        Assert.True(run.IsComplete);
        Assert.True(world.Peak <= RunWorld.Options.Concurrency);
        var rows = run.Read().ToList();
        for (var i = 0; i < script.Length; i++)
        {
            var (asked, answered) = RunWorld.Required(script[i], RunWorld.Options);
            Assert.Equal((i, asked, answered), (i, world.Asked(i), rows[i].Status is RowStatus.Passed or RowStatus.Failed));
            Assert.Equal(asked, rows[i].Attempts);
            Assert.NotEqual("late", rows[i].Answer?.Text);
        }
    }, iter: 300);

    [Fact]
    public void ResultsStandInTheOrderOfTheSet() => Gen.Select(RunWorld.Scripts, Gen.Int[1, 3]).Sample((script, repeats) =>
    {
        var world = new RunWorld(script, new VirtualTime());
        var rows = world.Run(RunWorld.Options with { Repeats = repeats }, _folder.Next(), CancellationToken.None).Read().ToList();
        var expected = world.Set.Rows().SelectMany(row => Enumerable.Range(0, repeats).Select(repeat => (row.Id, repeat)));
        Assert.Equal(expected, rows.Select(row => (row.Case.Id, row.Repeat)));
    }, iter: 100);

    [Fact]
    public void ARowThatWaitsGivesItsSlotToOthers()
    {
        // Each tenth row is told to wait for a second; a runner that holds the slot would take 3 s, and one that frees it 1.25 s and the last wait.
        var script = Enumerable.Range(0, 200).Select(i => i % 10 == 0 ? new[] { Fault.ThrottleWithRetryAfter } : []).ToArray();
        var time = new VirtualTime();
        var run = new RunWorld(script, time).Run(RunWorld.Options with { Concurrency = 8 }, _folder.Next(), CancellationToken.None);
        Assert.Equal(0, run.Count(RowStatus.Errored));
        Assert.InRange(time.Elapsed.TotalSeconds, 220 * 0.05 / 8, 2.5);
    }

    [Fact]
    public void AHungCallIsOverAfterItsAttemptsTime()
    {
        var time = new VirtualTime();
        var world = new RunWorld([[Fault.HangDeaf, Fault.Hang]], time);
        var run = world.Run(RunWorld.Options, _folder.Next(), CancellationToken.None);
        Assert.Equal(RowStatus.Passed, run.Statuses[0]);
        Assert.InRange(time.Elapsed.TotalSeconds, 10, 11);
    }

    [Fact]
    public void ARowErrsWhenItsDeadlineWouldPass()
    {
        var options = RunWorld.Options with { RowDeadline = TimeSpan.FromSeconds(7) };
        var time = new VirtualTime();
        var run = new RunWorld([[Fault.Hang, Fault.Hang, Fault.Hang]], time).Run(options, _folder.Next(), CancellationToken.None);
        Assert.Equal(RowStatus.Errored, run.Statuses[0]);
        Assert.True(time.Elapsed <= options.RowDeadline);
        Assert.Contains("deadline", run.Read().Single().Reasons.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void AThrottlingProviderIsLeftInPeaceForTheTimeThatItAsksFor()
    {
        var script = Enumerable.Range(0, 64).Select(_ => new[] { Fault.ThrottleWithRetryAfter }).ToArray();
        var time = new VirtualTime();
        var limits = new List<int>();
        var world = new RunWorld(script, time);
        var run = world.Run(RunWorld.Options with { Concurrency = 16 }, _folder.Next(), CancellationToken.None, progress: new Heard(now => limits.Add(now.Limit)));
        Assert.Equal(64, run.Count(RowStatus.Passed) + run.Count(RowStatus.Failed));
        Assert.Equal(128, world.AskedInAll);
        Assert.True(limits.Min() <= 8);
        Assert.True(time.Elapsed >= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void ARowWhoseDeadlinePassesWhileEverybodyWaitsIsNotSent()
    {
        // Five throttled rows congest the endpoint, and the pause is as long as the deadline.
        var script = Enumerable.Range(0, 5).Select(_ => new[] { Fault.Throttle }).ToArray();
        var options = RunWorld.Options with { Concurrency = 5, RowDeadline = TimeSpan.FromSeconds(0.9), RetryDelay = TimeSpan.FromMilliseconds(1) };
        var world = new RunWorld(script, new VirtualTime());
        var run = world.Run(options, _folder.Next(), CancellationToken.None);
        Assert.Equal((5, 5), (run.Count(RowStatus.Errored), world.AskedInAll));
        Assert.All(run.Read(), row => Assert.Equal(1, row.Attempts));
    }

    [Fact]
    public void AnIdleAgentIsNotAskedMoreOftenThanTheTokensOfAMinuteAllow()
    {
        // Each answer takes 2 tokens; 120 in a minute are one answer a second.
        var time = new VirtualTime();
        new RunWorld([.. Enumerable.Repeat(Array.Empty<Fault>(), 31)], time).Run(RunWorld.Options with { TokensPerMinute = 120, Concurrency = 1 }, _folder.Next(), CancellationToken.None);
        Assert.InRange(time.Elapsed.TotalSeconds, 28, 31);
    }

    [Fact]
    public void ProgressRisesToTheTotalAndNamesTheShareThatPassed()
    {
        var heard = new List<RunProgress>();
        new RunWorld([.. Enumerable.Repeat(Array.Empty<Fault>(), 100)], new VirtualTime()).Run(RunWorld.Options, _folder.Next(), CancellationToken.None, progress: new Heard(heard.Add));
        Assert.Equal(heard.Select(now => now.Done).Order(), heard.Select(now => now.Done));
        var last = heard[^1];
        Assert.Equal((100, 100, 90, 0, 0), (last.Done, last.Total, last.Passed, last.Retries, last.Throttles));
        Assert.Equal(0.9, last.PassRate, 9);
        Assert.True(last.PassRateInterval!.Value is { Low: > 0.75 and < 0.9, High: > 0.9 and < 1 });
        Assert.Equal(TimeSpan.Zero, last.Remaining);
        // 4 at once, 50 ms each.
        Assert.InRange(last.RowsPerSecond, 75, 81);
    }

    [Fact]
    public void ABudgetOfRequestsByTheMinuteSpreadsThem()
    {
        var time = new VirtualTime();
        new RunWorld([.. Enumerable.Repeat(Array.Empty<Fault>(), 61)], time).Run(RunWorld.Options with { RequestsPerMinute = 60 }, _folder.Next(), CancellationToken.None);
        Assert.InRange(time.Elapsed.TotalSeconds, 60, 60.2);
    }

    [Fact]
    public void ASpentBudgetSkipsTheRestAndSaysSoAndIsNotBegunAnewByRunningAgain()
    {
        var world = new RunWorld([.. Enumerable.Repeat(Array.Empty<Fault>(), 20)], new VirtualTime());
        var folder = _folder.Next();
        var run = world.Run(RunWorld.Options with { TotalRequests = 12 }, folder, CancellationToken.None);
        Assert.Equal((12, 8, false), (world.AskedInAll, run.Count(RowStatus.Skipped), run.IsComplete));
        Assert.Contains("budget of 12 requests", run.Read().Last().Reasons.Single(), StringComparison.Ordinal);
        world.Run(RunWorld.Options with { TotalRequests = 15 }, folder, CancellationToken.None);
        Assert.Equal(15, world.AskedInAll);
    }

    [Fact]
    public void AHedgedRunTakesTheAnswerThatComesFirst()
    {
        var time = new VirtualTime();
        var world = new RunWorld([[Fault.Hang]], time);
        var run = world.Run(RunWorld.Options with { HedgeAfter = TimeSpan.FromMilliseconds(200) }, _folder.Next(), CancellationToken.None);
        Assert.Equal((RowStatus.Passed, 2, 0), (run.Statuses[0], world.Asked(0), world.InFlight));
        Assert.Equal(TimeSpan.FromMilliseconds(250), time.Elapsed);
    }

    private sealed class Heard(Action<RunProgress> hear) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => hear(value);
    }
}
