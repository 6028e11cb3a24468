using Nuke.Common;
using static Nuke.Embedded.Tests.Steps;

namespace Nuke.Embedded.Tests;

public sealed class Components : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private interface ICompile : INukeBuild
    {
        [Parameter("What to build")] string? Flavour => TryGetValue(() => Flavour);
        [Parameter] int? Level => TryGetValue<int?>(() => Level);

        Target Compile => _ => _.Executes(() => Serilog.Log.Information("ran {What}", $"Compile:{Flavour}:{Level}"));
    }

    private interface ITest : ICompile
    {
        Target Test => _ => _.DependsOn(Compile).Executes(() =>
        {
            Serilog.Log.Information("ran Test");
            ReportSummary(x => { x["Root"] = RootDirectory.Name; return x; });
        });
    }

    private interface IDeploy : INukeBuild
    {
        Target Deploy => _ => _.TryDependsOn<ITest>(x => x.Test).TryAfter<IAbsent>(x => x.Nothing).Executes(Say("Deploy"));
    }

    private interface IAbsent : INukeBuild
    {
        Target Nothing => _ => _;
    }

    private sealed class Full : NukeBuild, ITest, IDeploy
    {
        public Target All => _ => _.DependsOn<IDeploy>(x => x.Deploy).Executes(Say("All"));
    }

    private sealed class Bare : NukeBuild, IDeploy;

    [Fact]
    public async Task ComponentsAreWiredByDelegatesOfDefaultMembers() =>
        Assert.Equal("Compile:sweet:3 Test Deploy All", (await _world.RunAsync<Full>("All --flavour sweet --level 3")).Ran);

    [Fact]
    public async Task TheDefaultMayBeAComponentsTarget() =>
        Assert.Equal("Compile:: Test", (await _world.RunAsync<Full>("", x => ((ITest)x).Test)).Ran);

    [Fact]
    public async Task TryDependsOnIsNothingWithoutTheComponent() =>
        Assert.Equal("Deploy", (await _world.RunAsync<Bare>("Deploy")).Ran);

    [Fact]
    public async Task AComponentCanReportASummary()
    {
        var result = await _world.RunAsync<Full>("Test");
        Assert.Equal(_world.Root.Name, result.Report.GetProperty("targets")[1].GetProperty("summary").GetProperty("Root").GetString());
    }

    private sealed class Reimplementing : NukeBuild, ITest
    {
        Target ITest.Test => _ => _.Inherit<ITest>(x => x.Test).Executes(Say("More"));
        public Target After => _ => _.DependsOn<ITest>().Executes(Say("After"));
    }

    [Fact]
    public async Task AnExplicitReimplementationInheritsTheComponentsDefinition() =>
        Assert.Equal("Compile:: Test More After", (await _world.RunAsync<Reimplementing>("After")).Ran);

    private interface ITestMore : ITest
    {
        Target ITest.Test => _ => _.Executes(Say("TestMore"));
    }

    private sealed class Derived : NukeBuild, ITestMore;

    [Fact]
    public async Task ADerivedComponentCanReimplement() =>
        Assert.Equal("TestMore", (await _world.RunAsync<Derived>("Test")).Ran);

    private interface IOther : INukeBuild
    {
        Target Test => _ => _;
    }

    private sealed class Torn : NukeBuild, ITest, IOther;

    [Fact]
    public async Task TwoComponentsWithTheSameTargetAreRefused()
    {
        var result = await _world.RunAsync<Torn>("Test");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'IOther' and 'ITest'", result.Output.Replace("'ITest' and 'IOther'", "'IOther' and 'ITest'"));
        Assert.Contains("public Target Test => …", result.Output);
    }

    private sealed class Joined : NukeBuild, ITest, IOther
    {
        public Target Test => _ => _.Executes(Say("Joined"));
    }

    [Fact]
    public async Task TheBuildsOwnTargetStandsInForBoth() => Assert.Equal("Joined", (await _world.RunAsync<Joined>("Test")).Ran);

    private sealed class Hidden : NukeBuild, IOther
    {
        private Target Test => _ => _.Executes(Say("Hidden"));
    }

    [Fact]
    public async Task ATargetThatHidesAComponentsMustBePublic()
    {
        var result = await _world.RunAsync<Hidden>("Test");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("must be public", result.Output);
    }

    private sealed class Mistaken : NukeBuild
    {
        public Target A => _ => _.DependsOn<ITest>(x => x.Test);
    }

    [Fact]
    public async Task AMissingComponentIsNamed()
    {
        var result = await _world.RunAsync<Mistaken>("A");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Target 'A' refers to component 'ITest', which 'Mistaken' does not implement.", result.Output);
    }

    private sealed class Strict : NukeBuild, ICompile
    {
        public Target Ship => _ => _.DependsOn<ICompile>().Requires<string?>(() => ((ICompile)this).Flavour).Executes(Say("Ship"));
    }

    [Fact]
    public async Task AComponentsParameterCanBeRequired()
    {
        var result = await _world.RunAsync<Strict>("Ship");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Target 'Ship' requires --flavour (What to build).", result.Output);
        Assert.Equal("Compile:x: Ship", (await _world.RunAsync<Strict>("Ship --flavour x")).Ran);
    }
}
