using System.Text.RegularExpressions;
using Nuke.Common;
using Nuke.Common.Execution;

namespace Nuke.Embedded.Tests;

public sealed partial class Terminals : IDisposable
{
    private readonly World _world = new() { IsTerminal = true };

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        /// <summary>Set when the test has seen the status line.</summary>
        public static readonly AsyncLocal<TaskCompletionSource?> Seen = new();

        public Target Slow => _ => _.Executes(() =>
        {
            BuildExtras.Progress("step [1] of 2");
            Serilog.Log.Information("a log line");
            Seen.Value!.Task.Wait();
        });
    }

    private async Task<string> RunAsync()
    {
        TaskCompletionSource seen = new();
        Build.Seen.Value = seen;
        var running = _world.RunAsync<Build>("Slow");
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(30));
        while (!_world.Out.ToString().Contains("step [1] of 2"))
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(10, deadline.Token);
        }

        seen.SetResult();
        Assert.Equal(0, (await running).ExitCode);
        return _world.Out.ToString();
    }

    [Fact]
    public async Task ATerminalShowsTheRunningTargetItsTimeAndItsProgress()
    {
        var output = await RunAsync();
        Assert.Matches(@"Slow  \d+\.\d s  step \[1\] of 2", output);
        Assert.Contains("a log line", output);
        Assert.Contains("\u001b[", output);
    }

    [Fact]
    public async Task NoColorLeavesOutColours()
    {
        _world.Variables["NO_COLOR"] = "1";
        Assert.DoesNotMatch(Colour(), await RunAsync());
    }

    [GeneratedRegex(@"\u001b\[[0-9;]*m")]
    private static partial Regex Colour();
}
