using Nuke.Common;
using Nuke.Common.IO;
using static Nuke.Embedded.Tests.Steps;

namespace Nuke.Embedded.Tests;

public sealed class BadInput : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private enum Stage
    {
        Dev,
        Prod,
    }

    private class Build : NukeBuild
    {
        [Parameter("Who says yes")] public readonly string? Approve;
        [Parameter] public readonly int Degree = 99;
        [Parameter] public readonly double Threshold = 0.5;
        [Parameter] private Stage Stage { get; }
        [Parameter, Secret] public readonly int Pin;

        public Target Release => _ => _.DependsOn(Prepare).Requires(() => Approve).Executes(Say("Release"));
        public Target Prepare => _ => _.Executes(Say("Prepare"));
        public Target Count => _ => _.Requires(() => Degree > 100).Executes(Say("Count"));
    }

    [Theory]
    [InlineData("Relase --approve me", "Unknown target 'Relase'. Did you mean 'Release'?")]
    [InlineData("Prepare --aprove me", "Unknown parameter '--aprove'. Did you mean '--approve'?")]
    [InlineData("Prepare --verbosty quiet", "Unknown parameter '--verbosty'. Did you mean '--verbosity'?")]
    [InlineData("Prepare --foo bar", "Unknown parameter '--foo'. See --help")]
    [InlineData("Prepare --degree abc", "--degree: 'abc' must be a whole number")]
    [InlineData("Prepare --degree", "--degree needs a value.")]
    [InlineData("Prepare --degree 1 --degree 2", "--degree is given twice.")]
    [InlineData("Prepare --threshold NaN", "--threshold: 'NaN' must be a number")]
    [InlineData("Prepare --stage Prd", "--stage: 'Prd' must be one of Dev, Prod. Did you mean 'Prod'?")]
    [InlineData("Prepare --skip Prepar", "Unknown target 'Prepar'. Did you mean 'Prepare'?")]
    [InlineData("Prepare --verbosity loud", "--verbosity: 'loud' must be one of Verbose, Normal, Minimal, Quiet.")]
    [InlineData("Prepare --profile absent", "--profile: '.nuke/parameters.absent.json' does not exist.")]
    [InlineData("Release", "Target 'Release' requires --approve (Who says yes). Give it as --approve <value>, or in the environment as APPROVE.")]
    [InlineData("Count", "Target 'Count' requires '(Degree > 100)', which is false.")]
    [InlineData("", "No target is named, and the build has no default.")]
    public async Task BadInputIsSaidWithItsCureAndNothingRuns(string arguments, string message)
    {
        var result = await _world.RunAsync<Build>(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Output);
        Assert.Equal("Nothing has run.", result.LastLine);
        Assert.Equal("", result.Ran);
        Assert.False(result.ReportFile.FileExists());
    }

    [Fact]
    public async Task AllProblemsAreSaidAtOnce()
    {
        var result = await _world.RunAsync<Build>("Relase Prepar --aprove me --foo");
        Assert.Equal(5, result.Output.Trim().Split('\n').Length);
    }

    [Fact]
    public async Task AFlagBeforeATargetDoesNotHideIt()
    {
        var result = await _world.RunAsync<Build>("--plan Relase");
        Assert.Equal(2, result.ExitCode);
    }

    [Theory]
    [InlineData("""{ "Degre": 1 }""", ".nuke/parameters.json: unknown parameter 'Degre'. Did you mean 'Degree'?")]
    [InlineData("""{ "Degree": "x" }""", ".nuke/parameters.json: Degree: 'x' must be a whole number")]
    [InlineData("""{ "Degree": {} }""", ".nuke/parameters.json: Degree: must be a text, a number, true, false, or a list of these.")]
    [InlineData("""{ "Degree": 1 """, ".nuke/parameters.json: cannot be read:")]
    [InlineData("""[]""", ".nuke/parameters.json: cannot be read:")]
    public async Task AFileIsReadAsStrictly(string json, string message)
    {
        var result = await _world.With(".nuke/parameters.json", json).RunAsync<Build>("Prepare");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Output);
    }

    [Fact]
    public async Task AVariableIsNamedAsTheOrigin()
    {
        _world.Variables["DEGREE"] = "many";
        var result = await _world.RunAsync<Build>("Prepare");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("environment variable DEGREE: 'many' must be a whole number", result.Output);
    }

    [Fact]
    public async Task ABadSecretIsNotShown()
    {
        var result = await _world.RunAsync<Build>("Prepare --pin hush-hush");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--pin: the value must be a whole number", result.Output);
        Assert.DoesNotContain("hush", result.Output);
    }

    private sealed class Demanding : Build
    {
        [Parameter("The account to use"), Required] public readonly string? Account;
    }

    [Fact]
    public async Task ARequiredParameterIsRequiredByEveryTarget()
    {
        var result = await _world.RunAsync<Demanding>("Prepare");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--account is required (The account to use).", result.Output);
        Assert.Equal("Prepare", (await _world.RunAsync<Demanding>("Prepare --account me")).Ran);
    }

    private sealed class Colliding : NukeBuild
    {
        [Parameter] public readonly string? Skip;
        public Target A => _ => _.Executes(Say("A"));
    }

    [Fact]
    public async Task AParameterCannotTakeTheNameOfAnOptionOfTheEngine()
    {
        var result = await _world.RunAsync<Colliding>("A");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Parameter 'Skip' has the name of the engine's own --skip. Give it another: [Parameter(Name = \"…\")].", result.Output);
    }

    [Fact]
    public async Task HelpNeedsNoRequiredParameterAndNoLock()
    {
        var result = await _world.RunAsync<Demanding>("--help", x => x.Prepare);
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"Prepare \(default\)", result.Output);
        Assert.Matches(@"Release +-> Prepare", result.Output);
        Assert.Matches(@"--account <value> +The account to use\. Required\.", result.Output);
        Assert.Matches(@"--degree <value> +Default 99\.", result.Output);
        Assert.Matches(@"--stage <value> +One of Dev, Prod\.", result.Output);
        Assert.False((_world.Root / ".nuke" / "temp").DirectoryExists());
    }

    [Fact]
    public async Task AFolderWithoutARootIsRefused()
    {
        _world.WorkingDirectory = Path.GetTempPath();
        var result = await _world.RunAsync<Build>("Prepare");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("No .nuke directory in", result.Output);
    }
}
