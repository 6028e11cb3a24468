using System.Text.Json.Nodes;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Tests.Agents;

/// <summary>An agent is an image and a configuration.</summary>
public sealed class Configurations
{
    private static readonly AgentConfiguration s_some = new(new Dictionary<string, string> { ["B"] = "2", ["A"] = "${PROJECT_ENDPOINT}/x" }, "model 1");

    [Fact]
    public void ItIsReadBackAsItWasWritten()
    {
        var read = Read(s_some.Write().ToJsonString());
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
    [InlineData("{}", "variables is missing")]
    [InlineData("""{"sha256":"x","model":"m","variables":{}}""", "sha256 is no SHA-256")]
    [InlineData("""{"sha256":"x","model":1,"variables":{}}""", "model is no text")]
    [InlineData("""{"variables":{"a":null}}""", "variables.a is no text")]
    public void WhatIsNoConfigurationIsRefusedWithItsPlace(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void AChangedVariableIsRefused()
    {
        var json = s_some.Write();
        json["variables"]!["B"] = "3";
        Assert.Contains("is not the hash", Assert.Throws<InvalidDataException>(() => Read(json.ToJsonString())).Message, StringComparison.Ordinal);
    }

    private static AgentConfiguration Read(string json) => AgentConfiguration.Read(new JsonFields(JsonNode.Parse(json)!.AsObject()));
}
