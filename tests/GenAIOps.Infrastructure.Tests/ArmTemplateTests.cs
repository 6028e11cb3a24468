using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GenAIOps.Infrastructure.Tests;

public sealed partial class ArmTemplateTests
{
    /// <summary>What Azure's reference says must be given, by type.</summary>
    private static readonly Dictionary<string, string[]> Required = new()
    {
        ["Microsoft.OperationalInsights/workspaces"] = ["location"],
        ["Microsoft.Insights/components"] = ["location", "kind", "properties.Application_Type", "properties.WorkspaceResourceId"],
        ["Microsoft.ContainerRegistry/registries"] = ["location", "sku.name"],
        ["Microsoft.CognitiveServices/accounts"] = ["location", "kind", "sku.name", "identity.type", "properties.customSubDomainName", "properties.allowProjectManagement"],
        ["Microsoft.CognitiveServices/accounts/projects"] = ["location", "identity.type", "properties"],
        ["Microsoft.CognitiveServices/accounts/deployments"] = ["sku.name", "sku.capacity", "properties.model.format", "properties.model.name", "properties.model.version"],
        ["Microsoft.App/managedEnvironments"] = ["location", "properties.appLogsConfiguration.destination"],
        ["Microsoft.Insights/diagnosticSettings"] = ["scope", "properties.workspaceId", "properties.logs"],
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = ["location"],
        ["Microsoft.Authorization/roleAssignments"] = ["scope", "properties.roleDefinitionId", "properties.principalId", "properties.principalType"],
        ["Microsoft.Storage/storageAccounts"] = ["location", "kind", "sku.name"],
        ["Microsoft.Storage/storageAccounts/blobServices"] = ["properties"],
        ["Microsoft.Storage/storageAccounts/blobServices/containers"] = ["properties"],
    };

    private static JsonObject Template(string name) => JsonNode.Parse(ArmTemplate.Write(Some.Environment(name)))!.AsObject();

    [Theory]
    [InlineData("dev")]
    [InlineData("qa")]
    [InlineData("prod")]
    public void EveryResourceHasWhatItsTypeRequires(string name)
    {
        foreach (var resource in All(Template(name)))
        {
            var required = Required[(string)resource["type"]!];
            Assert.All(required, path => Assert.NotNull(path.Split('.').Aggregate((JsonNode?)resource, (node, member) => node?[member])));
            Assert.Matches(@"^\d{4}-\d{2}-\d{2}(-preview)?$", (string)resource["apiVersion"]!);
            Assert.Equal(((string)resource["type"]!).Count(c => c == '/'), ((string)resource["name"]!).Count(c => c == '/') + 1);
        }
        Assert.Equal(Required.Keys.Order(), All(Template(name)).Select(resource => (string)resource["type"]!).Distinct().Order());
    }

    [Fact]
    public void TheTextIsTheSameEachTimeAndNamesNoSubscription()
    {
        var text = ArmTemplate.Write(Some.Environment("prod"));

        Assert.Equal(text, ArmTemplate.Write(Some.Environment("prod")));
        Assert.DoesNotContain(Some.Environment("prod").SubscriptionId, text);
        Assert.DoesNotContain("\r", text);
        Assert.EndsWith("}\n", text);
    }

    [Fact]
    public void WhatAResourceDependsOnIsInTheTemplateBeforeIt()
    {
        var seen = new HashSet<string>();
        foreach (var resource in Template("prod")["resources"]!.AsArray())
        {
            Assert.All(resource!["dependsOn"]?.AsArray() ?? [], dependency => Assert.Contains((string)dependency!, seen));
            seen.Add(IdOf(resource));
        }
    }

    [Fact]
    public void EveryReferenceIsToSomethingThatTheResourceDependsOn()
    {
        foreach (var resource in Template("prod")["resources"]!.AsArray())
        {
            var dependsOn = (resource!["dependsOn"]?.AsArray() ?? []).Select(dependency => (string)dependency!).ToArray();
            foreach (Match reference in ReferencePattern().Matches(resource.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal)))
                Assert.Contains($"[{reference.Groups[1].Value}]", dependsOn);
        }
    }

    [Fact]
    public void TheSharedRegistryIsDeployedToItsOwnGroup()
    {
        var nested = Template("prod")["resources"]!.AsArray().Where(resource => (string?)resource!["type"] == "Microsoft.Resources/deployments").ToArray();

        Assert.Equal(3, nested.Length);
        Assert.All(nested, deployment => Assert.Equal("rg-shared", (string?)deployment!["resourceGroup"]));
        Assert.Contains("resourceId('rg-shared', 'Microsoft.ContainerRegistry/registries'", (string?)Template("prod")["outputs"]!["registryLoginServer"]!["value"]);
    }

    [Fact]
    public void ARegistryInTheEnvironmentsOwnGroupNeedsNoNestedDeployment() =>
        Assert.DoesNotContain("Microsoft.Resources/deployments", ArmTemplate.Write(Some.Environment("prod") with { Registry = RegistryPlace.Made(Some.Environment("prod").SubscriptionId, "rg-prod", "crsupport", "westeurope") }));

    [Fact]
    public void NamesThatAreUniqueInAzureDifferByEnvironment()
    {
        var (qa, prod) = (Some.Environment("qa"), Some.Environment("prod"));

        Assert.NotEqual(qa.AccountName[^6..], prod.AccountName[^6..]);
        Assert.NotEqual(qa.StorageName[^12..], prod.StorageName[^12..]);
    }

    [Theory]
    [InlineData("qa", "support-agent")]
    [InlineData("a-long-name1", "an-agent-with-a-long-nam")]
    public void NamesKeepAzuresLimits(string name, string workload)
    {
        var environment = Some.Environment(name) with { Workload = workload };

        environment.Checked();
        Assert.Matches("^[a-z0-9]{3,24}$", environment.StorageName);
        Assert.Matches("^[a-z0-9][a-z0-9-]{1,63}$", environment.AccountName);
    }

    [Fact]
    public void NothingIsOpenedThatCanStayShut()
    {
        JsonNode Properties(string type) => All(Template("prod")).Single(resource => (string?)resource["type"] == type)["properties"]!;

        var storage = Properties("Microsoft.Storage/storageAccounts");
        Assert.False((bool)storage["allowBlobPublicAccess"]!);
        Assert.False((bool)storage["allowSharedKeyAccess"]!);
        Assert.True((bool)storage["supportsHttpsTrafficOnly"]!);
        Assert.False((bool)Properties("Microsoft.ContainerRegistry/registries")["adminUserEnabled"]!);
        Assert.True((bool)Properties("Microsoft.CognitiveServices/accounts")["disableLocalAuth"]!);
    }

    [Fact]
    public void NothingInTheTemplateIsASecret()
    {
        var text = ArmTemplate.Write(Some.Environment("prod"));

        Assert.All((string[])["listKeys", "ConnectionString", "primarySharedKey", "password"], word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<JsonNode> All(JsonNode template) =>
        template["resources"]!.AsArray().SelectMany(resource => (string?)resource!["type"] == "Microsoft.Resources/deployments" ? All(resource["properties"]!["template"]!) : [resource]);

    private static string IdOf(JsonNode resource)
    {
        var id = $"[resourceId('{resource["type"]}', {string.Join(", ", ((string)resource["name"]!).Split('/').Select(part => $"'{part}'"))})]";
        return id;
    }

    [GeneratedRegex(@"reference\((resourceId\([^)]*\))")]
    private static partial Regex ReferencePattern();
}
