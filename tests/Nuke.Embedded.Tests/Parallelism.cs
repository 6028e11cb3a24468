using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.Testing;
using Nuke.Common.Tooling;
using Serilog;
using static Nuke.Embedded.Tests.Steps;

namespace Nuke.Embedded.Tests;

/// <summary>Targets side by side.</summary>
public sealed class Parallelism
{
    private sealed class Meeting : NukeBuild
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _there;

        public Target A => _ => _.Executes(Meet);
        public Target B => _ => _.Executes(Meet);
        public Target C => _ => _.Executes(Meet);
        public Target D => _ => _.DependsOn(A, B, C).Executes(() => Log.Information("met {There}", _there));
        public Target E => _ => _.Executes(Meet);

        /// <summary>Each waits for all: the build ends only if they run at once.</summary>
        private async Task Meet()
        {
            if (Interlocked.Increment(ref _there) == 4) _all.SetResult();
            await _all.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task IndependentTargetsRunAtOnceAndWhatDependsOnThemAfterwards()
    {
        using BuildTest<Meeting> test = new();
        var result = await test.RunAsync("D", "E", "--parallel", "4");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("met 4", result.Output, StringComparison.Ordinal);
    }

    private sealed class Talking : NukeBuild
    {
        private readonly TaskCompletionSource _otherHasSpoken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _hasSpoken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Target First => _ => _.Executes(async () =>
        {
            Log.Information("first 1");
            _hasSpoken.TrySetResult();
            await _otherHasSpoken.Task.WaitAsync(TimeSpan.FromSeconds(30));
            Console.Write("first ");
            Log.Information("first 2");
            Console.WriteLine("3");
        });

        public Target Second => _ => _.Executes(async () =>
        {
            await _hasSpoken.Task.WaitAsync(TimeSpan.FromSeconds(30));
            Log.Information("second 1");
            Console.WriteLine("second 2");
            ProcessTasks.StartShell("echo second 3", RootDirectory, logInvocation: false, logOutput: true).AssertZeroExitCode();
            await Task.Run(() => Log.Information("second 4"));
            _otherHasSpoken.TrySetResult();
        });
    }

    [Fact]
    public async Task LinesOfTwoTargetsAreNeverMixed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        using BuildTest<Talking> test = new();
        var result = await test.RunAsync("First", "Second", "--parallel", "2", "--no-logo");
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeWhile(x => !x.StartsWith("Target ", StringComparison.Ordinal)).Select(x => x.Split(" 0.")[0].TrimEnd()).ToArray();
        Assert.Equal(
            [
                "▶ First", "  first 1", "  first 2", "  first 3", "✓ First",
                "▶ Second", "  second 1", "  second 2", "  second 3", "  second 4", "✓ Second",
            ],
            lines);
    }

    private sealed class Loud : NukeBuild
    {
        private readonly TaskCompletionSource _loudIsDone = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Target Quiet => _ => _.Executes(async () => await _loudIsDone.Task.WaitAsync(TimeSpan.FromSeconds(30)));

        public Target Much => _ => _.Executes(() =>
        {
            for (var i = 0; i < 30_000; i++) Log.Information("line {Number} of the many that a target may print", i);
            _loudIsDone.TrySetResult();
        });
    }

    [Fact]
    public async Task WhatIsKeptIsPrintedWholeHoweverMuchItIs()
    {
        using BuildTest<Loud> test = new();
        var result = await test.RunAsync("Quiet", "Much", "--parallel", "2");
        var numbers = result.Output.Split('\n').Where(x => x.StartsWith("  line ", StringComparison.Ordinal)).Select(x => int.Parse(x.Split(' ')[3]));
        Assert.Equal(Enumerable.Range(0, 30_000), numbers);
    }

    private sealed class Locked : NukeBuild
    {
        private int _inside;

        public Target A => _ => _.Locks("docker").Executes(Enter);
        public Target B => _ => _.Locks("docker", "port").Executes(Enter);
        public Target C => _ => _.Locks("port", "docker").Executes(Enter);
        public Target D => _ => _.Exclusive().Executes(Enter);

        private void Enter()
        {
            if (Interlocked.Increment(ref _inside) != 1) throw new InvalidOperationException("not alone");
            Thread.SpinWait(20_000);
            Interlocked.Decrement(ref _inside);
        }
    }

    [Fact]
    public async Task ALockIsHeldByOneAndExclusiveIsAlone()
    {
        using BuildTest<Locked> test = new();
        var result = await test.RunAsync("A", "B", "C", "D", "--parallel", "8");
        Assert.Equal(0, result.ExitCode);
    }

    private sealed class Failing : NukeBuild
    {
        private readonly TaskCompletionSource _hasFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Target Bad => _ => _.Executes(() => throw new InvalidOperationException("bad"));
        public Target Slow => _ => _.Executes(async () => await _hasFailed.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        public Target Later => _ => _.DependsOn(Slow).Executes(Say("Later"));
        public Target Cleanup => _ => _.AssuredAfterFailure().Executes(() => Log.Information("ran Cleanup with {Running} running", RunningTargets.Count));

        protected override void OnTargetFailed(string target) => _hasFailed.TrySetResult();
    }

    [Fact]
    public async Task AfterAFailureWhatRunsEndsNothingElseStartsAndThenAssuredTargetsRun()
    {
        using BuildTest<Failing> test = new();
        var result = await test.RunAsync("Bad", "Later", "Cleanup", "--parallel", "3");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal((ExecutionStatus.Failed, ExecutionStatus.Succeeded, ExecutionStatus.NotRun), (result["Bad"].Status, result["Slow"].Status, result["Later"].Status));
        Assert.Contains("ran Cleanup with 1 running", result.Output, StringComparison.Ordinal);
    }

    private sealed class Noop : NukeBuild
    {
        public Target Nothing => _ => _.Executes(() => { });
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task ANumberThatIsNoneIsRefused(string number)
    {
        using BuildTest<Noop> test = new();
        var result = await test.RunAsync("Nothing", "--parallel", number);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--parallel", result.Output, StringComparison.Ordinal);
    }
}
