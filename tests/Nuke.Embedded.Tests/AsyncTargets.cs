using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.Testing;
using Nuke.Common.Tooling;
using Serilog;

namespace Nuke.Embedded.Tests;

/// <summary>Cancellation, time limits, repetition and results of targets.</summary>
public sealed class AsyncTargets : IDisposable
{
    private sealed class Build : NukeBuild
    {
        private int _attempts;

        [Parameter] private readonly int Failures = 2;

        public Target Shaky => _ => _.Retries(2, TimeSpan.FromMilliseconds(1)).Executes(() =>
        {
            if (_attempts++ < Failures) throw new InvalidOperationException($"attempt {_attempts} is bad");
        });

        public Target Late => _ => _.Timeout(TimeSpan.FromMilliseconds(50)).Executes(token => Task.Delay(Timeout.Infinite, token));

        public Target LateProcess => _ => _.Timeout(TimeSpan.FromMilliseconds(300)).Executes(() => ProcessTasks.StartShell("sleep 600", RootDirectory).AssertZeroExitCode());

        public Target Beside => _ => _.Executes(() => ProcessTasks.StartShell("sleep 1", RootDirectory).AssertZeroExitCode());

        public Target Image => _ => _.Executes(async token =>
        {
            await Task.Delay(1, token);
            return "sha256:1";
        });

        public Target Answer => _ => _.Executes(() => 42);
        public Target Through => _ => _.DependsOn(Image, Answer);
        public Target Use => _ => _.DependsOn(Through).Executes(() => Log.Information("image {Image}, answer {Answer}", this.ResultOf<string>(Image), this.ResultOf<int>(Answer)));
        public Target Careless => _ => _.Executes(() => this.ResultOf<string>(Image));
        public Target OtherType => _ => _.DependsOn(Answer).Executes(() => this.ResultOf<string>(Answer));
        public Target Silent => _ => _.Executes(() => { });
        public Target OfSilent => _ => _.DependsOn(Silent).Executes(() => this.ResultOf<string>(Silent));
        public Target Skipped => _ => _.OnlyWhenDynamic(() => false).Executes(() => "never");
        public Target OfSkipped => _ => _.DependsOn(Skipped).Executes(() => this.ResultOf<string>(Skipped));
    }

    private readonly BuildTest<Build> _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task AFailingTargetIsTriedAgainAndEachFailureIsSaid()
    {
        var result = await _test.RunAsync("Shaky");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("attempt 1 of 3 failed: InvalidOperationException: attempt 1 is bad", result.Output, StringComparison.Ordinal);
        Assert.Contains("attempt 2 of 3 failed: InvalidOperationException: attempt 2 is bad", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AfterTheLastAttemptItHasFailed()
    {
        var result = await _test.RunAsync("Shaky", "--failures", "3");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Build failed after", result.Output, StringComparison.Ordinal);
        Assert.Contains("  InvalidOperationException: attempt 3 is bad", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATargetThatTakesTooLongFailsWithItsLimit()
    {
        var result = await _test.RunAsync("Late");
        Assert.Equal((1, ExecutionStatus.Failed), (result.ExitCode, result["Late"].Status));
        Assert.Contains("Late did not end within", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALimitEndsTheProcessesOfItsTargetAndNoOthers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        var result = await _test.RunAsync("LateProcess", "Beside", "--parallel", "2");
        Assert.Equal((ExecutionStatus.Failed, ExecutionStatus.Succeeded), (result["LateProcess"].Status, result["Beside"].Status));
    }

    [Fact]
    public async Task ResultsGoFromTargetToTarget()
    {
        var result = await _test.RunAsync("Use");
        Assert.Contains("image sha256:1, answer 42", result.Output, StringComparison.Ordinal);
        Assert.Equal("sha256:1", result.ResultOf("Image"));
    }

    [Theory]
    [InlineData("Careless", "'Careless' does not depend on 'Image'")]
    [InlineData("OtherType", "'Answer' returned a Int32, not a String")]
    [InlineData("OfSilent", "'Silent' returned nothing")]
    [InlineData("OfSkipped", "'Skipped' has no result: its status is Skipped")]
    public async Task AResultThatIsNotThereIsExplained(string target, string said)
    {
        var result = await _test.RunAsync(target);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
    }

    private sealed class Own : NukeBuild
    {
        [Parameter] private readonly string Word = "";
        [Parameter, Secret] private readonly string Key = "";

        public Target Say => _ => _.Executes(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                Log.Information("log {Word} {Key}", Word, Key);
                Console.WriteLine($"console {Word} in {RootDirectory.Name}");
                await Task.Yield();
            }
        });
    }

    [Fact]
    public async Task ManyBuildsInOneProcessDoNotSeeOneAnother()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(async number =>
        {
            using BuildTest<Own> test = new();
            return (number, test.RootDirectory.Name, await test.RunAsync("Say", "--word", $"word{number}", "--key", $"key-of-{number}-key"));
        }));

        Assert.All(runs, run =>
        {
            var (number, root, result) = run;
            var said = result.Output.Split('\n').Where(x => x.StartsWith("  ", StringComparison.Ordinal)).ToArray();
            Assert.Equal(20, said.Count(x => x == $"  log word{number} ***"));
            Assert.Equal(20, said.Count(x => x == $"  console word{number} in {root}"));
            Assert.Equal(40, said.Length);
        });
    }

    private sealed class Timed : NukeBuild
    {
        public Target Short => _ => _.Executes(() => Log.Information("short"));
        public Target Long => _ => _.Executes(token => Task.Delay(30, token));
        public Target After => _ => _.DependsOn(Long).Executes(token => Task.Delay(10, token));
    }

    [Fact]
    public async Task TheCriticalPathIsMarked()
    {
        using BuildTest<Timed> test = new();
        var result = await test.RunAsync("Short", "After", "--parallel", "3");
        Assert.Contains("Long ◆", result.Output, StringComparison.Ordinal);
        Assert.Contains("After ◆", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Short ◆", result.Output, StringComparison.Ordinal);
        Assert.Contains("◆ critical path", result.Output, StringComparison.Ordinal);
    }
}
