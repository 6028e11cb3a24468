namespace GenAIOps.Emulator.Tests;

/// <summary>A clock whose timers come due that many times sooner, so that a deadline of a minute can be seen to pass.</summary>
internal sealed class FastClock(int factor) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private TimeSpan Sooner(TimeSpan time) => time > TimeSpan.Zero ? time / factor : time;
}
