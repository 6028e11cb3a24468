namespace GenAIOps.Evaluation.Tests.Runs;

/// <summary>
/// Runs asynchronous code on the calling thread, one continuation after the other, and lets time pass only when nothing else
/// is left to do: the same code does the same each time, however long it would wait.
/// </summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();

    public static T Run<T>(VirtualTime time, Func<Task<T>> start)
    {
        var before = Current;
        var pump = new Pump();
        SetSynchronizationContext(pump);
        try
        {
            var task = start();
            while (!task.IsCompleted)
            {
                if (pump._queue.TryDequeue(out var next))
                {
                    next.Callback(next.State);
                }
                else if (!time.GoToNextTimer())
                {
                    throw new InvalidOperationException("Nothing is left to do, and no timer is set: it would hang for ever.");
                }
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);
}
