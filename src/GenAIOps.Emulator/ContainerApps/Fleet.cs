using System.Collections.Concurrent;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>The revisions that run now, by the id of their resource.</summary>
internal sealed class Fleet(ProcessHost host, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, RevisionRuntime> _running = new(StringComparer.Ordinal);

    public RevisionRuntime? Find(string revisionId) => _running.GetValueOrDefault(ResourceId.KeyOf(revisionId));

    /// <summary>Starts the revision's processes; one that is being stopped goes on instead, if it still can.</summary>
    public async Task<RevisionRuntime> StartAsync(string revisionId, RevisionLaunch launch, bool keepTrying, CancellationToken cancellationToken)
    {
        string key = ResourceId.KeyOf(revisionId);
        if (_running.TryGetValue(key, out RevisionRuntime? before))
        {
            if (before.TryKeep()) return before;
            await before.Stopped.WaitAsync(cancellationToken);
        }
        RevisionRuntime runtime = new(host, launch, time);
        _running[key] = runtime;
        runtime.Start(keepTrying);
        return runtime;
    }

    /// <summary>Drains and stops the revision's processes in the background.</summary>
    public void BeginStop(string revisionId, Action stopped)
    {
        string key = ResourceId.KeyOf(revisionId);
        if (!_running.TryGetValue(key, out RevisionRuntime? runtime))
        {
            stopped();
            return;
        }
        runtime.BeginStop(() =>
        {
            _running.TryRemove(KeyValuePair.Create(key, runtime));
            stopped();
            runtime.Dispose();
        });
    }

    /// <summary>The emulator stops, and all revisions with it.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_running.Values.Select(runtime => runtime.StopAsync(LongestStop)));

    /// <summary>The revision did not start: what is left of it is gone.</summary>
    public void Forget(string revisionId, RevisionRuntime runtime)
    {
        _running.TryRemove(KeyValuePair.Create(ResourceId.KeyOf(revisionId), runtime));
        runtime.Dispose();
    }
}
