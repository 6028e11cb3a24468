namespace GenAIOps.Evaluation.Tests.Runs;

/// <summary>A clock that stands still until it is told to go to the next timer.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<(VirtualTimer Timer, int Version), (TimeSpan Due, long Order)> _due = new();
    private long _order;

    public TimeSpan Elapsed { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 9, 1, 12, 0, 0, TimeSpan.Zero) + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <returns>False where no timer is set.</returns>
    public bool GoToNextTimer()
    {
        while (_due.TryDequeue(out var next, out var at))
        {
            if (next.Timer.Version == next.Version)
            {
                Elapsed = at.Due > Elapsed ? at.Due : Elapsed;
                next.Timer.Fire();
                return true;
            }
        }

        return false;
    }

    private sealed class VirtualTimer(VirtualTime time, Action fire) : ITimer
    {
        public int Version { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Version++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time._due.Enqueue((this, Version), (time.Elapsed + dueTime, time._order++));
            }

            return true;
        }

        public void Fire()
        {
            Version++;
            fire();
        }

        public void Dispose() => Version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
