namespace Nuke.Common.Sessions;

/// <summary>Says every quarter of a minute which targets are at work, where nothing else shows it.</summary>
internal sealed class Heartbeat : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly ITimer _timer;

    public Heartbeat(BuildOutput output, TimeProvider time) => _timer = time.CreateTimer(_ => output.Beat(), null, Interval, Interval);

    public void Dispose() => _timer.Dispose();
}
