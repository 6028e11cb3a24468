using System.Diagnostics;
using System.Text;

namespace GenAIOps.Scenarios;

/// <summary>A build that has ended.</summary>
internal sealed record Run(int ExitCode, string Output)
{
    public Run MustEndWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"The build ended with {ExitCode} instead of {exitCode}:\n{Output}");
        return this;
    }

    public Run Saying(string text)
    {
        Assert.Contains(text, Output, StringComparison.Ordinal);
        return this;
    }
}

/// <summary>A build under way.</summary>
internal sealed class RunningBuild : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    public RunningBuild(string root, string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Remove("CI");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Received(line.Data);
        _process.ErrorDataReceived += (_, line) => Received(line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Pid => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Ends when the build has printed a text.</summary>
    public async Task SaysAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            if (_output.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            _awaited.Add((text, seen));
        }

        var first = await Task.WhenAny(seen.Task, _process.WaitForExitAsync(TestContext.Current.CancellationToken)).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        Assert.True(first == seen.Task || Output.Contains(text, StringComparison.Ordinal), $"The build ended and never said '{text}':\n{Output}");
    }

    /// <summary>What Ctrl-C in a terminal does.</summary>
    public void Interrupt() => Signal("INT");

    public void Kill() => Signal("KILL");

    public async Task<Run> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        return new Run(_process.ExitCode, Output);
    }

    public void Dispose() => _process.Dispose();

    private void Signal(string name)
    {
        using var kill = Process.Start("/bin/kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    private void Received(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
            foreach (var (_, seen) in _awaited.Where(awaited => line.Contains(awaited.Text, StringComparison.Ordinal)))
            {
                seen.TrySetResult();
            }
        }
    }
}
