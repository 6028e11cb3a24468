namespace GenAIOps.Emulator.Hosting;

/// <summary>An image that runs and has said that it is ready.</summary>
internal abstract class RunningProcess
{
    public abstract string Name { get; }
    /// <summary>Where the process answers: <c>http://127.0.0.1:port/</c>.</summary>
    public abstract Uri Address { get; }
    public abstract int ProcessId { get; }
    public abstract string LogPath { get; }
    public abstract DateTimeOffset StartedAt { get; }
    /// <summary>Completes with the exit code when the process ends, whoever ended it.</summary>
    public abstract Task<int> Exited { get; }

    /// <summary>SIGTERM, then SIGKILL after <paramref name="grace"/>. Does not fail if the process is gone already.</summary>
    public abstract Task StopAsync(TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>The end of the log, for a message.</summary>
    public abstract string LogTail(int lines = 20);
}

/// <summary>An image did not become ready; the message has the reason and the end of the log.</summary>
internal sealed class WorkloadStartException(string message, Exception? inner = null) : Exception(message, inner);
