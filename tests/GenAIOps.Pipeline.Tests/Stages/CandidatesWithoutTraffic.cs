using GenAIOps.Delivery.Releases;
using GenAIOps.Delivery.Tests.Releases;
using GenAIOps.Pipeline.Stages;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Tests.Stages;

public sealed class CandidatesWithoutTraffic
{
    private static readonly Desired Green = new("green", "sha256:green");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<ObservedRevision> StandAsync(FakeHost host) => Candidates.StandAsync(host, Green, "qa", TimeProvider.System, Ct);

    [Fact]
    public async Task ACandidateStandsBesideTheOneThatServes()
    {
        var host = new FakeHost().With("blue", 100);
        Assert.Equal(("green", true), (await StandAsync(host)) is var standing ? (standing.Name, standing.Ready) : default);
        Assert.Equal((100, 0), (host.WeightOf("blue"), host.WeightOf("green")));
        Assert.Empty(host.Violations);
    }

    [Fact]
    public async Task ACandidateThatStandsIsTakenAsItIs()
    {
        var host = new FakeHost().With("blue", 100).With("green", 0);
        await StandAsync(host);
        Assert.Empty(host.Log);
    }

    [Fact]
    public async Task AStoppedCandidateIsStarted()
    {
        var host = new FakeHost().With("blue", 100).With("green", 0, active: false);
        Assert.True((await StandAsync(host)).Ready);
        Assert.Equal(["activate green"], host.Log);
    }

    [Fact]
    public async Task ACandidateThatDoesNotStartIsStoppedAndSaysWhy()
    {
        var host = new FakeHost().With("blue", 100);
        host.Failing.Add("green");
        var error = await Assert.ThrowsAsync<ExitCodeException>(() => StandAsync(host));
        Assert.Equal(1, error.ExitCode);
        Assert.Contains("QA cannot run green: green does not start: it ended with code 1", error.Message, StringComparison.Ordinal);
        Assert.Equal("stop green", host.Log[^1]);
        Assert.Equal(100, host.WeightOf("blue"));
    }

    [Fact]
    public async Task ACancelledCandidateIsACancelledBuild()
    {
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Candidates.StandAsync(new FakeHost().With("blue", 100), Green, "qa", TimeProvider.System, stopped.Token));
    }

    [Fact]
    public async Task AJudgedCandidateServesAndEverythingElseStops()
    {
        var host = new FakeHost().With("blue", 100).With("green", 0).With("other", 0);
        await Candidates.PromoteAsync(host, "green", Ct);
        await Candidates.StopIdleAsync(host, Ct);
        Assert.Equal(100, host.WeightOf("green"));
        Assert.Equal(["green"], host.Revisions.Where(revision => revision.Active).Select(revision => revision.Name));
    }

    [Fact]
    public async Task ACandidateThatServesAlreadyIsNotPromotedAgain()
    {
        var host = new FakeHost().With("green", 100);
        await Candidates.PromoteAsync(host, "green", Ct);
        await Candidates.StopIdleAsync(host, Ct);
        Assert.Empty(host.Log);
    }

    [Fact]
    public async Task TheRevisionThatFollowsAsTheLatestIsNotIdle()
    {
        var host = new FakeHost().With("old", 0).With("latest", 0).WithTraffic(new TrafficShare(null, 100));
        await Candidates.StopIdleAsync(host, Ct);
        Assert.Equal(["latest"], host.Revisions.Where(revision => revision.Active).Select(revision => revision.Name));
    }

    [Fact]
    public async Task WhatSomebodyElseChangesMeanwhileIsLookedAtAgain()
    {
        var host = new FakeHost().With("blue", 100).With("other", 0);
        host.Rival = rival => rival.WithTraffic(new TrafficShare("blue", 60), new TrafficShare("other", 40));
        await Candidates.StopIdleAsync(host, Ct);
        Assert.Equal((60, 40), (host.WeightOf("blue"), host.WeightOf("other")));
        Assert.DoesNotContain("stop other", host.Log);
    }
    [Fact]
    public async Task APromotionThatSomebodyElseIsFasterThanLooksAgainAndKeepsTheirLabels()
    {
        var host = new FakeHost().With("blue", 100).With("green", 0);
        host.Rival = rival => rival.WithTraffic(new TrafficShare("blue", 70), new TrafficShare("green", 30), new TrafficShare("blue", 0, "theirs"));
        await Candidates.PromoteAsync(host, "green", Ct);
        Assert.Equal((0, 100), (host.WeightOf("blue"), host.WeightOf("green")));
        Assert.Contains(host.Traffic, share => share is { Revision: "blue", Label: "theirs" });
        Assert.Empty(host.Violations);
    }

    [Fact]
    public async Task WhereSomebodyElseDoesNotRestItGivesUp()
    {
        var host = new FakeHost().With("blue", 100).With("green", 0);
        void Again(FakeHost rival)
        {
            rival.WithTraffic(new TrafficShare("blue", 100));
            rival.Rival = Again;
        }

        host.Rival = Again;
        await Assert.ThrowsAsync<StaleObservationException>(() => Candidates.PromoteAsync(host, "green", Ct));
        Assert.Equal(100, host.WeightOf("blue"));
    }
}
