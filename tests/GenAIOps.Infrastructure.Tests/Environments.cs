using System.Text.Json.Nodes;

namespace GenAIOps.Infrastructure.Tests;

public sealed class Environments
{
    private static readonly AgentEnvironment Qa = new()
    {
        Name = "qa",
        SubscriptionId = "11111111-1111-1111-1111-111111111111",
        ResourceGroup = "agent-qa",
        SharedResourceGroup = "agent-shared",
        Location = "swedencentral",
        Workload = "agent",
        Registry = "agent11111",
    };

    [Fact]
    public void EachResourceComesAfterThoseThatItNames()
    {
        var before = new List<string>();
        var all = EnvironmentResources.Of(Qa);
        foreach (var resource in all)
        {
            var text = resource.Id + resource.Body.ToJsonString();
            Assert.DoesNotContain(all, other => other != resource && !before.Contains(other.Id) && text.Contains($"\"{other.Id}\"", StringComparison.Ordinal));
            before.Add(resource.Id);
        }
    }

    [Fact]
    public void TheTemplateIsTheSameEachTimeAndHoldsNoSubscription()
    {
        var template = ArmTemplate.Write(Qa);
        Assert.Equal(template, ArmTemplate.Write(Qa));
        Assert.DoesNotContain(Qa.SubscriptionId, template, StringComparison.Ordinal);
        Assert.All(JsonNode.Parse(template)!["resources"]!.AsArray(), resource => Assert.NotNull(resource!["apiVersion"]));
    }

    [Fact]
    public void NothingIsOpenedThatCanStayShut()
    {
        var storage = EnvironmentResources.Of(Qa).Single(resource => resource.Type == "Microsoft.Storage/storageAccounts").Body["properties"]!;
        Assert.False((bool)storage["allowBlobPublicAccess"]!);
        Assert.False((bool)storage["allowSharedKeyAccess"]!);
        Assert.False((bool)EnvironmentResources.Of(Qa).Single(resource => resource.Type == "Microsoft.ContainerRegistry/registries").Body["properties"]!["adminUserEnabled"]!);
    }

    [Fact]
    public void ARoleAssignmentHasTheSameNameEachTimeAndAnotherForAnotherPrincipal()
    {
        var one = EnvironmentResources.RoleAssignments(Qa, "a").Select(role => role.Id).ToList();
        Assert.Equal(one, EnvironmentResources.RoleAssignments(Qa, "a").Select(role => role.Id));
        Assert.Empty(one.Intersect(EnvironmentResources.RoleAssignments(Qa, "b").Select(role => role.Id)));
    }

    [Theory]
    [InlineData("""{"a":1,"b":{"c":"X"}}""", """{"b":{"c":"x"}}""", true)]
    [InlineData("""{"a":1}""", """{"a":2}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", false)]
    [InlineData("""{}""", """{"a":1}""", false)]
    public void WhatAzureAddsDoesNotCountAsADifference(string there, string wanted, bool contains) =>
        Assert.Equal(contains, Provisioner.Contains(JsonNode.Parse(there), JsonNode.Parse(wanted)));
}
