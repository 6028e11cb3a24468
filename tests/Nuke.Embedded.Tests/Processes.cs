using System.Diagnostics;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Embedded.Tests;

internal sealed class ProcessBuild : NukeBuild
{
    public static int Run() => Execute<ProcessBuild>(x => x.Speak);

    [Parameter, Secret] public readonly string? ApiKey;

    public Target Speak => _ => _.Executes(() =>
    {
        Console.WriteLine($"out {ApiKey}");
        Console.Error.WriteLine($"error {ApiKey}");
        Console.Write("no line break");
    });

    public Target Wait => _ => _.Executes(() =>
    {
        (RootDirectory / "started").TouchFile();
        return Task.Delay(Timeout.Infinite, BuildExtras.Cancellation);
    });

    public Target Cleanup => _ => _.After(Wait).AssuredAfterFailure().Executes(() => Serilog.Log.Information("cleaned up"));
}

public sealed class Processes : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private Process Start(string arguments)
    {
        ProcessStartInfo start = new("dotnet", $"exec \"{typeof(ProcessBuild).Assembly.Location}\" {arguments}")
        {
            WorkingDirectory = _world.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(ProcessBuild).Assembly.Location;
        return Process.Start(start)!;
    }

    private static async Task<(int ExitCode, string Output)> EndAsync(Process process)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, output);
    }

    [Fact]
    public async Task WhatTargetsPrintByTheConsoleIsMaskedToo()
    {
        using var process = Start("--api-key hush");
        var (exitCode, output) = await EndAsync(process);
        Assert.Equal(0, exitCode);
        Assert.Contains("  out ***\n  error ***\n  no line break\n✓ Speak", output);
        Assert.DoesNotContain("hush", output);
    }

    [Fact]
    public async Task ATerminatedBuildCleansUpAndHoldsItsLockUntilThen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses POSIX signals.");
        using var process = Start("Wait Cleanup");
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        while (!(_world.Root / "started").FileExists()) await Task.Delay(20, deadline.Token);

        using var second = Start("Speak --no-logo");
        var refused = await EndAsync(second);
        Assert.Equal(5, refused.ExitCode);
        Assert.Equal($"Another build (pid {process.Id}) is running in this folder. Wait for it, or stop it: kill {process.Id}.\n", refused.Output);

        using (var kill = Process.Start("kill", $"-TERM {process.Id}")) await kill.WaitForExitAsync(deadline.Token);
        var (exitCode, output) = await EndAsync(process);
        Assert.Equal(130, exitCode);
        Assert.Contains("cleaned up", output);
        Assert.Matches(@"Build cancelled after .* while Wait was running\.", output);
    }
}
