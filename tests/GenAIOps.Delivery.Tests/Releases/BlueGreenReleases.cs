using CsCheck;
using GenAIOps.Delivery.Releases;

namespace GenAIOps.Delivery.Tests.Releases;

public sealed class BlueGreenReleases
{
    private static readonly Desired Green = new("green", "sha256:green");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheFirstReleaseGoesLiveAndIsProbed()
    {
        var host = new FakeHost();
        var report = await host.Driver().ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.Released, report.Outcome);
        Assert.Equal(100, host.WeightOf("green"));
        Assert.Null(report.FromRevision);
        Assert.True(report.RequestsSent > 0);
    }

    [Fact]
    public async Task TrafficMovesInStepsAndBlueDrainsAtTheEnd()
    {
        var host = new FakeHost().With("blue", 100);
        var report = await host.Driver().ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.Released, report.Outcome);
        Assert.Equal(["create green", "blue 100", "blue 90, green 10", "blue 50, green 50", "green 100", "green 100", "stop blue"], host.Log);
        Assert.Equal("blue", report.FromRevision);
        Assert.Empty(host.Violations);
    }

    [Fact]
    public async Task AReleaseThatIsLiveAlreadyTouchesNothing()
    {
        var host = new FakeHost().With("green", 100);
        var report = await host.Driver(() => FakeHost.Shut).ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.Unchanged, report.Outcome);
        Assert.Empty(host.Log);
    }

    [Fact]
    public async Task AShutGateLetsNothingBeMade()
    {
        var host = new FakeHost().With("blue", 100);
        var report = await host.Driver(() => FakeHost.Shut).ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.Refused, report.Outcome);
        Assert.Empty(host.Log);
        Assert.Contains("missing", report.Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGateThatClosesDuringTheReleaseGivesBlueEverythingBack()
    {
        var asked = 0;
        var host = new FakeHost().With("blue", 100);
        var report = await host.Driver(() => ++asked <= 2 ? FakeHost.Open : FakeHost.Shut).ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.RolledBack, report.Outcome);
        Assert.Equal(100, host.WeightOf("blue"));
        Assert.Contains("gate closed", report.Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASmokeTestThatFailsMovesNoTraffic()
    {
        var host = new FakeHost().With("blue", 100);
        host.Broken.Add("green");
        var report = await host.Driver().ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.Failed, report.Outcome);
        Assert.Equal(["create green", "blue 100", "blue 100", "stop green"], host.Log);
        Assert.True(report.RequestsFailed > 0);
    }

    [Fact]
    public async Task AFaultUnderTrafficGivesBlueEverythingBack()
    {
        var host = new FakeHost().With("blue", 90).With("green", 10);
        host.Broken.Add("green");
        var report = await host.Driver().ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.RolledBack, report.Outcome);
        Assert.Equal(100, host.WeightOf("blue"));
        Assert.Contains("500", report.Because, StringComparison.Ordinal);
        Assert.Empty(host.Violations);
    }

    [Fact]
    public void ABrokenBlueIsNotSharedWith()
    {
        var observed = new Observed(
            [new("blue", "b", true, false, true, "h", default), new("green", "g", true, true, false, "h", default)],
            [new TrafficShare("blue", 100)], "app", null);
        Assert.Equal(new ReleaseStep.Shift(100), ReleasePlan.Next(observed, Green, new Observation(0)));
    }

    [Fact]
    public void TrafficIsNeverGivenBackToABrokenBlue()
    {
        var observed = new Observed(
            [new("blue", "b", true, false, true, "h", default), new("green", "g", true, true, false, "h", default)],
            [new TrafficShare("blue", 50), new TrafficShare("green", 50)], "app", null);
        Assert.IsType<ReleaseStep.Fail>(ReleasePlan.Next(observed, Green, new Observation(50, "slow")));
    }

    [Fact]
    public async Task TrafficThatFollowsTheLatestRevisionIsPinnedFirst()
    {
        var host = new FakeHost().With("blue", 0).WithTraffic(new TrafficShare(null, 100));
        var report = await host.Driver().ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.Released, report.Outcome);
        Assert.Equal("blue 100", host.Log[0]);
        Assert.Empty(host.Violations);
    }

    [Fact]
    public async Task AGreenThatDoesNotStartIsStoppedAndNothingMoves()
    {
        var host = new FakeHost().With("blue", 100);
        host.Failing.Add("green");
        var report = await host.Driver().ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.Failed, report.Outcome);
        Assert.Contains("it ended with code 1", report.Because, StringComparison.Ordinal);
        Assert.Equal(100, host.WeightOf("blue"));
        Assert.False(host.Revisions.Single(revision => revision.Name == "green").Active);
        Assert.Empty(host.Violations);
    }

    [Fact]
    public async Task AFaultAtAllTheTrafficGivesItBackToTheRevisionThatStillRuns()
    {
        var host = new FakeHost().With("blue", 100);
        var driver = new ReleaseDriver(host, host, null, new ReleasePace { Drain = TimeSpan.Zero, Poll = TimeSpan.Zero, Probes = 1 }, TimeProvider.System, step =>
        {
            if (step.StartsWith("give green 100", StringComparison.Ordinal))
            {
                host.Broken.Add("green");
            }
        });
        var report = await driver.ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.RolledBack, report.Outcome);
        Assert.Equal("blue 100 %", report.Serves);
        Assert.Equal(100, host.WeightOf("blue"));
    }

    [Fact]
    public async Task WhatSomebodyElseChangesIsLookedAtAgainAndNotOverwritten()
    {
        var host = new FakeHost().With("blue", 100).With("pinned", 0);
        host.Rival = other => other.WithTraffic(new TrafficShare("blue", 100, "live"), new TrafficShare("pinned", 0, "support"));
        var report = await host.Driver().ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.Released, report.Outcome);
        Assert.Contains(report.Steps, step => step.Step.StartsWith("look again", StringComparison.Ordinal));
        Assert.Contains("blue 100", host.Log[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReleaseThatIsInterruptedAgainAndAgainGivesUpWithAReport()
    {
        var host = new FakeHost().With("blue", 100);
        void Again(FakeHost other)
        {
            other.WithTraffic(new TrafficShare("blue", 100));
            other.Rival = Again;
        }

        host.Rival = Again;
        var report = await host.Driver().ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.Failed, report.Outcome);
        Assert.Contains("6 times in a row", report.Because, StringComparison.Ordinal);
        Assert.Equal(100, host.WeightOf("blue"));
    }

    [Fact]
    public async Task TrafficThatSomebodyGivesBackDuringTheDrainStaysThere()
    {
        var host = new FakeHost().With("blue", 100);
        var driver = new ReleaseDriver(host, host, null, new ReleasePace { Drain = TimeSpan.FromMilliseconds(1), Poll = TimeSpan.Zero, Probes = 1 }, TimeProvider.System, step =>
        {
            if (step.StartsWith("analysis at 100", StringComparison.Ordinal))
            {
                host.Rival = other => other.WithTraffic(new TrafficShare("blue", 100, "emergency"));
            }
        });
        var report = await driver.ReleaseAsync(Green, Ct);
        Assert.Equal(ReleaseOutcome.Failed, report.Outcome);
        Assert.Contains("somebody else took traffic from green: it was given 100 % and has 0 %", report.Because, StringComparison.Ordinal);
        Assert.Equal(100, host.WeightOf("blue"));
        Assert.DoesNotContain("stop blue", host.Log);
    }

    [Fact]
    public async Task ACandidateStandsReadyAndNoTrafficMoves()
    {
        var host = new FakeHost().With("blue", 100);
        var driver = new ReleaseDriver(host, probe: null, gate: null, new ReleasePace { Poll = TimeSpan.Zero }, TimeProvider.System);
        var report = await driver.ReleaseAsync(Green with { Steps = [] }, Ct);
        Assert.Equal(ReleaseOutcome.Released, report.Outcome);
        Assert.Equal(["create green", "blue 100"], host.Log);
        Assert.True(host.Revisions.Single(revision => revision.Name == "green").Active);
    }

    [Fact]
    public async Task LabelsOfOthersAreCarriedAlong()
    {
        var host = new FakeHost().With("blue", 100).With("pinned", 0);
        host.WithTraffic(new TrafficShare("blue", 100, "live"), new TrafficShare("pinned", 0, "support"));
        var observed = await host.ObserveAsync(Ct);
        Assert.Contains(new TrafficShare("pinned", 0, "support"), TrafficShares.WithGreen(observed, "green"));
        Assert.Contains(new TrafficShare("pinned", 0, "support"), TrafficShares.Give(observed, "green", 10));
    }

    [Fact]
    public async Task AReleaseARollbackAndTheSameReleaseAgain()
    {
        var host = new FakeHost().With("blue", 100);
        Assert.Equal(ReleaseOutcome.Released, (await host.Driver().ReleaseAsync(Green, Ct)).Outcome);
        Assert.Equal(ReleaseOutcome.Released, (await host.Driver().ReleaseAsync(new Desired("blue", "sha256:blue"), Ct)).Outcome);
        Assert.Equal(ReleaseOutcome.Released, (await host.Driver().ReleaseAsync(Green, Ct)).Outcome);
        Assert.Equal(100, host.WeightOf("green"));
        Assert.Empty(host.Violations);
    }

    /// <summary>Whatever is released after whatever, killed anywhere: the traffic is one that Azure takes, and the last one asked for has it.</summary>
    [Fact]
    public void AnySequenceOfReleasesEndsWithTheLastOne() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[-1, 30]).Array[1, 8].Sample(releases =>
        {
            var host = new FakeHost().With("r0", 100);
            foreach (var (revision, kill) in releases.Append((releases[^1].Item1, -1)))
            {
                host.KillAfter = kill;
                try
                {
                    host.Driver().ReleaseAsync(new Desired($"r{revision}", $"sha256:{revision}"), CancellationToken.None).GetAwaiter().GetResult();
                }
                catch (KilledException)
                {
                    // The next run goes on.
                }
            }

            Assert.Empty(host.Violations);
            Assert.Equal(100, host.WeightOf($"r{releases[^1].Item1}"));
        }, iter: 2000);

    [Fact]
    public async Task CtrlCGivesTheTrafficBack()
    {
        using var stop = new CancellationTokenSource();
        var host = new FakeHost().With("blue", 100);
        var driver = new ReleaseDriver(host, host, _ => Task.FromResult(FakeHost.Open), new ReleasePace { Drain = TimeSpan.Zero, Probes = 1 }, TimeProvider.System, step =>
        {
            if (step.Contains("50 %", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });
        var report = await driver.ReleaseAsync(Green, stop.Token);
        Assert.Equal(ReleaseOutcome.Cancelled, report.Outcome);
        Assert.Equal(100, host.WeightOf("blue"));
        Assert.Empty(host.Violations);
    }

    /// <summary>
    /// The release is killed any number of times, anywhere, and green may turn out broken. At every instant the weights add
    /// up to 100 over revisions that are ready, and in the end one revision has everything.
    /// </summary>
    [Fact]
    public void KilledAnywhereTheNextRunConverges() =>
        Gen.Select(Gen.Int[0, 40].Array[0, 6], Gen.Bool, Gen.Bool).Sample((kills, broken, first) =>
        {
            var host = first ? new FakeHost() : new FakeHost().With("blue", 100);
            foreach (var kill in kills)
            {
                host.KillAfter = kill;
                try
                {
                    host.Driver().ReleaseAsync(Green, CancellationToken.None).GetAwaiter().GetResult();
                }
                catch (KilledException)
                {
                    // The next run goes on.
                }
            }

            if (broken && !first)
            {
                host.Broken.Add("green");
            }

            host.KillAfter = -1;
            var report = host.Driver().ReleaseAsync(Green, CancellationToken.None).GetAwaiter().GetResult();
            Assert.Empty(host.Violations);
            Assert.Contains(host.Traffic, share => share.Percent == 100);
            Assert.True(broken && !first
                ? report.Outcome is ReleaseOutcome.RolledBack or ReleaseOutcome.Failed or ReleaseOutcome.Unchanged
                : report.Outcome is ReleaseOutcome.Released or ReleaseOutcome.Unchanged, $"{report.Outcome}: {report.Because}");
        }, iter: 3000);
}
