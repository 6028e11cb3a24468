namespace GenAIOps.Emulator.Ingress;

/// <summary>Where requests for one revision go, and how many are on their way. Closing it lets those finish and no more in.</summary>
internal sealed class Backend(string name)
{
    private readonly Gate _gate = new();
    private Uri[] _addresses = [];
    private bool _starting = true;
    private int _next;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; } = name;
    public bool IsReady => !_gate.IsClosed && Volatile.Read(ref _addresses).Length > 0;
    /// <summary>Not ready, but on its way there: worth waiting for.</summary>
    public bool IsStarting => !_gate.IsClosed && Volatile.Read(ref _starting);
    public int InFlight => _gate.Inside;
    /// <summary>Completes at the next change of the above.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <param name="addresses">The replicas that are ready now.</param>
    /// <param name="starting">Whether more are on their way.</param>
    public void Set(IEnumerable<Uri> addresses, bool starting)
    {
        Volatile.Write(ref _starting, starting);
        Volatile.Write(ref _addresses, [.. addresses]);
        Signal();
    }

    /// <summary>Takes a request in; every success is paired with a <see cref="Leave"/>.</summary>
    public Uri? TryEnter()
    {
        Uri[] addresses = Volatile.Read(ref _addresses);
        if (addresses.Length == 0 || !_gate.TryEnter()) return null;
        return addresses[(uint)Interlocked.Increment(ref _next) % addresses.Length];
    }

    public void Leave() => _gate.Leave();

    /// <returns>When every request that was taken in has ended.</returns>
    public Task CloseAsync()
    {
        Task idle = _gate.CloseAsync();
        Signal();
        return idle;
    }

    public void Reopen()
    {
        _gate.Reopen();
        Signal();
    }

    private void Signal() =>
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
