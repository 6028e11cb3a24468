namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Ends a transfer in which nothing moves, however long the whole may take.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _outer;
    private readonly TimeSpan _longest;

    public StallGuard(TimeSpan longest, CancellationToken cancellationToken)
    {
        (_longest, _outer) = (longest, cancellationToken);
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = _source.Token;
        Moved();
    }

    public CancellationToken Token { get; }

    /// <summary>Whether a cancellation is this guard's own.</summary>
    public bool HasStalled => !_outer.IsCancellationRequested && Token.IsCancellationRequested;

    public BrokenConnectionException Stalled => new($"nothing moved for {_longest.TotalSeconds:0.###} s");

    public void Moved()
    {
        try
        {
            _source.CancelAfter(_longest);
        }
        catch (ObjectDisposedException)
        {
            // The registry has answered before it had read everything.
        }
    }

    public void Dispose() => _source.Dispose();
}
