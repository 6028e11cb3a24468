using GenAIOps.Azure.ContainerApps;
using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Releases;

namespace GenAIOps.Delivery.Tests.Releases;

/// <summary>The emergency brake of a rehearsal: the process ends here, whatever it was doing.</summary>
internal sealed class KilledException : Exception;

/// <summary>A host in memory that keeps Azure's rules, writes down every state that users could see, and fails when it is told to.</summary>
internal sealed class FakeHost : IReleaseHost, IProbe
{
    public List<ObservedRevision> Revisions { get; private set; } = [];
    public IReadOnlyList<TrafficWeight> Traffic { get; private set; } = [];
    public string? Previous { get; private set; }

    /// <summary>Every traffic array that was ever in force, with who was ready then.</summary>
    public List<string> Violations { get; } = [];
    public List<string> Log { get; } = [];
    public HashSet<string> Broken { get; } = [];
    public HashSet<string> NeverReady { get; } = [];

    /// <summary>Calls until the process is killed; negative: never.</summary>
    public int KillAfter { get; set; } = -1;

    public FakeHost With(string name, int weight, bool active = true)
    {
        Revisions.Add(new ObservedRevision(name, "sha256:" + name, active, active, false, $"{name}.host", DateTimeOffset.UnixEpoch.AddSeconds(Revisions.Count)));
        if (weight > 0)
        {
            Traffic = [.. Traffic, new TrafficWeight(name, weight)];
        }

        return this;
    }

    public FakeHost Following()
    {
        Traffic = [new TrafficWeight(null, 100, LatestRevision: true)];
        return this;
    }

    public int WeightOf(string name) => Traffic.Where(share => share.RevisionName == name).Sum(share => share.Weight);

    public Task<Observed> ObserveAsync(CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        // What starts is ready at the next look.
        Revisions = [.. Revisions.Select(revision => revision with { Ready = revision.Active && !NeverReady.Contains(revision.Name), Failed = revision.Active && NeverReady.Contains(revision.Name) })];
        return Task.FromResult(Revisions.Count == 0 ? Observed.Nothing : new Observed([.. Revisions], Traffic, "app.host", Previous));
    }

    public Task CreateAsync(Desired desired, IReadOnlyList<TrafficWeight> traffic, string? previous, CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        Assert.DoesNotContain(Revisions, revision => revision.Name == desired.Revision);
        Revisions.Add(new ObservedRevision(desired.Revision, desired.Digest, true, Revisions.Count == 0, false, $"{desired.Revision}.host", DateTimeOffset.UnixEpoch.AddSeconds(Revisions.Count)));
        Previous = previous;
        Log.Add($"create {desired.Revision}");
        Set(traffic);
        return Task.CompletedTask;
    }

    public Task SetTrafficAsync(IReadOnlyList<TrafficWeight> traffic, CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        Set(traffic);
        return Task.CompletedTask;
    }

    public Task ActivateAsync(string revision, CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        Log.Add($"activate {revision}");
        Revisions = [.. Revisions.Select(known => known.Name == revision ? known with { Active = true } : known)];
        return Task.CompletedTask;
    }

    public Task DeactivateAsync(string revision, CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        if (WeightOf(revision) > 0)
        {
            Violations.Add($"{revision} was stopped with {WeightOf(revision)} % of the traffic");
        }

        Log.Add($"stop {revision}");
        Revisions = [.. Revisions.Select(known => known.Name == revision ? known with { Active = false, Ready = false } : known)];
        return Task.CompletedTask;
    }

    public Task<ProbeResult> ProbeAsync(string host, string? expectedDigest, int requests, CancellationToken cancellationToken)
    {
        Step(cancellationToken);
        var bad = Broken.Any(name => host == $"{name}.host" || (host == "app.host" && WeightOf(name) > 0));
        return Task.FromResult(bad ? new ProbeResult(requests, requests, "it answered 500") : new ProbeResult(requests, 0, null));
    }

    public ReleaseDriver Driver(Func<GateDecision>? gate = null) => new(
        this, this, _ => Task.FromResult(gate?.Invoke() ?? Open), new ReleasePace { Drain = TimeSpan.Zero, Poll = TimeSpan.Zero, Probes = 3 }, TimeProvider.System);

    public static GateDecision Open { get; } = new("test", [new GateReason("test", true, "open")]);

    public static GateDecision Shut { get; } = new("test", [new GateReason("test", false, "shut")]);

    private void Set(IReadOnlyList<TrafficWeight> traffic)
    {
        Traffic = traffic;
        Log.Add(string.Join(", ", traffic.Where(share => share.Weight > 0).Select(share => $"{share.RevisionName} {share.Weight}")));
        if (traffic.Sum(share => share.Weight) != 100)
        {
            Violations.Add($"the weights add up to {traffic.Sum(share => share.Weight)}");
        }

        foreach (var share in traffic)
        {
            var revision = Revisions.FirstOrDefault(known => known.Name == share.RevisionName);
            if (revision is null or { Active: false })
            {
                Violations.Add($"{share.RevisionName} is in the traffic and does not run");
            }
            else if (share.Weight > 0 && !revision.Ready && Revisions.Count > 1)
            {
                Violations.Add($"{share.RevisionName} got {share.Weight} % before it was ready");
            }
        }

        if (traffic.Where(share => share.Label is not null).GroupBy(share => share.Label).Any(label => label.Count() > 1))
        {
            Violations.Add("a label is given twice");
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
