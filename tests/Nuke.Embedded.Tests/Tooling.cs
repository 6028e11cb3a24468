using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using static Nuke.Common.Tools.DotNet.DotNetTasks;

namespace Nuke.Embedded.Tests;

public sealed class Tooling : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private static string Text(ArgumentStringHandler arguments) => arguments.ToStringAndClear();

    [Fact]
    public void ValuesWithSpacesAreQuoted()
    {
        var spaced = "spaced args";
        var plain = "plain";
        var path = AbsolutePath.Create(Path.GetFullPath("/some/spaced path"));
        AbsolutePath[] paths = [AbsolutePath.Create(Path.GetFullPath("/a")), path];
        Assert.Equal("start plain end", Text($"start {plain} end"));
        Assert.Equal("start \"spaced args\" end", Text($"start {spaced} end"));
        Assert.Equal("start spaced args end", Text($"start {spaced:nq} end"));
        Assert.Equal("spaced args", Text($"{spaced}"));
        Assert.Equal($"start \"{path}\" end", Text($"start {path} end"));
        Assert.Equal($"start '{path}' end", Text($"start {path:s} end"));
        Assert.Equal($"start {paths[0]} \"{path}\" end", Text($"start {paths} end"));
        Assert.Equal("-c 3 0.5", Text($"-c {3} {0.5}"));
        Assert.Equal("build -c Release", Text("build -c Release"));
    }

    [Fact]
    public void ARedactedValueIsPassedButNotShown()
    {
        var secret = "this+is/some!secret";
        ArgumentStringHandler arguments = $"start {secret:r} end";
        var filter = arguments.GetFilter();
        Assert.Equal("start this+is/some!secret end", arguments.ToStringAndClear());
        Assert.Equal("There is a [REDACTED]!", filter("There is a this+is/some!secret!"));
    }

    private sealed class Build : NukeBuild
    {
        public Target Version => _ => _.Executes(() => DotNet($"--version"));
        public Target Loud => _ => _.Executes(() => DotNet($"--version", logOutput: true));
        public Target Fail => _ => _.Executes(() => DotNet($"exec {RootDirectory / "no such.dll"}"));
        public Target Slow => _ => _.Executes(() => ProcessTasks.StartShell("sleep 600", timeout: 50).AssertZeroExitCode());

        public Target Daemon => _ => _.Executes(() =>
            Serilog.Log.Information("ran {Text}", ProcessTasks.StartShell("sleep 20 & echo done").AssertZeroExitCode().Output.StdToText()));

        public Target Replaced => _ => _.Executes(() =>
        {
            using var process = ProcessTasks.StartShell("echo ${HOME:-none} $ONLY", environmentVariables: new Dictionary<string, string> { ["ONLY"] = "this" });
            Serilog.Log.Information("ran {Text}", process.AssertZeroExitCode().Output.StdToText());
        });
    }

    [Fact]
    public async Task OutputOfAToolIsShownOnlyOnDemand()
    {
        var version = DotNet($"--version").StdToText();
        Assert.Matches(@"^\d+\.\d+\.\d+", version);
        var quiet = (await _world.RunAsync<Build>("Version")).Output;
        Assert.Contains("> dotnet --version", quiet);
        Assert.DoesNotContain($"  {version}\n", quiet);
        Assert.Contains($"  {version}\n", (await _world.RunAsync<Build>("Loud")).Output);
        Assert.Contains($"  {version}\n", (await _world.RunAsync<Build>("Version --verbosity verbose")).Output);
    }

    [Fact]
    public async Task OutputOfAToolThatFailsIsShownInFull()
    {
        var result = await _world.RunAsync<Build>("Fail");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Process 'dotnet' exited with code 129.", result.Output);
        Assert.Contains("no such.dll\"", result.Output);
        Assert.Matches("does not exist", result.Output);
        Assert.EndsWith(": Fail, exit code 1.", result.LastLine);
    }

    [Fact]
    public async Task AProcessIsKilledWhenItsTimeIsUp()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        var result = await _world.RunAsync<Build>("Slow");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("did not end in time and was killed", result.Output);
    }

    [Fact]
    public async Task ADaemonLeftBehindDoesNotHoldUpTheBuild()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        var result = await _world.RunAsync<Build>("Daemon");
        Assert.Equal("done", result.Ran);
        Assert.InRange(result.Report.GetProperty("seconds").GetDouble(), 0, 15);
    }

    [Fact]
    public async Task AGivenEnvironmentIsTheWholeEnvironment()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        Assert.Equal("none this", (await _world.RunAsync<Build>("Replaced")).Ran);
    }
}
