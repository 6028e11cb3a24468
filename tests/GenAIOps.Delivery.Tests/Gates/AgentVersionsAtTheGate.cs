using GenAIOps.Delivery.Gates;
using GenAIOps.Evidence.Agents;
using static GenAIOps.Delivery.Tests.Gates.Pieces;

namespace GenAIOps.Delivery.Tests.Gates;

/// <summary>The same image with other variables or another model is another agent.</summary>
public sealed class AgentVersionsAtTheGate
{
    private static readonly Gate s_gate = Gate.For("prod").Requires(Evaluation.NonInferior(0.9), Safety.AttackSuccessRateAtMost(0.05), Approval.By(1));
    private static readonly string s_one = new('1', 64), s_two = new('2', 64);

    [Theory]
    [InlineData('1', false, null, "", true)]
    [InlineData('2', false, null, "judged another configuration", false)]
    [InlineData(null, false, null, "judged another configuration", false)]
    [InlineData('1', true, '2', "compared with nothing, but", false)]
    [InlineData('1', true, '1', "", true)]
    [InlineData('1', true, null, "", true)]
    public void WhatIsJudgedIsImageAndConfiguration(char? judged, bool isLive, char? serving, string because, bool allowed)
    {
        var evaluation = Judged with { Subject = new AgentReference(Agent.ImageDigest, Hash(judged)) };
        var decision = s_gate.Decide(new GateContext(Agent, "prod", Of([evaluation, Approved]), isLive ? new AgentReference(Agent.ImageDigest, Hash(serving)) : null, Now));
        Assert.Equal(allowed, decision.Allowed);
        Assert.Contains(because, decision.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void ABaselineInTheConfigurationThatServesCounts()
    {
        var evidence = Of([Judged with { Baselines = [new(new AgentReference(Other.ImageDigest, s_one), ["prod"])] }, Approved]);
        GateContext context = new(Agent, "prod", evidence, new AgentReference(Other.ImageDigest, s_one), Now);
        Assert.True(s_gate.Decide(context).Allowed);
        Assert.Contains("in another configuration than it has", s_gate.Decide(context with { Released = new AgentReference(Other.ImageDigest, s_two) }).Explain(), StringComparison.Ordinal);

        // Where nothing tells what serves, the image decides, as it did.
        Assert.True(s_gate.Decide(context with { Released = new AgentReference(Other.ImageDigest, null) }).Allowed);
        Assert.Contains("is live", s_gate.Decide(context with { Released = new AgentReference("sha256:" + new string('c', 64), s_one) }).Explain(), StringComparison.Ordinal);
    }

    /// <summary>Where two environments have different agents live, one verdict against both opens both gates.</summary>
    [Fact]
    public void EachEnvironmentIsServedByTheBaselineThatIsLiveThere()
    {
        AgentReference eu = new(Other.ImageDigest, s_one), us = new("sha256:" + new string('c', 64), s_two);
        GateContext context = new(Agent, "prod", Of([Judged with { Baselines = [new(eu, ["prod-eu"]), new(us, ["prod-us"])] }, Approved]), eu, Now);
        Assert.True(s_gate.Decide(context).Allowed);
        Assert.True(s_gate.Decide(context with { Released = us }).Allowed);
        Assert.Contains("in another configuration than it has", s_gate.Decide(context with { Released = us with { ConfigurationSha256 = s_one } }).Explain(), StringComparison.Ordinal);
        var third = "sha256:" + new string('d', 64);
        Assert.Contains($"compared with {eu.ImageDigest} (live in prod-eu) and {us.ImageDigest} (live in prod-us), but {third} is live", s_gate.Decide(context with { Released = new AgentReference(third, s_one) }).Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void ABaselineWhoseConfigurationNothingTellsIsNotWhatServes()
    {
        var evidence = Of([Judged with { Baselines = [new(new AgentReference(Other.ImageDigest, null), ["prod"])] }, Approved]);
        Assert.False(s_gate.Decide(new GateContext(Agent, "prod", evidence, Other.ToReference(), Now)).Allowed);
    }

    [Theory]
    [InlineData('2')]
    [InlineData(null)]
    public void AnApprovalIsOfAConfiguration(char? approved)
    {
        var approval = Approved with { Agent = new AgentReference(Agent.ImageDigest, Hash(approved)) };
        var decision = s_gate.Decide(new GateContext(Agent, "prod", Of([Judged, approval]), null, Now));
        Assert.False(decision.Allowed);
        Assert.Contains("an operator approved another configuration", decision.Explain(), StringComparison.Ordinal);
    }

    private static string? Hash(char? digit) => digit is { } known ? new string(known, 64) : null;
}
