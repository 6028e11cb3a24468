using System.Text.Json.Nodes;
using GenAIOps.Pipeline.Support;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>An agent is an image and a configuration.</summary>
public sealed class Configurations
{
    private static readonly AgentConfiguration s_some = new(new Dictionary<string, string> { ["B"] = "2", ["A"] = "${PROJECT_ENDPOINT}/x" }, "model 1");

    [Fact]
    public void ItIsReadBackAsItWasWritten()
    {
        var read = AgentConfiguration.Read(JsonNode.Parse(s_some.Write().ToJsonString()))!;
        Assert.Equal((s_some.Sha256, s_some.Model), (read.Sha256, read.Model));
        Assert.Equal(s_some.Variables, read.Variables);
    }

    [Fact]
    public void TheOrderOfVariablesDoesNotMatterAndAllElseDoes()
    {
        Assert.Equal(s_some.Sha256, (s_some with { Variables = new Dictionary<string, string> { ["A"] = "${PROJECT_ENDPOINT}/x", ["B"] = "2" } }).Sha256);
        Assert.NotEqual(s_some.Sha256, (s_some with { Model = "model 2" }).Sha256);
        Assert.NotEqual(s_some.Sha256, (s_some with { Variables = new Dictionary<string, string> { ["A"] = "${PROJECT_ENDPOINT}/x" } }).Sha256);
        Assert.NotEqual(s_some.Sha256, (s_some with { Variables = new Dictionary<string, string> { ["A"] = "2", ["B"] = "${PROJECT_ENDPOINT}/x" } }).Sha256);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"sha256":"x","model":"m","variables":{}}""")]
    [InlineData("""{"sha256":"x","model":1,"variables":{"a":1}}""")]
    [InlineData("""{"variables":{"a":null}}""")]
    public void WhatIsNoneIsNone(string json) => Assert.Null(AgentConfiguration.Read(JsonNode.Parse(json)));

    [Fact]
    public void WhatWasChangedAfterwardsIsNone()
    {
        var json = s_some.Write();
        json["variables"]!["B"] = "3";
        Assert.Null(AgentConfiguration.Read(json));
    }

    [Fact]
    public void OfEvidenceItFillsInWhatTheEnvironmentHas() => Assert.Equal(
        new Dictionary<string, string> { ["PROJECT_ENDPOINT"] = "https://p", ["A"] = "https://p/x", ["B"] = "2" },
        AgentManifest.Of(s_some.Variables).Over(new Dictionary<string, string> { ["PROJECT_ENDPOINT"] = "https://p" }));
}
