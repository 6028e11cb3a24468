using GenAIOps.Pipeline.Stages.Testing;
using GenAIOps.Pipeline.Support;

namespace GenAIOps.Pipeline.Tests.Stages.Testing;

/// <summary>What runs, what is carried over and what is left out.</summary>
public sealed class Plans
{
    private static readonly TestModule s_agent = Module("Agent.Tests", true), s_core = Module("Core.Tests", true), s_tool = Module("Tool.Tests", false);

    [Fact]
    public void AReleaseAsksForWhatReachesTheImageAndNamesTheRest()
    {
        var plan = Plan(all: false);
        Assert.Equal([(s_agent, "now"), (s_core, "now")], plan.Asked);
        Assert.Equal(["Tool.Tests"], plan.NotReached);
        Assert.False(plan.NoneReaches);
    }

    [Fact]
    public void AskedForByNameAllAre()
    {
        var plan = Plan(all: true);
        Assert.Equal([s_agent, s_core, s_tool], plan.Asked.Select(x => x.Module));
        Assert.Empty(plan.NotReached);
    }

    [Fact]
    public void WhereNoneReachesTheImageAllAreAskedFor()
    {
        var plan = TestPlan.Of([s_tool], all: false, _ => "now");
        Assert.Equal([(s_tool, "now")], plan.Asked);
        Assert.True(plan.NoneReaches);
    }

    [Fact]
    public void InputsOfWhatIsLeftOutAreNotRead() =>
        Assert.Single(TestPlan.Of([s_agent, s_tool], all: false, module => module == s_tool ? throw new InvalidOperationException(module.Name) : "now").Asked);

    [Fact]
    public void WhatPassedOnTheVerySameInputsIsCarriedOverAndTheRestRuns()
    {
        ModuleResult passed = new("Core.Tests", "now", 3, 0, 1, default, "commit");
        var (carriedOver, run) = Plan(all: false).Part((module, fingerprint) => (module.Name, fingerprint) == (passed.Module, passed.Fingerprint) ? passed : null);
        Assert.Equal([passed with { CarriedOver = true }], carriedOver);
        Assert.Equal([(s_agent, "now")], run);
    }

    private static TestPlan Plan(bool all) => TestPlan.Of([s_agent, s_core, s_tool], all, _ => "now");

    private static TestModule Module(string name, bool reaches) => new(name, $"/{name}/{name}.csproj", reaches, new TestInputs("/", new ProjectClosure([], [], [], [])));
}
