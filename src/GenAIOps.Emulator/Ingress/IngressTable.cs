using System.Collections.Immutable;

namespace GenAIOps.Emulator.Ingress;

/// <param name="Weight">A share of the requests, relative to the other targets'.</param>
internal sealed record Target(Backend Backend, int Weight);

/// <summary>How the requests for one host are shared among revisions.</summary>
internal sealed record HostRoute(IReadOnlyList<Target> Targets)
{
    /// <summary>Whose requests are taken; null: anybody's.</summary>
    public AppAuthentication? Authentication { get; init; }

    /// <summary>Whether the app lets nobody in: it allows an address that nobody has, and no other.</summary>
    public bool IsClosed { get; init; }

    /// <summary>A ready backend, by weight; null when none with a weight is ready.</summary>
    public Backend? Choose(Random random)
    {
        Target[] ready = [.. Targets.Where(target => target.Weight > 0 && target.Backend.IsReady)];
        int at = random.Next(Math.Max(1, ready.Sum(target => target.Weight)));
        foreach (Target target in ready)
        {
            if ((at -= target.Weight) < 0) return target.Backend;
        }
        return null;
    }

    public bool IsStarting => Targets.Any(target => target.Weight > 0 && target.Backend.IsStarting);

    /// <summary>Completes when the state of one of the targets changes; never if there is none.</summary>
    public Task AnyChange => Targets.Count == 0 ? Task.Delay(Timeout.Infinite) : Task.WhenAny(Targets.Select(target => target.Backend.Changed));
}

/// <summary>All routes, by host. A change of an app's routes is seen whole or not at all.</summary>
internal sealed class IngressTable
{
    private sealed record Entry(string Owner, HostRoute Route);

    private ImmutableDictionary<string, Entry> _routes = ImmutableDictionary.Create<string, Entry>(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Completes at the next change of any route.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public HostRoute? Find(string host) => Volatile.Read(ref _routes).GetValueOrDefault(host)?.Route;

    /// <summary>Replaces all routes of one owner.</summary>
    /// <param name="routes">By host, without a port.</param>
    public void Set(string owner, IReadOnlyDictionary<string, HostRoute> routes)
    {
        ImmutableInterlocked.Update(ref _routes, current =>
        {
            var next = current.ToBuilder();
            next.RemoveRange(current.Where(pair => pair.Value.Owner == owner).Select(pair => pair.Key));
            foreach ((string host, HostRoute route) in routes) next[host] = new Entry(owner, route);
            return next.ToImmutable();
        });
        Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
