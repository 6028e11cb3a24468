using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Releases;

namespace GenAIOps.Delivery.Tests.Releases;

/// <summary>The emergency brake of a rehearsal: the process ends here, whatever it was doing.</summary>
internal sealed class KilledException : Exception;

/// <summary>Azure's 400: what it does not take, it does not half do.</summary>
internal sealed class RefusedException(string message) : Exception(message);

/// <summary>A host in memory that refuses what Azure refuses, writes down what users would notice, and fails when it is told to.</summary>
internal sealed class FakeHost : IReleaseHost, IProbe
{
    private int _version;

    public List<ObservedRevision> Revisions { get; private set; } = [];
    public IReadOnlyList<TrafficShare> Traffic { get; private set; } = [];
    public string? Previous { get; set; }

    /// <summary>What users would have noticed.</summary>
    public List<string> Violations { get; } = [];
    public List<string> Log { get; } = [];

    /// <summary>Revisions that run and answer with faults.</summary>
    public HashSet<string> Broken { get; } = [];

    /// <summary>Revisions that the host gives up on when they start.</summary>
    public HashSet<string> Failing { get; } = [];

    /// <summary>Revisions that start and are never ready.</summary>
    public HashSet<string> Hanging { get; } = [];

    /// <summary>Whether the revision that a share without a name follows is not stopped. Nobody says whether Azure does.</summary>
    public bool KeepsTheLatest { get; init; }

    /// <summary>Where the traffic of a change holds although its revision failed: Azure. The emulator keeps the one before.</summary>
    public bool KeepsTrafficOfFailedChange { get; init; }

    /// <summary>Calls until the process is killed; negative: never.</summary>
    public int KillAfter { get; set; } = -1;

    /// <summary>Somebody else, who acts between a look and the change that was decided on it.</summary>
    public Action<FakeHost>? Rival { get; set; }

    public FakeHost With(string name, int weight, bool active = true, bool failed = false)
    {
        Revisions.Add(new ObservedRevision(name, "sha256:" + name, active, active && !failed, active && failed, $"{name}.host", At(Revisions.Count)) { Fault = active && failed ? "it ended with code 1" : null });
        if (weight > 0)
        {
            Traffic = [.. Traffic, new TrafficShare(name, weight)];
        }

        return this;
    }

    /// <summary>As an administrator may leave it: nothing is checked.</summary>
    public FakeHost WithTraffic(params IReadOnlyList<TrafficShare> traffic)
    {
        Traffic = traffic;
        _version++;
        return this;
    }

    public int WeightOf(string name) => Traffic.Where(share => share.Revision == name).Sum(share => share.Percent);

    public Task<Observed> ObserveAsync(CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        // What starts is ready at the next look.
        Revisions = [.. Revisions.Select(revision => revision with { Ready = revision.CanServe && !Hanging.Contains(revision.Name) })];
        return Task.FromResult(Revisions.Count == 0 ? Observed.Nothing : new Observed([.. Revisions], Traffic, "app.host", Previous, $"{_version}"));
    }

    public Task<IReadOnlyList<string>> CreateAsync(Desired desired, IReadOnlyList<TrafficShare> traffic, Observed seen, CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        CheckFresh(seen, exists: Revisions.Count > 0);
        Assert.DoesNotContain(Revisions, revision => revision.Name == desired.Revision);
        var before = Traffic;
        Check(traffic, desired.Revision);
        var isFirst = Revisions.Count == 0;
        Revisions.Add(Started(new ObservedRevision(desired.Revision, desired.Digest, true, !before.Any(share => Serves(share.Revision)), false, $"{desired.Revision}.host", At(Revisions.Count))));
        Previous = seen.Live?.Name ?? Previous;
        Log.Add($"create {desired.Revision}");
        Set(Failing.Contains(desired.Revision) && !KeepsTrafficOfFailedChange && !isFirst ? before : traffic);
        return Task.FromResult<IReadOnlyList<string>>([]);
    }

    public Task SetTrafficAsync(IReadOnlyList<TrafficShare> traffic, Observed seen, CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        CheckFresh(seen, exists: true);
        Check(traffic, null);
        Set(traffic);
        return Task.CompletedTask;
    }

    public Task ActivateAsync(string revision, CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        Log.Add($"activate {revision}");
        // Azure does nothing to what is active.
        Revisions = [.. Revisions.Select(known => known.Name == revision && !known.Active ? Started(known with { Active = true }) : known)];
        return Task.CompletedTask;
    }

    public Task DeactivateAsync(string revision, CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        if (WeightOf(revision) > 0)
        {
            throw new RefusedException($"RevisionHasTraffic: {revision} has {WeightOf(revision)} %");
        }

        if (KeepsTheLatest && Traffic.Any(share => share.Revision is null) && Revisions.LastOrDefault(known => known.Ready)?.Name == revision)
        {
            throw new RevisionInUseException($"RevisionHasTraffic: {revision} is the latest");
        }

        Log.Add($"stop {revision}");
        Revisions = [.. Revisions.Select(known => known.Name == revision ? known with { Active = false, Ready = false, Failed = false, Fault = null } : known)];
        return Task.CompletedTask;
    }

    public Task<ProbeResult> ProbeAsync(string host, string? expectedDigest, int requests, CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        var bad = Broken.Any(name => host == $"{name}.host" || (host == "app.host" && WeightOf(name) > 0));
        return Task.FromResult(bad ? new ProbeResult(requests, requests, "it answered 500") : new ProbeResult(requests, 0, null));
    }

    public ReleaseDriver Driver(Func<GateDecision>? gate = null) => new(
        this, this, _ => Task.FromResult(gate?.Invoke() ?? Open), new ReleasePace { Drain = TimeSpan.Zero, Poll = TimeSpan.Zero, Probes = 3, StartDeadline = TimeSpan.FromMilliseconds(20) }, TimeProvider.System);

    public static GateDecision Open { get; } = new("test", [new GateReason("test", true, "open")]);

    public static GateDecision Shut { get; } = new("test", [new GateReason("test", false, "shut")]);

    private static DateTimeOffset At(int order) => DateTimeOffset.UnixEpoch.AddSeconds(order);

    private ObservedRevision Started(ObservedRevision revision) => Failing.Contains(revision.Name)
        ? revision with { Ready = false, Failed = true, Fault = "it ended with code 1" }
        : revision with { Failed = false, Fault = null, Ready = revision.Ready && !Hanging.Contains(revision.Name) };

    private bool Serves(string? revision) => Revisions.Any(known => known.Name == revision && known.CanServe);

    private void CheckFresh(Observed seen, bool exists)
    {
        var rival = Rival;
        Rival = null;
        rival?.Invoke(this);
        if (seen.Version != (exists ? $"{_version}" : null))
        {
            throw new StaleObservationException("somebody changed the app");
        }
    }

    private void Check(IReadOnlyList<TrafficShare> traffic, string? made)
    {
        List<string> problems = [];
        if (traffic.Sum(share => share.Percent) is var sum and not 100)
        {
            problems.Add($"the weights add up to {sum}");
        }

        foreach (var share in traffic.Where(share => share.Revision is not null && share.Revision != made))
        {
            var revision = Revisions.FirstOrDefault(known => known.Name == share.Revision);
            if (revision is null || (share.Percent > 0 && !revision.CanServe))
            {
                problems.Add($"{share.Revision} has weight {share.Percent}, but is not active or failed to start");
            }
        }

        if (traffic.Where(share => share.Label is not null).GroupBy(share => share.Label).Any(label => label.Count() > 1))
        {
            problems.Add("a label is given twice");
        }

        if (traffic.GroupBy(share => (share.Revision, share.Label)).Any(listed => listed.Count() > 1))
        {
            problems.Add("a revision is listed twice");
        }

        if (problems.Count > 0)
        {
            throw new RefusedException($"ContainerAppInvalidTrafficWeights: {string.Join("; ", problems)}");
        }
    }

    private void Set(IReadOnlyList<TrafficShare> traffic)
    {
        var served = Traffic.Any(share => share.Percent > 0 && Revisions.Any(known => known.Name == share.Revision && known.Ready));
        Traffic = traffic;
        _version++;
        Log.Add(string.Join(", ", traffic.Where(share => share.Percent > 0).Select(share => $"{share.Revision ?? "latest"} {share.Percent}")));
        foreach (var share in traffic.Where(share => share.Percent > 0 && served))
        {
            if (Revisions.FirstOrDefault(known => known.Name == share.Revision) is not { Ready: true })
            {
                Violations.Add($"{share.Revision ?? "latest"} got {share.Percent} % while it was not ready, and others were");
            }
        }
    }

    private void Step(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (KillAfter == 0)
        {
            throw new KilledException();
        }

        KillAfter--;
    }
}
