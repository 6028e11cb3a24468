using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using static Nuke.Embedded.Tests.Steps;

namespace Nuke.Embedded.Tests;

public sealed class Locking : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private interface IStatus : INukeBuild
    {
        Target Status => _ => _.Executes(Say("Status"));
    }

    [Unlocked(nameof(IStatus.Status))]
    private sealed class Build : NukeBuild, IStatus
    {
        public Target Work => _ => _.Executes(Say("Work"));
    }

    [Fact]
    public async Task ASecondBuildInTheFolderIsRefusedAndNamesTheFirst()
    {
        using var held = BuildLock.Take(_world.Root);
        var result = await _world.RunAsync<Build>("Work --no-logo");
        Assert.Equal(5, result.ExitCode);
        var owner = Environment.ProcessId;
        Assert.Equal($"Another build (pid {owner}) is running in this folder. Wait for it, or stop it: kill {owner}.", result.Output.Trim());
        Assert.False(result.ReportFile.FileExists());
    }

    [Fact]
    public async Task TheLockIsFreeAgainAfterABuild()
    {
        Assert.Equal(0, (await _world.RunAsync<Build>("Work")).ExitCode);
        Assert.Equal(0, (await _world.RunAsync<Build>("Work")).ExitCode);
    }

    [Fact]
    public async Task TargetsThatOnlyReadRunBesideABuildAndLeaveItsReportAlone()
    {
        using var held = BuildLock.Take(_world.Root);
        var result = await _world.RunAsync<Build>("Status");
        Assert.Equal("Status", result.Ran);
        Assert.False(result.ReportFile.FileExists());
        Assert.Equal(5, (await _world.RunAsync<Build>("Status Work")).ExitCode);
        Assert.Equal(0, (await _world.RunAsync<Build>("Work --plan")).ExitCode);
    }

    [Fact]
    public async Task AFolderThatCannotBeWrittenIsSaidInOneLine()
    {
        (_world.Root / ".nuke" / "temp").WriteAllText("a file where the folder should be");
        var result = await _world.RunAsync<Build>("Work --no-logo");
        Assert.Equal(6, result.ExitCode);
        Assert.Single(result.Output.Trim().Split('\n'));
        Assert.Contains("Nothing has run.", result.Output);
    }
}
