using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using static Nuke.Embedded.Tests.Steps;

namespace Nuke.Embedded.Tests;

public sealed class Cancellation : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        public Target Listen => _ => _.Executes(() =>
        {
            (RootDirectory / "started").TouchFile();
            return Task.Delay(Timeout.Infinite, BuildExtras.Cancellation);
        });

        public Target Deaf => _ => _.Executes(() =>
        {
            (RootDirectory / "started").TouchFile();
            using ManualResetEventSlim never = new();
            never.Wait(CancellationToken.None);
        });

        public Target Spawn => _ => _.Executes(() =>
        {
            // The shell's child would outlive a shell that alone is killed.
            var process = ProcessTasks.StartShell("sleep 600 & echo $! > child; touch started; wait", RootDirectory);
            process.AssertZeroExitCode();
        });

        public Target Next => _ => _.After(Listen, Deaf, Spawn).Executes(Say("Next"));

        public Target Cleanup => _ => _.After(Next).AssuredAfterFailure().Executes(() =>
            Serilog.Log.Information("ran Cleanup:{Cancelled}", BuildExtras.Cancellation.IsCancellationRequested));
    }

    private async Task<Result> RunAndCancelAsync(string targets)
    {
        var running = _world.RunAsync<Build>(targets);
        await Until(() => File.Exists(_world.Root / "started"), running);
        await _world.Interrupt.CancelAsync();
        return await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static async Task Until(Func<bool> condition, Task running)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(10, deadline.Token);
        }
    }

    [Fact]
    public async Task ACancelledBuildAbortsTheTargetRunsAssuredOnesAndEndsWith130()
    {
        var result = await RunAndCancelAsync("Listen Next Cleanup");
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("Cleanup:false", result.Ran);
        Assert.Equal("Aborted", result.StatusOf("Listen"));
        Assert.Equal("NotRun", result.StatusOf("Next"));
        Assert.Matches(@"^Build cancelled after .* while Listen was running\.$", result.LastLine);
        Assert.Equal("Cancelled", result.Report.GetProperty("status").GetString());
        Assert.Equal(130, result.Report.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public async Task ATargetThatDoesNotListenIsLeftBehind()
    {
        _world.StopGrace = TimeSpan.FromMilliseconds(50);
        var result = await RunAndCancelAsync("Deaf Cleanup");
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("Cleanup:false", result.Ran);
        Assert.Contains("Deaf did not stop within", result.Output);
    }

    [Fact]
    public async Task ChildProcessesAreKilledWithTheirDescendants()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        var result = await RunAndCancelAsync("Spawn Cleanup");
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("Aborted", result.StatusOf("Spawn"));

        var child = int.Parse((_world.Root / "child").ReadAllText());
        await Until(() => !IsAlive(child), new TaskCompletionSource().Task);
    }

    [Fact]
    public async Task ABuildCancelledBeforeItBeginsRunsNothing()
    {
        await _world.Interrupt.CancelAsync();
        var result = await _world.RunAsync<Build>("Next Cleanup");
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("Cleanup:false", result.Ran);
    }

    /// <summary>A killed process may stay a zombie until its new parent collects it.</summary>
    private static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
