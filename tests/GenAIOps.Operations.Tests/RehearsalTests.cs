using GenAIOps.Operations.Alerts;

namespace GenAIOps.Operations.Tests;

public sealed class RehearsalTests
{
    public static TheoryData<string> Ids => [.. AgentAlerts.All.Select(rule => rule.Id)];

    private static AlertRule Rule(string id) => AgentAlerts.All.Single(rule => rule.Id == id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void EveryRuleFiresOnItsIncidentAndIsSilentOnAnOrdinaryDay(string id)
    {
        var rehearsed = Rehearsal.Of(Rule(id));

        Assert.True(rehearsed.FiresOnIncident);
        Assert.True(rehearsed.SilentWhenHealthy);
        Assert.InRange(rehearsed.DetectedAfterMinutes!.Value, Rule(id).WindowMinutes, Rule(id).Incident.Count);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void EveryRuleIsOneThatAzureMonitorTakes(string id) => Assert.Empty(Rule(id).Problems());

    [Theory]
    [MemberData(nameof(Ids))]
    public void ARuleWhoseSeriesAreExchangedDoesNotStandItsRehearsal(string id)
    {
        var rule = Rule(id);

        Assert.False(Rehearsal.Of(rule with { Incident = rule.Healthy, Healthy = rule.Incident }).Passed);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ARuleThatCanNeverFireOrAlwaysFiresDoesNotStandItsRehearsal(string id)
    {
        var rule = Rule(id);
        var isBelow = rule.Operator.StartsWith("Less", StringComparison.Ordinal);

        Assert.False(Rehearsal.Of(rule with { Threshold = isBelow ? -1 : double.MaxValue }).FiresOnIncident);
        Assert.False(Rehearsal.Of(rule with { Threshold = isBelow ? double.MaxValue : -1 }).SilentWhenHealthy);
    }

    [Fact]
    public void AnIncidentThatIsOverBeforeTheNextLookIsNotCountedAsSeen()
    {
        var rule = Rule("failed-requests") with { WindowMinutes = 5, FrequencyMinutes = 5, Incident = [0, 0, 0, 0, 6, 0, 0, 0, 0, 0] };

        Assert.True(Rehearsal.Of(rule).FiresOnIncident);
        Assert.False(Rehearsal.Of(rule with { Incident = [6, 0, 0, 0, 0, 0, 0, 0, 0, 0] }).FiresOnIncident);
    }

    [Fact]
    public void ASpikeSplitByTheRhythmIsSeenOnlyFromSomeBeginnings()
    {
        var rule = Rule("failed-requests") with { FrequencyMinutes = 5, Incident = [0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0] };

        Assert.True(Rehearsal.Of(rule with { FrequencyMinutes = 1 }).FiresOnIncident);
        Assert.False(Rehearsal.Of(rule with { Incident = [.. Enumerable.Repeat<double?>(0, 4), 3, 3, 0, 0, 0] }).FiresOnIncident);
    }

    [Fact]
    public void AWindowThatIsNotFullDecidesNothing() =>
        Assert.False(Rehearsal.Of(Rule("no-replicas") with { Incident = [0, 0, 0] }).FiresOnIncident);

    [Fact]
    public void WhatWasNotMeasuredFiresNoMetricRuleButIsSilenceInALog()
    {
        double?[] nothing = [.. Enumerable.Repeat<double?>(null, 15)];

        Assert.False(Rule("no-replicas").IsMetBy(nothing));
        Assert.True(Rule("no-telemetry").IsMetBy(nothing));
    }

    [Theory]
    [InlineData("Average", 2.0)]
    [InlineData("Total", 6.0)]
    [InlineData("Count", 6.0)]
    [InlineData("Maximum", 3.0)]
    [InlineData("Minimum", 1.0)]
    public void AWindowIsPutTogetherAsTheAggregationSays(string aggregation, double value)
    {
        var rule = Rule("failed-requests") with { Aggregation = aggregation, Operator = "GreaterThanOrEqual", Threshold = value };

        Assert.True(rule.IsMetBy([1, 2, null, 3]));
        Assert.False((rule with { Operator = "GreaterThan" }).IsMetBy([1, 2, null, 3]));
        Assert.True((rule with { Operator = "LessThanOrEqual" }).IsMetBy([1, 2, null, 3]));
        Assert.False((rule with { Operator = "LessThan" }).IsMetBy([1, 2, null, 3]));
    }
}
