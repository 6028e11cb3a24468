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

    /// <summary>For those who want a refusal where a release tells a difference.</summary>
    [Fact]
    public void SettingsMayBeAskedToBeThoseOfTheEvaluation()
    {
        EnvironmentSettings qa = new("qa", new Dictionary<string, string> { ["STYLE"] = "short", ["ONLY_QA"] = "1" }, ["TOKEN"], new Dictionary<string, string> { ["cpu"] = "0.5" });
        EnvironmentSettings prod = new("prod", new Dictionary<string, string> { ["STYLE"] = "long" }, ["TOKEN", "CRM"], new Dictionary<string, string> { ["cpu"] = "1", ["contentFilter"] = "strict" });
        var gate = Gate.For("prod").Requires(Evaluation.SameSettings);

        Assert.Equal((true, "as in qa"), Decide(qa, qa with { Environment = "prod" }));
        Assert.Equal((false, "CRM is not set in qa and a secret in prod; ONLY_QA is '1' in qa and not set in prod; STYLE is 'short' in qa and 'long' in prod; contentFilter is not set in qa and 'strict' in prod; cpu is '0.5' in qa and '1' in prod"), Decide(qa, prod));
        Assert.StartsWith("nothing says", Decide(null, prod).Because, StringComparison.Ordinal);
        Assert.StartsWith("nothing says", Decide(qa, null).Because, StringComparison.Ordinal);

        (bool, string Because) Decide(EnvironmentSettings? evaluated, EnvironmentSettings? here)
        {
            var reason = Assert.Single(gate.Decide(new GateContext(Agent, "prod", Of([Judged with { Settings = evaluated }]), null, Now) { Settings = here }).Reasons);
            return (reason.Met, reason.Because);
        }
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
