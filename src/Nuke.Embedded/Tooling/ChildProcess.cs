using System.Diagnostics;
using Nuke.Common.Sessions;

namespace Nuke.Common.Tooling;

internal sealed record ChildProcessOptions
{
    /// <summary>The run that the process belongs to; null outside of one.</summary>
    public BuildSession? Session { get; init; }
    public TimeSpan? Timeout { get; init; }
    public required Func<string, string> Filter { get; init; }
    public Action<OutputType, string>? Logger { get; init; }

    /// <summary>Whether the user has seen the output already, so that a failure need not repeat it.</summary>
    public bool Shown { get; init; }
}

internal sealed class ChildProcess : IProcess
{
    /// <summary>How long output is awaited after the exit: a daemon left behind may keep the pipes open for ever.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly ChildProcessOptions _options;
    private readonly List<Output> _output = [];
    private readonly Lock _logging = new();
    private readonly Task _reading;
    private ChildProcesses? _children;
    private CancellationToken _cancellation;

    private ChildProcess(Process process, ChildProcessOptions options)
    {
        _process = process;
        _options = options;
        FileName = process.StartInfo.FileName;
        Arguments = options.Filter(process.StartInfo.Arguments);
        WorkingDirectory = process.StartInfo.WorkingDirectory;
        Id = process.Id;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, OutputType.Std), ReadAsync(process.StandardError, OutputType.Err));
    }

    public string FileName { get; }
    public string Arguments { get; }
    public string WorkingDirectory { get; }
    public int Id { get; }
    public bool Shown => _options.Shown;

    public IReadOnlyCollection<Output> Output
    {
        get
        {
            lock (_output) return [.. _output];
        }
    }

    public int ExitCode => _process.ExitCode;
    public bool HasExited => _process.HasExited;

    public static ChildProcess Start(ProcessStartInfo start, ChildProcessOptions options)
    {
        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' did not start.");
        ChildProcess child = new(process, options);
        if (options.Session is not { } session) return child;
        child._children = session.Children;
        child._cancellation = session.Cancellation;

        child._children.Add(process);
        if (child._cancellation.IsCancellationRequested) child._children.KillAll();
        return child;
    }

    public bool WaitForExit()
    {
        if (!_process.WaitForExit(_options.Timeout ?? Timeout.InfiniteTimeSpan))
        {
            Kill();
            return false;
        }

        WaitForOutput();
        if (_children?.Remove(_process) == true)
            throw new OperationCanceledException($"'{Path.GetFileName(FileName)}' was stopped.", _cancellation);
        return true;
    }

    public void Kill() => ChildProcesses.Kill(_process);

    /// <summary>Lets go of the process; if it still runs, it outlives the build.</summary>
    public void Dispose()
    {
        _children?.Remove(_process);
        _process.Dispose();
    }

    private void WaitForOutput()
    {
        for (var seen = -1; !_reading.Wait(s_drain);)
        {
            int count;
            lock (_output) count = _output.Count;
            if (count == seen) return;
            seen = count;
        }
    }

    private async Task ReadAsync(StreamReader reader, OutputType type)
    {
        // Off the caller's thread, which is about to wait.
        await Task.Yield();
        while (await reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            var text = _options.Filter(line);
            lock (_output) _output.Add(new Output { Type = type, Text = text });
            lock (_logging) _options.Logger?.Invoke(type, text);
        }
    }
}
