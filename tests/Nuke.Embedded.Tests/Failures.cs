using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using static Nuke.Embedded.Tests.Steps;

namespace Nuke.Embedded.Tests;

public sealed class Failures : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        public Target First => _ => _.Executes(Say("First"));
        public Target Boom => _ => _.DependsOn(First).Executes(() => Explode());
        public Target Dependent => _ => _.DependsOn(Boom).Executes(Say("Dependent"));
        public Target Other => _ => _.After(Boom).Executes(Say("Other"));
        public Target Cleanup => _ => _.After(Other).AssuredAfterFailure().Executes(Say("Cleanup"));
        public Target BadCleanup => _ => _.After(Boom).Before(Cleanup).AssuredAfterFailure().Executes(() => throw new InvalidOperationException("second"));

        public Target Soft => _ => _.ProceedAfterFailure().Executes(() => throw new InvalidOperationException("soft"));
        public Target AfterSoft => _ => _.DependsOn(Soft).Executes(Say("AfterSoft"));

        public Target Gate => _ => _.Executes(() => throw new ExitCodeException(3, "No approval.\nRun: build Approve"));
        public Target GateAsync => _ => _.Executes(async () =>
        {
            await Task.Yield();
            throw new ExitCodeException(4, "Worse.");
        });

        public Target Several => _ => _.Executes(() => throw new AggregateException(new ExitCodeException(6, "first of two"), new InvalidDataException("second of two")));
        public Target Chosen => _ => _.Executes(() => ExitCode = 42, () => throw new InvalidOperationException("x"));

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void Explode()
        {
            try
            {
                _ = int.Parse("abc");
            }
            catch (FormatException e)
            {
                throw new InvalidOperationException("It went wrong.", e);
            }
        }

        protected override void OnTargetFailed(string target) => Serilog.Log.Information("hook: {Target} failed", target);

        protected override void OnBuildFinished() => Serilog.Log.Information("hook: succeeded {IsSuccessful}, code {ExitCode}", IsSuccessful, ExitCode);
    }

    [Fact]
    public async Task NothingThatDependsOnAFailureRuns()
    {
        var result = await _world.RunAsync<Build>("Dependent Other");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("First", result.Ran);
        Assert.Equal("Failed", result.StatusOf("Boom"));
        Assert.Equal("NotRun", result.StatusOf("Dependent"));
        Assert.Equal("NotRun", result.StatusOf("Other"));
        Assert.Contains("hook: Boom failed", result.Output);
        Assert.Contains("hook: succeeded false, code 1", result.Output);
    }

    [Fact]
    public async Task ABugIsToldByItsCauseAndThePlaceInTheUsersCode()
    {
        var lines = (await _world.RunAsync<Build>("Boom")).Output.Split('\n').Select(x => x.Trim()).ToArray();
        var cause = Array.IndexOf(lines, "InvalidOperationException: It went wrong.");
        Assert.True(cause > 0);
        Assert.Equal("because FormatException: The input string 'abc' was not in a correct format.", lines[cause + 1]);
        Assert.Matches(@"^at Nuke\.Embedded\.Tests\.Failures\.Build\.Explode in tests/Nuke\.Embedded\.Tests/Failures\.cs:\d+$", lines[cause + 2]);
        Assert.Equal(1, lines.Count(x => x.StartsWith("at ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task TheLastLineNamesTheTargetThatFailedFirst()
    {
        var result = await _world.RunAsync<Build>("Boom BadCleanup");
        Assert.Matches(@"^Build failed after [\d.]+ s: Boom, exit code 1\.$", result.LastLine);
    }

    [Theory]
    [InlineData("Boom", "It went wrong.")]
    [InlineData("Gate", "No approval.")]
    [InlineData("Several", "first of two")]
    public async Task WhatWentWrongIsSaidOnce(string target, string message) =>
        Assert.Single(Regex.Matches((await _world.RunAsync<Build>(target)).Output, Regex.Escape(message)));

    [Fact]
    public async Task AssuredTargetsRunAfterAFailureAndTheirFailureStopsNoOther()
    {
        var result = await _world.RunAsync<Build>("Boom Cleanup BadCleanup Other");
        Assert.Equal("First Cleanup", result.Ran);
        Assert.Equal("Failed", result.StatusOf("BadCleanup"));
        Assert.Equal("NotRun", result.StatusOf("Other"));
    }

    [Fact]
    public async Task ProceedAfterFailureGoesOnButTheBuildFails()
    {
        var result = await _world.RunAsync<Build>("AfterSoft");
        Assert.Equal("AfterSoft", result.Ran);
        Assert.Equal(1, result.ExitCode);
        Assert.Matches("^Build failed after .*: Soft, exit code 1\\.$", result.LastLine);
    }

    [Theory]
    [InlineData("Gate", 3, "No approval.")]
    [InlineData("GateAsync", 4, "Worse.")]
    public async Task AnExitCodeExceptionPrintsOnlyItsMessage(string target, int exitCode, string message)
    {
        var result = await _world.RunAsync<Build>(target);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains($"\n  {message}", result.Output);
        Assert.DoesNotContain(" at ", result.Output);
        Assert.DoesNotContain(nameof(ExitCodeException), result.Output);
    }

    [Fact]
    public async Task FailuresSideBySideAreAllTold()
    {
        var result = await _world.RunAsync<Build>("Several");
        Assert.Equal(6, result.ExitCode);
        Assert.Contains("  first of two\n  second of two\n", result.Output);
        Assert.DoesNotContain(" at ", result.Output);
    }

    [Fact]
    public async Task TheBuildsOwnExitCodeWins() => Assert.Equal(42, (await _world.RunAsync<Build>("Chosen")).ExitCode);

    private sealed class Broken : NukeBuild
    {
        public Broken() => throw new ExitCodeException(6, "The cloud is away.");

        public Target A => _ => _.Executes(Say("A"));
    }

    [Fact]
    public async Task AConstructorMayRefuse()
    {
        var result = await _world.RunAsync<Broken>("A");
        Assert.Equal(6, result.ExitCode);
        Assert.Equal("The cloud is away.", result.Output.Trim());
    }

    private sealed class BrokenStatic : NukeBuild
    {
        private static readonly string s_region = Region();

        public Target A => _ => _.Executes(Say(s_region));

        private static string Region() => throw new InvalidDataException("region.txt: line 1 is empty.");
    }

    [Fact]
    public async Task AStaticFieldMayRefuse()
    {
        var result = await _world.RunAsync<BrokenStatic>("A");
        Assert.Equal((2, "region.txt: line 1 is empty."), (result.ExitCode, result.Output.Trim()));
    }

    private sealed class Buggy : NukeBuild
    {
        public Buggy() => throw new InvalidOperationException("Not thought of.");

        public Target A => _ => _.Executes(Say("A"));
    }

    [Fact]
    public async Task ABugBeforeTheFirstTargetLeavesALog()
    {
        var result = await _world.RunAsync<Buggy>("A");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("InvalidOperationException: Not thought of.\n   at ", result.Output);
        Assert.Contains("   at ", Assert.Single((_world.Root / ".nuke" / "temp" / "logs").GlobFiles("*.log")).ReadAllText());
        Assert.StartsWith("Log: .nuke", result.LastLine);
    }

    private sealed class FailingHook : NukeBuild
    {
        public Target A => _ => _.Executes(Say("A"));

        protected override void OnBuildFinished() => throw new InvalidOperationException("late");
    }

    [Fact]
    public async Task AFailingHookFailsTheBuild()
    {
        var result = await _world.RunAsync<FailingHook>("A");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("InvalidOperationException: late\n", result.Output);
        Assert.EndsWith(": OnBuildFinished, exit code 1.", result.LastLine);
    }
}
