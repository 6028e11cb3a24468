using Nuke.Common;
using Nuke.Common.IO;
using static Nuke.Embedded.Tests.Steps;

namespace Nuke.Embedded.Tests;

internal static class Steps
{
    /// <summary>The body of a target that only says that it ran.</summary>
    public static Action Say(string name) => () => Serilog.Log.Information("ran {Name}", name);
}

public sealed class PlanOrder : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Declared : NukeBuild
    {
        public Target Z => _ => _.Executes(Say("Z"));
        public Target A => _ => _.Executes(Say("A"));
        public Target M => _ => _.DependsOn(Z, A).Executes(Say("M"));
    }

    [Fact]
    public async Task DependenciesRunInTheOrderInWhichTheyAreNamed() =>
        Assert.Equal("Z A M", (await _world.RunAsync<Declared>("M")).Ran);

    [Fact]
    public async Task TheDefaultRunsWhenNothingIsNamed() =>
        Assert.Equal("Z A M", (await _world.RunAsync<Declared>("", x => x.M)).Ran);

    [Fact]
    public async Task NamedTargetsReplaceTheDefaultAndMayBeSpeltAsOptionsAre() =>
        Assert.Equal("A", (await _world.RunAsync<Declared>("--target a", x => x.M)).Ran);

    [Fact]
    public async Task TargetsAreAlsoFoundBehindFlags() =>
        Assert.Equal("A Z", (await _world.RunAsync<Declared>("--no-logo A+Z")).Ran);

    private sealed class Ordered : NukeBuild
    {
        public Target First => _ => _.Before(Second).Executes(Say("First"));
        public Target Second => _ => _.Executes(Say("Second"));
        public Target Third => _ => _.After(Second).Executes(Say("Third"));
        public Target Cleaner => _ => _.DependentFor(Second).Executes(Say("Cleaner"));
    }

    [Fact]
    public async Task AfterAndBeforeOrderButDoNotPullIn()
    {
        Assert.Equal("Third", (await _world.RunAsync<Ordered>("Third")).Ran);
        Assert.Equal("First Cleaner Second Third", (await _world.RunAsync<Ordered>("Third Second First")).Ran.Replace("Cleaner First", "First Cleaner"));
    }

    [Fact]
    public async Task DependentForIsAnInverseDependency() =>
        Assert.Equal("Cleaner Second", (await _world.RunAsync<Ordered>("Second")).Ran);

    private sealed class Triggering : NukeBuild
    {
        public Target Publish => _ => _.Triggers(Announce).Executes(Say("Publish"));
        public Target Announce => _ => _.DependsOn(Write).Executes(Say("Announce"));
        public Target Write => _ => _.Executes(Say("Write"));
        public Target Thank => _ => _.TriggeredBy(Announce).Executes(Say("Thank"));
    }

    [Fact]
    public async Task TriggersPullInWhatComesAfterwards() =>
        Assert.Equal(["Announce", "Publish", "Thank", "Write"], (await _world.RunAsync<Triggering>("Publish")).Ran.Split(' ').Order());

    [Fact]
    public async Task ATriggeredTargetRunsAfterTheOneThatTriggersIt()
    {
        var order = (await _world.RunAsync<Triggering>("Publish")).Ran.Split(' ').ToList();
        Assert.True(order.IndexOf("Publish") < order.IndexOf("Announce"));
        Assert.True(order.IndexOf("Announce") < order.IndexOf("Thank"));
    }

    private sealed class Circular : NukeBuild
    {
        public Target A => _ => _.DependsOn(B);
        public Target B => _ => _.After(C);
        public Target C => _ => _.DependsOn(A);
    }

    [Fact]
    public async Task ACircleIsRefusedAndShown()
    {
        var result = await _world.RunAsync<Circular>("C");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("A -> B -> C -> A", result.Output);
    }

    private sealed class Capturing : NukeBuild
    {
        public Target A
        {
            get
            {
                var name = "A"; // makes every reading of the property a delegate of its own
                return _ => _.Executes(Say(name));
            }
        }

        public Target B => _ => _.DependsOn(A).Executes(Say("B"));
    }

    [Fact]
    public async Task ATargetWhoseLambdaCapturesLocalsIsStillRecognized() =>
        Assert.Equal("A B", (await _world.RunAsync<Capturing>("B")).Ran);

    private class Basic : NukeBuild
    {
        public virtual Target Compile => _ => _.Executes(Say("BaseCompile"));
        public Target Pack => _ => _.DependsOn(Compile).Executes(Say("Pack"));
    }

    private sealed class Special : Basic
    {
        public override Target Compile => _ => _.Base().Executes(Say("Compile"));
    }

    [Fact]
    public async Task AnOverrideCanKeepTheBaseDefinition() =>
        Assert.Equal("BaseCompile Compile Pack", (await _world.RunAsync<Special>("Pack")).Ran);

    private sealed class Sharing : NukeBuild
    {
        public Target Pack => _ => _.Produces("artifacts/*.zip").Executes(Say("Pack"));
        public Target Upload => _ => _.After(Pack).Consumes(Pack).OnlyWhenStatic(() => IsServerBuild).Executes(Say("Upload"));
    }

    [Fact]
    public async Task ThePlanShowsProductsAndConditions()
    {
        var output = (await _world.RunAsync<Sharing>("--plan Upload Pack")).Output;
        Assert.Contains("1. Pack  leaves artifacts/*.zip\n", output);
        Assert.Contains("2. Upload  reads artifacts/*.zip of Pack; only when IsServerBuild\n", output);
    }

    [Fact]
    public async Task ThePlanIsPrintedAndNothingRuns()
    {
        var result = await _world.RunAsync<Declared>("--plan M --skip A");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"(?s)1\. Z.*2\. A  skipped via parameter.*3\. M  -> Z, A", result.Output);
        Assert.Equal("", result.Ran);
        Assert.False(result.ReportFile.FileExists());
    }
}
