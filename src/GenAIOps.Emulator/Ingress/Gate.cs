namespace GenAIOps.Emulator.Ingress;

/// <summary>Counts who is inside. Once closed it lets no one in, and says when the last one has left.</summary>
internal sealed class Gate
{
    private readonly Lock _changes = new();
    private TaskCompletionSource? _idle;
    private int _inside;

    public bool IsClosed { get { lock (_changes) return _idle is not null; } }
    public int Inside { get { lock (_changes) return _inside; } }

    /// <summary>Every success is paired with a <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        lock (_changes)
        {
            if (_idle is not null) return false;
            _inside++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_changes)
        {
            if (--_inside == 0) _idle?.TrySetResult();
        }
    }

    /// <returns>When nobody is inside any more.</returns>
    public Task CloseAsync()
    {
        lock (_changes)
        {
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_inside == 0) _idle.TrySetResult();
            return _idle.Task;
        }
    }

    public void Reopen()
    {
        lock (_changes) _idle = null;
    }
}
