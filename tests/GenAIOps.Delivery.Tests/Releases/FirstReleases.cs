using GenAIOps.Delivery.Releases;

namespace GenAIOps.Delivery.Tests.Releases;

/// <summary>A first revision that fails leaves its environment so that the mended one goes live on the next run.</summary>
public sealed class FirstReleases
{
    private static readonly Desired Bad = new("bad", "sha256:bad"), Mended = new("mended", "sha256:mended");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AFirstRevisionThatDoesNotStartIsTakenAwayAndSaysWhy(bool keepsTraffic)
    {
        var host = new FakeHost { KeepsTrafficOfFailedChange = keepsTraffic };
        host.Failing.Add("bad");
        var report = await host.Driver().ReleaseAsync(Bad, Ct);
        Assert.Equal(ReleaseOutcome.Failed, report.Outcome);
        Assert.Contains("it ended with code 1", report.Because, StringComparison.Ordinal);
        Assert.Null(report.FromRevision);
        Assert.Equal("nothing", report.Serves);
        Assert.DoesNotContain(host.Revisions, revision => revision.Active);

        Assert.Equal(ReleaseOutcome.Released, (await host.Driver().ReleaseAsync(Mended, Ct)).Outcome);
        Assert.Equal(100, host.WeightOf("mended"));
        Assert.Empty(host.Violations);
    }

    [Fact]
    public async Task AFirstRevisionThatIsNeverReadyIsTakenAway()
    {
        var host = new FakeHost();
        host.Hanging.Add("bad");
        var report = await host.Driver().ReleaseAsync(Bad, Ct);
        Assert.Contains("was not ready within", report.Because, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Revisions, revision => revision.Active);
        Assert.Equal(ReleaseOutcome.Released, (await host.Driver().ReleaseAsync(Mended, Ct)).Outcome);
    }

    [Fact]
    public async Task AFirstRevisionThatAnswersWithFaultsIsTakenAwayAndIsNotLiveOnTheNextRun()
    {
        var host = new FakeHost();
        host.Broken.Add("bad");
        Assert.Equal(ReleaseOutcome.Failed, (await host.Driver().ReleaseAsync(Bad, Ct)).Outcome);
        Assert.Equal(ReleaseOutcome.Failed, (await host.Driver().ReleaseAsync(Bad, Ct)).Outcome);
        Assert.DoesNotContain(host.Revisions, revision => revision.Active);
        Assert.Equal(ReleaseOutcome.Released, (await host.Driver().ReleaseAsync(Mended, Ct)).Outcome);
    }

    /// <summary>It has all the traffic there is: the next run does not take it for released, and the mended one takes over.</summary>
    [Fact]
    public async Task AFirstRevisionThatIsNotStoppedIsInNobodysWay()
    {
        var host = new FakeHost { KeepsTheLatest = true };
        host.Broken.Add("bad");
        for (var run = 0; run < 3; run++)
        {
            var report = await host.Driver().ReleaseAsync(Bad, Ct);
            Assert.Equal(ReleaseOutcome.Failed, report.Outcome);
            Assert.Contains("it answered 500", report.Because, StringComparison.Ordinal);
            Assert.Contains("It runs on", report.Because, StringComparison.Ordinal);
        }

        Assert.Equal(ReleaseOutcome.Released, (await host.Driver().ReleaseAsync(Mended, Ct)).Outcome);
        Assert.Equal(100, host.WeightOf("mended"));
        Assert.DoesNotContain(host.Revisions, revision => revision.Active && revision.Name == "bad");
    }

    [Fact]
    public async Task ACauseOutsideOfTheImageIsMendedWithoutAnotherImage()
    {
        var host = new FakeHost();
        host.Failing.Add("bad");
        await host.Driver().ReleaseAsync(Bad, Ct);
        host.Failing.Clear();
        Assert.Equal(ReleaseOutcome.Released, (await host.Driver().ReleaseAsync(Bad, Ct)).Outcome);
        Assert.Equal(100, host.WeightOf("bad"));
    }

    [Fact]
    public async Task ACandidateThatFailedIsInNobodysWay()
    {
        var host = new FakeHost();
        host.Failing.Add("bad");
        var pace = new ReleasePace { Poll = TimeSpan.Zero };
        Assert.Equal(ReleaseOutcome.Failed, (await new ReleaseDriver(host, null, null, pace, TimeProvider.System).ReleaseAsync(Bad with { Steps = [] }, Ct)).Outcome);
        Assert.Equal(ReleaseOutcome.Released, (await new ReleaseDriver(host, null, null, pace, TimeProvider.System).ReleaseAsync(Mended with { Steps = [] }, Ct)).Outcome);
        Assert.Equal(100, host.WeightOf("mended"));
    }

    /// <summary>
    /// Every state that failures, kills and earlier versions of this tool can have left: three revisions in each state, and every traffic
    /// array that Azure may show for them, valid or not. From each, the mended revision is live after at most two runs.
    /// </summary>
    [Fact]
    public async Task FromWhateverStateTheMendedRevisionGoesLive()
    {
        var states = 0;
        foreach (var (bad, blue, mended) in from one in s_states from two in s_states from three in s_states select (one, two, three))
        {
            foreach (var traffic in Arrays(bad, blue, mended))
            {
                foreach (var keepsTraffic in new[] { false, true })
                {
                    states++;
                    var host = Host(keepsTraffic, bad, blue, mended).WithTraffic(traffic);
                    var report = await ReleasedAsync(host, $"bad {bad}, blue {blue}, mended {mended}, traffic {string.Join(", ", traffic)}");
                    Assert.True(host.WeightOf("mended") == 100 && host.Revisions.Count(revision => revision.Active) == 1, $"bad {bad}, blue {blue}, mended {mended}, traffic {string.Join(", ", traffic)}: {report.Outcome}, {report.Because}\n{string.Join('\n', host.Log)}");
                }
            }
        }

        Assert.True(states > 1000, $"{states} states");
    }

    /// <summary>The failing release is killed after each of its calls to the host, and so is the run that follows.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KilledAnywhereAFailedFirstReleaseIsFollowedByTheMendedOne(bool keepsTraffic)
    {
        for (var kill = 0; kill < 15; kill++)
        {
            for (var again = 0; again < 15; again++)
            {
                var host = new FakeHost { KeepsTrafficOfFailedChange = keepsTraffic };
                host.Failing.Add("bad");
                await KilledAsync(host, Bad, kill);
                await KilledAsync(host, Mended, again);
                var report = await host.Driver().ReleaseAsync(Mended, Ct);
                Assert.True(report.Outcome is ReleaseOutcome.Released or ReleaseOutcome.Unchanged && host.WeightOf("mended") == 100, $"killed after {kill} and {again}: {report.Outcome}, {report.Because}");
                Assert.Empty(host.Violations);
            }
        }
    }

    private static readonly string[] s_states = ["absent", "stopped", "failed", "ready"];

    private static FakeHost Host(bool keepsTraffic, string bad, string blue, string mended)
    {
        var host = new FakeHost { KeepsTrafficOfFailedChange = keepsTraffic };
        host.Failing.Add("bad");
        foreach (var (name, state) in new[] { ("bad", bad), ("blue", blue), ("mended", mended) }.Where(pair => pair.Item2 != "absent"))
        {
            host.With(name, 0, active: state != "stopped", failed: state == "failed");
        }

        return host;
    }

    /// <summary>Also such as Azure would not take: it lists shares of what was stopped afterwards.</summary>
    private static IEnumerable<TrafficShare[]> Arrays(string bad, string blue, string mended)
    {
        string[] there = [.. new[] { ("bad", bad), ("blue", blue), ("mended", mended) }.Where(pair => pair.Item2 != "absent").Select(pair => pair.Item1)];
        if (there.Length == 0)
        {
            yield return [];
            yield break;
        }

        yield return [new TrafficShare(null, 100)];
        foreach (var one in there)
        {
            yield return [new TrafficShare(one, 100)];
            yield return [new TrafficShare(one, 100, TrafficShares.Candidate)];
            foreach (var two in there.Where(two => two != one))
            {
                yield return [new TrafficShare(one, 90, "live"), new TrafficShare(two, 10, TrafficShares.Candidate)];
                yield return [new TrafficShare(one, 100), new TrafficShare(two, 0, TrafficShares.Candidate)];
                yield return [new TrafficShare(one, 60), new TrafficShare(null, 40)];
            }
        }
    }

    private static async Task<ReleaseReport> ReleasedAsync(FakeHost host, string state)
    {
        try
        {
            var report = await host.Driver().ReleaseAsync(Mended, Ct);
            return host.WeightOf("mended") == 100 ? report : await host.Driver().ReleaseAsync(Mended, Ct);
        }
        catch (RefusedException refused)
        {
            throw new InvalidOperationException($"{state}: {refused.Message}\n{string.Join('\n', host.Log)}", refused);
        }
    }

    private static async Task KilledAsync(FakeHost host, Desired desired, int after)
    {
        host.KillAfter = after;
        try
        {
            await host.Driver().ReleaseAsync(desired, Ct);
        }
        catch (KilledException)
        {
            // The next run goes on.
        }

        host.KillAfter = -1;
    }
}
