using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Serilog;

namespace Nuke.Embedded.Tests;

/// <summary>The full log of a run under <c>.nuke/temp/logs</c>.</summary>
public sealed class RunLogs : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Unlocked(nameof(Look), nameof(LookInVain))]
    private sealed class Build : NukeBuild
    {
        [Parameter, Secret] public readonly string? ApiKey;

        public Target Work => _ => _.Executes(() =>
        {
            Log.Debug("only for the log {Key}", ApiKey);
            Log.Verbose("and this");
            BuildExtras.Progress("half way");
            Console.WriteLine("by the console");
            ProcessTasks.StartShell("echo from the tool; echo tool errs >&2", logInvocation: false).AssertZeroExitCode();
            ProcessTasks.StartShell("echo not to be logged", logInvocation: false, logOutput: false).AssertZeroExitCode();
        });

        public Target Boom => _ => _.Executes(() => throw new InvalidOperationException("No luck."));
        public Target Refused => _ => _.Executes(() => throw new ExitCodeException(3, "No approval."));
        public Target Look => _ => _.Executes(() => Log.Information("looking"));
        public Target LookInVain => _ => _.Executes(() => throw new IOException("Nothing to see."));
    }

    [Fact]
    public async Task ItHoldsWhatTheScreenDoesNotShow()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        _world.Variables["API_KEY"] = "hush-hush";
        var result = await _world.RunAsync<Build>("Work --verbosity quiet");
        var log = Assert.Single(_world.Logs).ReadAllText();
        foreach (var line in new[] { "only for the log ***", "and this", "half way", "by the console", "from the tool", "tool errs" })
            Assert.Matches($@"(?m)^\d\d:\d\d:\d\d\.\d{{3}} .*Work \| {System.Text.RegularExpressions.Regex.Escape(line)}$", log);
        Assert.Matches(@"(?m)^\S+ +✓ Work ", log);
        Assert.DoesNotContain("hush-hush", log, StringComparison.Ordinal);
        Assert.DoesNotContain("not to be logged", log, StringComparison.Ordinal);
        Assert.DoesNotContain("only for the log", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Log:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSecretsOfTheCommandLineAreMaskedInItsFirstLine()
    {
        await _world.RunAsync<Build>("Look Boom --api-key hush-hush");
        Assert.Contains("Look Boom --api-key ***", _world.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStackIsInTheLogAndTheScreenSaysWhereThatIs()
    {
        var result = await _world.RunAsync<Build>("Boom");
        Assert.Contains("Nuke.Common.Sessions.TargetRun", Assert.Single(_world.Logs).ReadAllText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Nuke.Common.Execution", result.Output, StringComparison.Ordinal);
        Assert.Contains($"\nLog: {Path.Combine(".nuke", "temp", "logs", _world.Logs[0].Name)}\nBuild failed", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProgramsAreToldWhereItIs()
    {
        var result = await _world.RunAsync<Build>("Refused --json");
        Assert.Contains($"\"log\":\"{_world.Logs[0]}\"", result.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheNewestTwentyAreKept()
    {
        var folder = _world.Root / ".nuke" / "temp" / "logs";
        for (var day = 1; day <= 25; day++) (folder / $"202601{day:00}T000000.000Z-1.log").WriteAllText("");
        (folder / "notes.txt").WriteAllText("not a log");
        await _world.RunAsync<Build>("Refused");
        Assert.Equal(20, _world.Logs.Count);
        Assert.StartsWith("20260107", _world.Logs[0].Name, StringComparison.Ordinal);
        Assert.True((folder / "notes.txt").FileExists());
    }

    [Fact]
    public async Task LookingLeavesNoLogUnlessItFails()
    {
        await _world.RunAsync<Build>("Look");
        Assert.Empty(_world.Logs);
        Assert.Contains("Nothing to see.", (await _world.RunAsync<Build>("LookInVain")).Output, StringComparison.Ordinal);
        Assert.Single(_world.Logs);
    }

    [Fact]
    public async Task ABuildGoesOnWithoutALogAndSaysSo()
    {
        (_world.Root / ".nuke" / "temp" / "logs").WriteAllText("a file, where the folder would be");
        var result = await _world.RunAsync<Build>("Look Refused");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("warning: the log of this run cannot be written", result.Output, StringComparison.Ordinal);
        Assert.Contains("looking", result.Output, StringComparison.Ordinal);
    }
}
