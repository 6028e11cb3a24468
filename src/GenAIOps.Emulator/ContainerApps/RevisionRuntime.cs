using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Ingress;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>The processes of one active revision.</summary>
internal sealed class RevisionRuntime : IDisposable
{
    /// <summary>Requests in flight may go on this long after a deactivation, as long as the ingress lets a silent one live.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(240);
    /// <summary>A pause that a request may sit out.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly Replica[] _replicas;
    private readonly Lock _changes = new();
    private CancellationTokenSource? _draining;
    private Task[] _supervisors = [];
    private Task _stopped = Task.CompletedTask;

    public RevisionRuntime(ProcessHost host, RevisionLaunch launch, TimeProvider time)
    {
        (_time, Launch) = (time, launch);
        Backend = new Backend(launch.ProcessName);
        _replicas = [.. Enumerable.Range(0, launch.Replicas).Select(index => new Replica(host, launch.StartOf(index), time, Report))];
    }

    public RevisionLaunch Launch { get; }
    public Backend Backend { get; }
    public IReadOnlyList<Replica> Replicas => _replicas;
    public int ReadyReplicas => _replicas.Count(replica => replica.State is ReplicaState.Ready);
    public string HealthState => ReadyReplicas == _replicas.Length ? "Healthy" : "Unhealthy";
    public string RunningState =>
        ReadyReplicas == _replicas.Length ? "Running"
        : _replicas.Any(replica => replica.Ready.IsFaulted) ? "Failed"
        : _replicas.Any(replica => replica.Problem is not null || replica.Ready.IsCompleted) ? "Degraded"
        : "Processing";
    public string? Problem => _replicas.Where(replica => replica.State is not ReplicaState.Ready).Select(replica => replica.Problem).FirstOrDefault(problem => problem is not null);

    /// <param name="keepTrying">True for a revision that has run before: a start that fails is tried again.</param>
    public void Start(bool keepTrying) => _supervisors = [.. _replicas.Select(replica => Task.Run(() => replica.SuperviseAsync(keepTrying, _ended.Token)))];

    /// <summary>Waits until every replica was ready once.</summary>
    /// <exception cref="WorkloadStartException">One will not be; the others are stopped.</exception>
    public async Task WaitReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The first that fails decides; the others need not be waited for.
            List<Task> waiting = [.. _replicas.Select(replica => replica.Ready)];
            while (waiting.Count > 0)
            {
                Task first = await Task.WhenAny(waiting).WaitAsync(cancellationToken);
                await first;
                waiting.Remove(first);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await StopAsync(TimeSpan.Zero);
            throw;
        }
    }

    /// <summary>Lets requests in flight end, then stops the processes; returns at once.</summary>
    /// <param name="stopped">Called when all processes are gone; not called if <see cref="TryKeep"/> came first.</param>
    public void BeginStop(Action stopped)
    {
        lock (_changes)
        {
            if (_draining is not null) return;
            _draining = new CancellationTokenSource();
            _stopped = DrainAndStopAsync(_draining, stopped);
        }
    }

    /// <returns>True when the revision was draining and now goes on instead.</returns>
    public bool TryKeep()
    {
        lock (_changes)
        {
            if (_draining is null || _ended.IsCancellationRequested) return false;
            _draining.Cancel();
            _draining = null;
            Backend.Reopen();
            return true;
        }
    }

    /// <summary>When a stop that has begun is over.</summary>
    public Task Stopped { get { lock (_changes) return _stopped; } }

    public Task RestartAsync(CancellationToken cancellationToken) => Task.WhenAll(_replicas.Select(replica => replica.ReplaceAsync(Launch.Grace, cancellationToken)));

    public async Task StopAsync(TimeSpan grace)
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_supervisors);
        await Task.WhenAll(_replicas.Select(replica => replica.Process?.StopAsync(grace, CancellationToken.None) ?? Task.CompletedTask));
        Backend.Set([], starting: false);
    }

    /// <summary>After a stop.</summary>
    public void Dispose()
    {
        _ended.Dispose();
        _draining?.Dispose();
    }

    private async Task DrainAndStopAsync(CancellationTokenSource draining, Action stopped)
    {
        Task idle = Backend.CloseAsync();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(draining.Token);
        await Task.WhenAny(idle, Task.Delay(DrainTime, _time, limit.Token));
        bool kept = draining.IsCancellationRequested;
        await limit.CancelAsync();
        lock (_changes)
        {
            if (kept || draining.IsCancellationRequested) return;
            _ended.Cancel();
        }
        await StopAsync(Launch.Grace);
        stopped();
    }

    private void Report()
    {
        IEnumerable<Uri> ready = _replicas.Where(replica => replica.State is ReplicaState.Ready).Select(replica => replica.Process?.Address).OfType<Uri>();
        bool starting = _replicas.Any(replica => replica.State is ReplicaState.Starting || (replica.State is ReplicaState.Waiting && replica.Pause <= ShortPause));
        Backend.Set(ready, starting);
    }
}
