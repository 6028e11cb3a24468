using Nuke.Common;
using static Nuke.Embedded.Tests.Steps;

namespace Nuke.Embedded.Tests;

public sealed class SkipsAndConditions : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Chain : NukeBuild
    {
        [Parameter] public readonly bool Fast;
        [Parameter] public readonly bool Late;
        private bool _prepared;

        public Target Restore => _ => _.Executes(Say("Restore"));
        public Target Compile => _ => _.DependsOn(Restore).Executes(Say("Compile"));
        public Target Prepare => _ => _.Executes(Say("Prepare"), () => _prepared = true);
        public Target Check => _ => _.DependsOn(Compile, Prepare).OnlyWhenStatic(() => !Fast).Executes(Say("Check"));
        public Target Measure => _ => _.DependsOn(Prepare).OnlyWhenDynamic(() => _prepared && !Late).Triggers(Plot).Executes(Say("Measure"));
        public Target Plot => _ => _.Executes(Say("Plot"));
        public Target Keep => _ => _.DependsOn(Restore).OnlyWhenStatic(() => !Fast).WhenSkipped(DependencyBehavior.Execute).Executes(Say("Keep"));
        public Target All => _ => _.DependsOn(Check, Measure).Executes(Say("All"));

        protected override void OnTargetSkipped(string target) => Serilog.Log.Information("skipped {Target}", target);
    }

    [Fact]
    public async Task NamedTargetsAreSkippedWithWhatOnlyTheyNeed()
    {
        var result = await _world.RunAsync<Chain>("All --skip check");
        Assert.Equal("Prepare Measure All Plot", result.Ran);
        Assert.Equal("Skipped", result.StatusOf("Restore"));
        Assert.Contains("- Restore skipped (because of Compile)", result.Output);
        Assert.Contains("- Check skipped (via parameter)", result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task ABareSkipLeavesWhatWasAskedFor() =>
        Assert.Equal("Compile All", (await _world.RunAsync<Chain>("Compile All --skip")).Ran);

    [Fact]
    public async Task ABareSkipKeepsTheDefaultTarget() => Assert.Equal("All", (await _world.RunAsync<Chain>("--skip", x => x.All)).Ran);

    [Fact]
    public async Task AStaticConditionSkipsBeforeAnythingRuns()
    {
        var result = await _world.RunAsync<Chain>("Check --fast");
        Assert.Equal("", result.Ran);
        Assert.Contains("OnlyWhen: !Fast", result.Output);
        Assert.Contains("skipped Check", result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    private sealed class Broken : NukeBuild
    {
        public Target First => _ => _.Executes(Say("First"));
        public Target Odd => _ => _.DependsOn(First).OnlyWhenStatic(() => int.Parse("x") > 0).Executes(Say("Odd"));
        public Target Late => _ => _.DependsOn(First).OnlyWhenDynamic(() => int.Parse("x") > 0).Executes(Say("Late"));
    }

    [Fact]
    public async Task AConditionThatThrowsIsAFailureOfItsTarget()
    {
        var early = await _world.RunAsync<Broken>("Odd");
        Assert.Equal(1, early.ExitCode);
        Assert.Equal("", early.Ran);
        Assert.Contains("A static condition of target 'Odd' could not be evaluated.", early.Output);

        var late = await _world.RunAsync<Broken>("Late");
        Assert.Equal(1, late.ExitCode);
        Assert.Equal("First", late.Ran);
        Assert.Equal("Failed", late.StatusOf("Late"));
    }

    [Fact]
    public async Task AStaticConditionSparesWhatOthersNeed() => Assert.Equal("Prepare Measure All Plot", (await _world.RunAsync<Chain>("All --fast")).Ran);

    [Fact]
    public async Task WhenSkippedCanKeepTheDependencies() => Assert.Equal("Restore", (await _world.RunAsync<Chain>("Keep --fast")).Ran);

    [Fact]
    public async Task ADynamicConditionSeesWhatRanBefore()
    {
        Assert.Equal("Prepare Measure Plot", (await _world.RunAsync<Chain>("Measure")).Ran);

        var late = await _world.RunAsync<Chain>("Measure --late");
        Assert.Equal("Prepare", late.Ran);
        Assert.Equal("Skipped", late.StatusOf("Plot"));
        Assert.Contains("OnlyWhen: _prepared && !Late", late.Output);
    }
}
