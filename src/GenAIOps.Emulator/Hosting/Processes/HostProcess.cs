using System.Diagnostics;

namespace GenAIOps.Emulator.Hosting;

/// <summary>A process of this machine that runs an image's entry point.</summary>
internal sealed class HostProcess : RunningProcess
{
    private readonly Process _process;
    private readonly WorkloadLog _log;
    private readonly int _processId;

    /// <param name="ended">Called once when the process is gone.</param>
    public HostProcess(Process process, WorkloadLog log, ImageStart start, int port, DateTimeOffset startedAt, Action ended)
    {
        (_process, _log, Name, StartedAt) = (process, log, start.Name, startedAt);
        _processId = process.Id;
        Address = new Uri($"http://127.0.0.1:{port}/");
        Exited = WatchAsync(ended);
    }

    public override string Name { get; }
    public override Uri Address { get; }
    public override int ProcessId => _processId;
    public override string LogPath => _log.Path;
    public override DateTimeOffset StartedAt { get; }
    public override Task<int> Exited { get; }

    public override string LogTail(int lines = 20) => _log.Tail(lines);

    public override async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        if (!Exited.IsCompleted && !OperatingSystem.IsWindows() && grace > TimeSpan.Zero)
        {
            Unix.Signal(_processId, Unix.SigTerm);
            await Task.WhenAny(Exited, Task.Delay(grace, cancellationToken));
        }
        Kill();
        await Exited;
    }

    public void Kill()
    {
        if (Exited.IsCompleted) return;
        try { _process.Kill(entireProcessTree: true); }
        catch (InvalidOperationException) { } // It ended just now.
    }

    private async Task<int> WatchAsync(Action ended)
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        int code = _process.ExitCode;
        _log.Dispose();
        _process.Dispose();
        ended(); // Last: from here on the name and the port are free, and whoever asks must see at once that this process is gone.
        return code;
    }
}
