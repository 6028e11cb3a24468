using System.Diagnostics;

namespace Nuke.Common.Sessions;

/// <summary>The processes that a run has started and not yet waited for.</summary>
internal sealed class ChildProcesses
{
    private readonly Lock _lock = new();
    private readonly HashSet<Process> _running = [];
    private readonly HashSet<Process> _killed = [];

    public void Add(Process process)
    {
        lock (_lock) _running.Add(process);
    }

    /// <returns>Whether <see cref="KillAll"/> has ended it.</returns>
    public bool Remove(Process process)
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
        Process[] processes;
        lock (_lock)
        {
            processes = [.. _running.Where(process => !process.HasExited)];
            _killed.UnionWith(processes);
        }

        foreach (var process in processes) Kill(process);
    }

    /// <summary>Kills a process and its descendants.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It has ended, or is ending: what was asked for.
        }
    }
}
