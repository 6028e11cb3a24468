using GenAIOps.Operations.Alerts;

namespace GenAIOps.Operations.Tests;

public sealed class AlertRules
{
    public static TheoryData<string> Ids => [.. AgentAlerts.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void ARuleFiresOnItsIncidentAndIsSilentOnAnOrdinaryDay(string id)
    {
        var rule = AgentAlerts.All.Single(rule => rule.Id == id);
        Assert.True(rule.FiresOn(rule.Incident));
        Assert.False(rule.FiresOn(rule.Healthy));
    }

    [Fact]
    public void NoTwoRulesHaveOneName() => Assert.Equal(AgentAlerts.All.Count, AgentAlerts.All.Select(rule => rule.Id).Distinct().Count());

    [Fact]
    public void AWindowThatIsNotFullDecidesNothing() =>
        Assert.False(AgentAlerts.All.Single(rule => rule.Id == "no-replicas").FiresOn([0, 0, 0]));
}
