namespace Nuke.Common.Tooling;

/// <summary>The processes that a run has started and not yet waited for.</summary>
internal sealed class ChildProcesses
{
    private readonly Lock _lock = new();
    private readonly HashSet<ChildProcess> _running = [];
    private readonly HashSet<ChildProcess> _killed = [];

    public void Add(ChildProcess process)
    {
        lock (_lock) _running.Add(process);
    }

    /// <returns>Whether <see cref="KillAll"/> has ended it.</returns>
    public bool Remove(ChildProcess process)
    {
        lock (_lock)
        {
            _running.Remove(process);
            return _killed.Remove(process);
        }
    }

    /// <summary>Kills the processes and their descendants.</summary>
    public void KillAll()
    {
        ChildProcess[] processes;
        lock (_lock)
        {
            processes = [.. _running.Where(process => !process.HasExited)];
            _killed.UnionWith(processes);
        }

        foreach (var process in processes) process.Kill();
    }
}
