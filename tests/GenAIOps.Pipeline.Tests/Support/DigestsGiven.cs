using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Tests.Model;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Tests.Support;

public sealed class DigestsGiven
{
    private static readonly string First = $"sha256:{new string('1', 64)}";
    private static readonly string Second = $"sha256:{new string('2', 64)}";
    private static readonly AgentDefinition[] Two = [Some.Agent("support"), Some.Agent("triage")];

    [Fact]
    public void AnOnlyAgentNeedsNoName()
    {
        Assert.Equal(First, GivenDigests.Of("support", First, [Two[0]], null));
        Assert.Equal(First, GivenDigests.Of("support", $"support={First}", [Two[0]], null));
        Assert.Equal(First, GivenDigests.Of("triage", First, Two, "triage"));
    }

    [Fact]
    public void EachOfSeveralHasItsOwn()
    {
        var given = $"triage={Second}, support={First}";

        Assert.Equal(First, GivenDigests.Of("support", given, Two, null));
        Assert.Equal(Second, GivenDigests.Of("triage", given, Two, null));
        Assert.Equal(Second, GivenDigests.Of("triage", $"triage={Second}", Two, "triage"));
    }

    [Fact]
    public void WhatLeavesAnAgentOpenIsRefused()
    {
        Assert.Contains("Say whose it is with --agent NAME, or name each: support=sha256:…,triage=sha256:…", Message(First));
        Assert.Contains("names no image of triage", Message($"support={First}"));
        Assert.Contains("'billing', which is no agent", Message($"support={First},billing={Second}"));
        Assert.Contains("names 'support' twice", Message($"support={First},support={Second}"));
        Assert.Contains("--digest is 'triage=latest'", Message($"support={First},triage=latest"));
        Assert.Contains($"--digest is '{First},{Second}'", Message($"{First},{Second}"));
    }

    private static string Message(string given)
    {
        var refusal = Assert.Throws<ExitCodeException>(() => GivenDigests.Of("support", given, Two, null));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        return refusal.Message;
    }
}
