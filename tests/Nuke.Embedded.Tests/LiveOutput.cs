using System.Text.Json;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;
using Serilog;

namespace Nuke.Embedded.Tests;

/// <summary>What is seen of targets while they run.</summary>
public sealed class LiveOutput : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        /// <summary>Ended by the test: until then the targets run.</summary>
        public static readonly AsyncLocal<TaskCompletionSource?> Seen = new();

        private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Target Tool => _ => _.Executes(async () =>
        {
            ProcessTasks.StartShell("echo from the tool; echo beside it >&2", logInvocation: false).AssertZeroExitCode();
            await Seen.Value!.Task.WaitAsync(s_deadline);
        });

        public Target First => _ => _.Executes(async () =>
        {
            Log.Information("alone");
            await _second.Task.WaitAsync(s_deadline);
            Log.Information("together");
            await Seen.Value!.Task.WaitAsync(s_deadline);
        });

        public Target Second => _ => _.Executes(async () =>
        {
            Console.WriteLine("  set in");
            Log.Warning("careful");
            _second.TrySetResult();
            await Seen.Value!.Task.WaitAsync(s_deadline);
            Log.Information("last words");
        });

        public Target Failing => _ => _.Executes(() => ProcessTasks.StartShell("echo why; exit 3", logInvocation: false).AssertZeroExitCode());

        public Target Waiting => _ => _.Executes(async () =>
        {
            BuildExtras.Progress("step 1 of 2");
            await Seen.Value!.Task.WaitAsync(s_deadline);
        });
    }

    /// <summary>Runs targets that end only when their output, or what the answer of the action is, has been seen.</summary>
    private async Task<Result> RunUntilAsync(string arguments, string awaited, Action? meanwhile = null)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Build.Seen.Value = seen;
        var running = _world.RunAsync<Build>(arguments);
        using CancellationTokenSource deadline = new(s_deadline);
        while (!_world.Out.ToString().Contains(awaited, StringComparison.Ordinal))
        {
            Assert.False(running.IsCompleted, _world.Out.ToString());
            meanwhile?.Invoke();
            await Task.Delay(5, deadline.Token);
        }

        seen.SetResult();
        return await running;
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "")]
    [InlineData("GITLAB_CI", "")]
    [InlineData("JENKINS_HOME", "")]
    [InlineData("CI", "")]
    [InlineData(null, "--json")]
    public async Task AToolsOutputIsSeenWhileItRunsOnServersAndByPrograms(string? variable, string arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        if (variable is not null) _world.Variables[variable] = "true";
        Assert.Equal(0, (await RunUntilAsync($"Tool {arguments}", "from the tool")).ExitCode);
        Assert.Contains("beside it", _world.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatAToolSaidIsNotRepeatedWhereItWasSeen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        foreach (var variable in new[] { "GITHUB_ACTIONS", "OTHER" })
        {
            _world.Variables.Clear();
            _world.Variables[variable] = "true";
            var result = await _world.RunAsync<Build>("Failing");
            Assert.Single(result.Output.Split('\n'), x => x.Trim() == "why");
            Assert.Contains("Process 'bash' exited with code 3.", result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task LinesOfTargetsSideBySideSayWhoseTheyAre()
    {
        _world.Variables["GITHUB_ACTIONS"] = "true";
        var lines = (await RunUntilAsync("First Second --parallel 2 --no-logo", "First | together")).Output.Split('\n');
        // The second may begin before the first has spoken; then nothing of the first is in the fold.
        Assert.Contains(lines, x => x is "  alone" or "First | alone");
        Assert.Equal(["::group::First", "▶ First", "::endgroup::", "▶ Second", "Second |   set in", "Second | warning: careful", "::warning::careful"],
            lines.TakeWhile(x => x != "First | together").Where(x => !x.Contains("alone", StringComparison.Ordinal)));
        Assert.Contains("Second | last words", lines);
        Assert.Single(lines, x => x == "::endgroup::");
        Assert.Contains(lines, x => x.StartsWith("✓ Second ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneTargetAfterTheOtherIsAFoldEach()
    {
        _world.Variables["GITHUB_ACTIONS"] = "true";
        TaskCompletionSource seen = new();
        seen.SetResult();
        Build.Seen.Value = seen;
        var lines = (await _world.RunAsync<Build>("Second Waiting --parallel 1")).Output.Split('\n');
        Assert.Equal(["::group::Second", "::endgroup::", "::group::Waiting", "::endgroup::"], lines.Where(x => x.Contains("group::", StringComparison.Ordinal)));
        Assert.Contains("  last words", lines);
    }

    [Fact]
    public async Task OffATerminalAHeartbeatTellsWhatRunsAndForHowLong()
    {
        ManualTime time = new();
        _world.Time = time;
        var result = await RunUntilAsync("Waiting", "… Waiting 15.0 s, step 1 of 2\n", () => AdvanceOnce(time));
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task AHeartbeatIsAnEventForPrograms()
    {
        ManualTime time = new();
        _world.Time = time;
        var result = await RunUntilAsync("Waiting --json", "\"event\":\"heartbeat\"", () => AdvanceOnce(time));
        var beat = result.Output.TrimEnd().Split('\n').Select(x => JsonElement.Parse(x)).Single(x => x.GetProperty("event").GetString() == "heartbeat");
        var target = Assert.Single(beat.GetProperty("targets").EnumerateArray());
        Assert.Equal(("Waiting", 15.0, "step 1 of 2"), (target.GetProperty("target").GetString(), target.GetProperty("seconds").GetDouble(), target.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task AQuietBuildHasNoHeartbeat()
    {
        ManualTime time = new();
        _world.Time = time;
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Build.Seen.Value = seen;
        var running = _world.RunAsync<Build>("Waiting --verbosity minimal");
        using CancellationTokenSource deadline = new(s_deadline);
        while (!_world.Log().Contains("step 1 of 2", StringComparison.Ordinal)) await Task.Delay(5, deadline.Token);
        time.Advance(TimeSpan.FromMinutes(1));
        seen.SetResult();
        Assert.DoesNotContain("…", (await running).Output, StringComparison.Ordinal);
    }

    /// <summary>Once the target runs and has said what it does.</summary>
    private void AdvanceOnce(ManualTime time)
    {
        if (_world.Log().Contains("step 1 of 2", StringComparison.Ordinal) && !_world.Out.ToString().Contains("15.0", StringComparison.Ordinal) && time.GetUtcNow().Second == 0)
            time.Advance(TimeSpan.FromSeconds(15));
    }
}
