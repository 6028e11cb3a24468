using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evidence.Agents;
using GenAIOps.Pipeline.Stages;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Tests.Stages;

/// <summary>Agents of one release move together, and what did not is told.</summary>
public sealed class ReleaseSets
{
    private static readonly ReleaseOptions s_options = new(null, "an operator");

    private readonly List<string> _log = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Member Support => field ??= new("support", _log);

    private Member Triage => field ??= new("triage", _log);

    private Member Billing => field ??= new("billing", _log);

    private static Task<IReadOnlyList<ReleasedAgent>> ReleaseAsync(params Member[] all) => ReleaseSet.ReleaseAsync(all, "PROD", s_options, Ct);

    private Task RollbackAsync(params Member[] all) => ReleaseSet.RollbackAsync(all, "PROD", Ct);

    [Fact]
    public async Task AnAgentAloneIsNoSet()
    {
        await ReleaseAsync(Support);
        Assert.Equal(["release support"], _log);
        Assert.Null(Support.Set);

        _log.Clear();
        await RollbackAsync(Support);
        Assert.Equal(["roll back support"], _log);
    }

    [Fact]
    public async Task AllAreAskedBeforeOneMoves()
    {
        await ReleaseAsync(Support, Triage);
        Assert.Equal(["decide support", "decide triage", "release support", "release triage"], _log);
        Assert.Equal(Support.Set, Triage.Set);

        var set = Support.Set;
        await ReleaseAsync(Triage, Support);
        Assert.Equal(set, Support.Set);
        Triage.Version = "another";
        await ReleaseAsync(Support, Triage);
        Assert.NotEqual(set, Support.Set);
    }

    [Fact]
    public async Task OneShutGateStopsAllAndEachThatIsShutSaysWhy()
    {
        Triage.Decision = Billing.Decision = new GateDecision("prod", [new GateReason("tests passed", false, "no test ran")]);
        var refusal = await Assert.ThrowsAsync<ExitCodeException>(() => ReleaseAsync(Support, Triage, Billing));
        Assert.Equal(ExitCodes.GateRefused, refusal.ExitCode);
        Assert.Contains("The gate of PROD refuses triage, billing, and the agents of a release go together. PROD is as it was.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, refusal.Message.Split("no test ran").Length - 1);
        Assert.DoesNotContain("release support", _log);
    }

    [Fact]
    public async Task WhatWentBeforeTheOneThatFailedIsGivenBackTheLastFirst()
    {
        Support.Moves = false;
        var cloud = new Member("cloud", _log) { OnRelease = () => throw new ExitCodeException(ExitCodes.RolledBack, "The release was rolled back.") };
        var failure = await Assert.ThrowsAsync<ExitCodeException>(() => ReleaseAsync(Support, Triage, Billing, cloud));
        Assert.Equal(ExitCodes.RolledBack, failure.ExitCode);
        Assert.Equal("The release was rolled back.\nThe agents of a release go together; of those before it, this was given back too: triage, billing.", failure.Message);

        // Support was live already: it is none of this release's.
        Assert.Equal(["roll back billing", "roll back triage"], _log[^2..]);
    }

    [Fact]
    public async Task WhatCannotBeGivenBackIsToldAndTheOthersAreGivenBackNevertheless()
    {
        Triage.OnRollback = () => throw new ExitCodeException(ExitCodes.BadInput, "There is nothing to roll back to");
        Billing.OnRelease = () => throw new ExitCodeException(ExitCodes.TargetFailed, "It does not start.");
        var failure = await Assert.ThrowsAsync<ExitCodeException>(() => ReleaseAsync(Support, Triage, Billing));
        Assert.Equal(ExitCodes.TargetFailed, failure.ExitCode);
        Assert.Contains("this was given back too: support.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("this was not given back, and serves the new version: triage.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["roll back triage", "roll back support"], _log[^2..]);
    }

    [Fact]
    public async Task ACancelledReleaseIsGivenBackAndStaysCancelled()
    {
        Triage.OnRelease = () => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => ReleaseAsync(Support, Triage));
        Assert.Equal("roll back support", _log[^1]);
    }

    [Fact]
    public async Task WhereTheFirstFailsThereIsNothingToGiveBack()
    {
        Support.OnRelease = () => throw new ExitCodeException(ExitCodes.TargetFailed, "It does not start.");
        Assert.Equal("It does not start.", (await Assert.ThrowsAsync<ExitCodeException>(() => ReleaseAsync(Support, Triage))).Message);
        Assert.DoesNotContain(_log, entry => entry.StartsWith("roll back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatWasReleasedTogetherGoesBackTogetherWhoCallsOthersFirst()
    {
        await ReleasedAsync(Support, Triage);
        await RollbackAsync(Support, Triage);
        Assert.Equal(["roll back triage", "roll back support"], _log);
    }

    [Fact]
    public async Task WhatTheLastReleaseLeftAsItWasStays()
    {
        await ReleasedAsync(Support, Triage);
        Support.Moves = false;
        await ReleasedAsync(Support, Triage with { Version = "2" });
        await RollbackAsync(Support, Last);
        Assert.Equal(["roll back triage"], _log);
    }

    [Theory]
    [InlineData("nothing is live")]
    [InlineData("released by itself since")]
    [InlineData("no configuration")]
    public async Task WhereAMemberDoesNotShowItNothingIsChanged(string how)
    {
        await ReleasedAsync(Support, Triage);
        Support.Live = how switch
        {
            "nothing is live" => Observed.Nothing,
            "no configuration" => Support.Live with { Revisions = [.. Support.Live.Revisions.Select(revision => revision with { Configuration = null })] },
            _ => Member.Showing("3", null),
        };
        var refusal = await Assert.ThrowsAsync<ExitCodeException>(() => RollbackAsync(Support, Triage));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.Equal("PROD does not show which of support, triage were released together last. Nothing was changed. Roll back one of them with --agent NAME.", refusal.Message);
        Assert.Empty(_log);
    }

    /// <summary>Found out before one of them has moved.</summary>
    [Fact]
    public async Task WhereAMemberHasNothingToGoBackToNothingIsChanged()
    {
        await ReleasedAsync(Support, Triage);
        Support.Live = Support.Live with { Previous = null };
        var refusal = await Assert.ThrowsAsync<ExitCodeException>(() => RollbackAsync(Support, Triage));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.Equal("PROD has no revision to roll support back to, and support, triage were released together. Nothing was changed. Roll back one of them with --agent NAME.", refusal.Message);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task ARollbackThatStopsHalfwaySaysWhoIsWhere()
    {
        await ReleasedAsync(Support, Triage, Billing);
        Triage.OnRollback = () => throw new ExitCodeException(ExitCodes.TargetFailed, "The release failed.");
        var failure = await Assert.ThrowsAsync<ExitCodeException>(() => RollbackAsync(Support, Triage, Billing));
        Assert.Equal(ExitCodes.TargetFailed, failure.ExitCode);
        Assert.Equal("The release failed.\nRolled back before it: billing. Not rolled back: support, triage, released together with these; roll it back with --agent NAME.", failure.Message);
    }

    private Member Last => _last!;

    private Member? _last;

    private async Task ReleasedAsync(params Member[] all)
    {
        await ReleaseAsync(all);
        _last = all[^1];
        _log.Clear();
    }

    private sealed record Member(string Name, List<string> Log) : IReleaseMember
    {
        public string Version { get; set; } = "1";

        string IReleaseMember.Version => new AgentVersion(Digest(Version), Configuration).Id;

        public GateDecision Decision { get; set; } = new("prod", [new GateReason("all", true, "open")]);

        public Action OnRelease { get; set; } = () => { };

        public Action OnRollback { get; set; } = () => { };

        /// <summary>Whether a release changes what is live.</summary>
        public bool Moves { get; set; } = true;

        public string? Set { get; private set; }

        public Observed Live { get; set; } = Observed.Nothing;

        private static string Configuration { get; } = new('c', 64);

        public static Observed Showing(string version, string? set) => new(
            [new("old", Digest("0"), true, true, false, null, default), new($"r{version}", Digest(version), true, true, false, null, default) { Configuration = Configuration }], [new TrafficShare($"r{version}", 100)], null, "old")
        { ReleaseSet = set };

        public Task<GateDecision> DecideAsync(ReleaseOptions options, CancellationToken cancellationToken)
        {
            Log.Add($"decide {Name}");
            return Task.FromResult(Decision);
        }

        public Task<ReleasedAgent> ReleaseAsync(ReleaseOptions options, CancellationToken cancellationToken)
        {
            Log.Add($"release {Name}");
            OnRelease();
            Set = options.Set;
            if (Moves) Live = Showing(Version, Set);
            return Task.FromResult(new ReleasedAgent(Name, "prod", Moves ? ReleaseOutcome.Released : ReleaseOutcome.Unchanged, null, $"r{Version}", 0, 0));
        }

        public Task RollbackAsync(CancellationToken cancellationToken)
        {
            Log.Add($"roll back {Name}");
            OnRollback();
            return Task.CompletedTask;
        }

        public Task<Observed> ObserveAsync(CancellationToken cancellationToken) => Task.FromResult(Live);

        private static string Digest(string version) => "sha256:" + new string(version[0], 64);
    }
}
