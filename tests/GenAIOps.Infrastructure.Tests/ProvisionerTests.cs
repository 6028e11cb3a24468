using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Azure;

namespace GenAIOps.Infrastructure.Tests;

public sealed class ProvisionerTests
{
    private readonly FakeSubscription _subscription = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static AgentEnvironment Qa => Some.Environment("qa");

    [Fact]
    public async Task ANewEnvironmentIsMadeInOrderAndRead()
    {
        var written = await ApplyAsync(Qa);
        _subscription.Azure.Log.Clear();
        var qa = await EnvironmentReader.ReadAsync(_subscription.Azure.Cloud, Qa, Ct);

        Assert.Equal(_subscription.Resources.Keys.Count(id => id.Contains("/providers/", StringComparison.Ordinal)), written.Count);
        Assert.All(_subscription.Azure.Log, sent => Assert.Equal("GET", sent.Method));
        Assert.Equal("crsupport.azurecr.io", qa.RegistryLoginServer);
        Assert.Equal($"/subscriptions/{Qa.SubscriptionId}/resourceGroups/rg-qa/providers/Microsoft.App/managedEnvironments/qa", qa.ContainerEnvironmentId);
        Assert.Equal(new Uri("https://foundry.example/api/projects/support-agent-qa"), qa.ProjectEndpoint);
        Assert.Equal("gpt-5.4-mini", qa.ModelDeployment);
        Assert.Equal("client-support-agent-qa", qa.Identities["support-agent"].ClientId);
        Assert.EndsWith("/Microsoft.Insights/components/support-agent-qa", qa.ApplicationInsightsId);
        Assert.DoesNotContain("secret", qa.ToString());
    }

    [Fact]
    public async Task RunningAgainChangesNothing()
    {
        await ApplyAsync(Qa);
        var before = _subscription.Changes.Count();

        var again = await ApplyAsync(Qa);

        Assert.Equal(before, _subscription.Changes.Count());
        Assert.Empty(again);
    }

    [Fact]
    public async Task OnlyWhatDiffersIsWritten()
    {
        await ApplyAsync(Qa);
        _subscription.Single("workspaces")["properties"]!["retentionInDays"] = 31;
        var before = _subscription.Changes.Count();

        var again = await ApplyAsync(Qa with { LogRetentionDays = 90 });

        Assert.Contains("/workspaces/", Assert.Single(again));
        var sent = Assert.Single(_subscription.Changes.Skip(before));
        Assert.Equal("PATCH", sent.Method);
        Assert.Equal("""{"properties":{"retentionInDays":90}}""", sent.Json.ToJsonString());
    }

    [Fact]
    public async Task TheRegistryIsSharedByTheEnvironmentsAndNotWrittenTwice()
    {
        await ApplyAsync(Qa);
        var prod = await ApplyAsync(Some.Environment("prod"));

        Assert.DoesNotContain(prod, id => id.EndsWith("/registries/crsupport", StringComparison.Ordinal));
        Assert.Equal(4, _subscription.Resources.Keys.Count(id => id.Contains("/registries/", StringComparison.Ordinal) && id.Contains("/roleAssignments/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ANetworkIsMadeBeforeTheEnvironmentThatIsPutIntoIt()
    {
        var inside = Qa with { Network = new("10.42.0.0/16"), IsInternal = true };
        var written = await ApplyAsync(inside);

        var subnet = written.Single(id => id.EndsWith("/virtualNetworks/support-agent-qa/subnets/container-apps", StringComparison.Ordinal));
        Assert.Equal("""{"addressPrefix":"10.42.0.0/23","delegations":[{"name":"container-apps","properties":{"serviceName":"Microsoft.App/environments"}}],"provisioningState":"Succeeded"}""", _subscription.Resources[subnet]["properties"]!.ToJsonString());
        Assert.Equal($$"""{"infrastructureSubnetId":"{{subnet}}","internal":true}""", _subscription.Single("managedEnvironments")["properties"]!["vnetConfiguration"]!.ToJsonString());
        Assert.Empty(await ApplyAsync(inside));
    }

    [Fact]
    public async Task AnEnvironmentThatIsThereDoesNotMoveToAnotherNetwork()
    {
        await ApplyAsync(Qa);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => ApplyAsync(Qa with { Network = new("10.42.0.0/16") }));

        Assert.Contains("is in a network of Azure's, not in /subscriptions/", error.Message);
    }

    [Theory]
    [InlineData("10.42.0.0/16", null, "10.42.0.0/23")]
    [InlineData("10.42.0.0/23", null, "10.42.0.0/23")]
    [InlineData("10.42.0.0/27", null, "10.42.0.0/27")]
    [InlineData("10.42.0.0/16", "10.42.8.0/27", "10.42.8.0/27")]
    public void ASubnetIsLargeEnoughWithoutAWord(string network, string? given, string subnet)
    {
        VirtualNetwork made = new(network) { SubnetPrefix = given };

        Assert.Empty(made.Problems());
        Assert.Equal(subnet, made.Subnet);
    }

    [Theory]
    [InlineData("10.42.0.0", null, "AddressPrefix: '10.42.0.0' is no IPv4 network")]
    [InlineData("10.42.1.0/16", null, "AddressPrefix: '10.42.1.0/16' is no IPv4 network")]
    [InlineData("fd00::/64", null, "AddressPrefix: 'fd00::/64' is no IPv4 network")]
    [InlineData("10.42.0.0/28", null, "AddressPrefix: '10.42.0.0/28' must be /8 to /27")]
    [InlineData("10.42.0.0/16", "10.42.0.0/28", "SubnetPrefix: '10.42.0.0/28' must be /27 or larger")]
    [InlineData("10.42.0.0/16", "10.43.0.0/23", "SubnetPrefix: '10.43.0.0/23' is not inside of '10.42.0.0/16'")]
    [InlineData("10.42.0.0/23", "10.42.0.0/16", "is not inside of '10.42.0.0/23'")]
    [InlineData("172.16.0.0/12", "172.30.4.0/23", "SubnetPrefix: '172.30.4.0/23' overlaps 172.30.0.0/16")]
    [InlineData("10.42.0.0/16", "all", "SubnetPrefix: 'all' is no IPv4 network")]
    public void ANetworkThatAzureRefusesIsAMistake(string network, string? subnet, string problem) =>
        Assert.Contains(problem, Assert.Single((Qa with { Network = new(network) { SubnetPrefix = subnet } }).Problems()));

    [Fact]
    public void ANetworkIsMadeOrBrought()
    {
        const string group = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/platform/providers/";
        ExistingResources subnet = new() { Subnet = $"{group}Microsoft.Network/virtualNetworks/hub/subnets/apps" }, environment = new() { ContainerEnvironment = $"{group}Microsoft.App/managedEnvironments/apps" };

        Assert.Contains("Existing.Subnet names a subnet already", Assert.Single((Qa with { Network = new("10.42.0.0/16"), Existing = subnet }).Problems()));
        Assert.Contains("Existing.ContainerEnvironment is in its own network already", Assert.Single((Qa with { Network = new("10.42.0.0/16"), Existing = environment }).Problems()));
    }

    [Fact]
    public async Task AnIdentityMadeAnewGetsItsRolesAgain()
    {
        await ApplyAsync(Qa);
        _subscription.Remove("/userAssignedIdentities/");

        var again = await ApplyAsync(Qa);

        var principal = (string?)_subscription.Single("userAssignedIdentities")["properties"]!["principalId"];
        var updated = again.Where(id => id.Contains("/roleAssignments/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, updated.Length);
        Assert.All(updated, id => Assert.Equal(principal, (string?)_subscription.Resources[id]["properties"]!["principalId"]));
        Assert.Equal(4, _subscription.Changes.Count(sent => sent.Method == "DELETE"));
    }

    [Fact]
    public async Task RolesGoToTheRightPrincipalsAtTheRightScopes()
    {
        await ApplyAsync(Qa);

        var project = (string?)_subscription.Single("projects")["identity"]!["principalId"];
        var app = (string?)_subscription.Single("userAssignedIdentities")["properties"]!["principalId"];
        var roles = _subscription.Resources.Where(resource => resource.Key.Contains("/roleAssignments/", StringComparison.Ordinal))
            .Select(resource => (Scope: resource.Key.Split("/providers/")[1].Split('/')[1], Role: Role(resource.Value), Principal: (string?)resource.Value["properties"]!["principalId"]))
            .ToHashSet();
        Assert.Equal(
            [("registries", BuiltInRole.AcrPull, app), ("registries", BuiltInRole.AcrPull, project), ("accounts", BuiltInRole.FoundryUser, app), ("accounts", BuiltInRole.OpenAIUser, app), ("storageAccounts", BuiltInRole.BlobDataReader, app)],
            roles);
    }

    [Fact]
    public async Task TheEmulatorsModelIsDeployedUnderItsOwnFormat()
    {
        var local = Qa with { Models = [ModelDeployment.Local] };
        await ApplyAsync(local);
        var environment = await EnvironmentReader.ReadAsync(_subscription.Azure.Cloud, local, Ct);

        var model = _subscription.Single("deployments")["properties"]!["model"]!;
        Assert.Equal("""{"format":"GenAIOps","name":"extractive-local","version":"1"}""", model.ToJsonString());
        Assert.Equal("extractive-local", environment.ModelDeployment);
    }

    [Fact]
    public async Task ARefusalStopsAndTheNextRunGoesOn()
    {
        _subscription.RefuseWith(403, "AuthorizationFailed", "/managedEnvironments/");
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => ApplyAsync(Qa));
        Assert.Equal(403, error.Status);
        Assert.DoesNotContain(_subscription.Resources.Keys, id => id.Contains("/storageAccounts/", StringComparison.Ordinal));

        _subscription.RefuseNothing();
        var again = await ApplyAsync(Qa);

        Assert.Contains("/managedEnvironments/qa", again[0]);
        Assert.Contains(again, id => id.Contains("/storageAccounts/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AResourceThatFailedBeforeIsPutAgain()
    {
        await ApplyAsync(Qa);
        _subscription.Single("managedEnvironments/qa/providers/Microsoft.Insights/diagnosticSettings")["properties"]!["provisioningState"] = "Failed";

        var again = await ApplyAsync(Qa);

        Assert.EndsWith("/to-workspace", Assert.Single(again));
    }

    [Fact]
    public async Task AnIdentityWithoutAPrincipalIsNotPassedOver()
    {
        await ApplyAsync(Qa);
        _subscription.Single("userAssignedIdentities")["properties"]!.AsObject().Remove("principalId");

        Assert.Contains("'properties.principalId'", (await Assert.ThrowsAsync<AzureCloudException>(() => ApplyAsync(Qa))).Message);
    }

    [Fact]
    public async Task ACloudWithoutSystemIdentitiesIsToldWhatWasLeftOut()
    {
        await ApplyAsync(Qa);
        _subscription.Single("projects")["identity"]!.AsObject().Remove("principalId");

        var omitted = await new Provisioner(_subscription.Azure.Cloud, Qa, []).OmittedAsync(Ct);

        Assert.StartsWith("project-pulls: ", Assert.Single(omitted));
        Assert.Contains("identity.principalId", omitted[0]);
    }

    [Fact]
    public async Task ARoleThatSomebodyAssignedByHandIsEnough()
    {
        _subscription.RefuseWith(409, "RoleAssignmentExists", "/roleAssignments/");

        var qa = await ApplyAsync(Qa);

        Assert.DoesNotContain(qa, id => id.Contains("/roleAssignments/", StringComparison.Ordinal));
    }

    /// <summary>Environments share a registry, and its people may be the same.</summary>
    [Fact]
    public async Task OnePersonForTwoEnvironmentsIsAssignedARoleOnce()
    {
        const string Person = "aaaaaaaa-0000-0000-0000-000000000001";
        EnvironmentPrincipals principals = new() { Deployer = Person, Approvers = [Person] };
        AgentEnvironment qa = Qa with { Principals = principals }, prod = Some.Environment("prod") with { Principals = principals };
        await ApplyAsync(qa);
        await ApplyAsync(prod);
        var before = _subscription.Changes.Count();

        foreach (var environment in new[] { qa, prod })
        {
            var difference = await new Provisioner(_subscription.Azure.Cloud, environment, []).CompareAsync(Ct);
            Assert.False(difference.HasChanges);
            Assert.Contains(difference.Resources, resource => resource.Kept.Any(kept => kept.StartsWith("the same role, assigned as ", StringComparison.Ordinal)));
            await ApplyAsync(environment);
        }

        Assert.Equal(before, _subscription.Changes.Count());
        Assert.Single(_subscription.Resources.Values, resource => (string?)resource["properties"]?["principalId"] == Person && ((string?)resource["properties"]?["roleDefinitionId"])?.EndsWith(BuiltInRole.AcrPush, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task WhoDeploysGetsWhatADeploymentNeeds()
    {
        const string Deployer = "aaaaaaaa-0000-0000-0000-000000000001";
        await ApplyAsync(Qa with { Principals = new() { Deployer = Deployer } });

        var roles = _subscription.Resources.Where(resource => (string?)resource.Value["properties"]?["principalId"] == Deployer && resource.Key.Contains("/roleAssignments/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            new[]
            {
                BuiltInRole.AcrPush, BuiltInRole.Reader, BuiltInRole.Reader, BuiltInRole.FoundryUser, BuiltInRole.OpenAIUser, BuiltInRole.BlobDataContributor,
                BuiltInRole.ContainerAppsContributor, BuiltInRole.ManagedIdentityOperator, BuiltInRole.MonitoringContributor,
            }.Order(),
            roles.Select(role => Role(role.Value)).Order());
        Assert.All(roles, role => Assert.Null(role.Value["properties"]!["principalType"]));
    }

    [Fact]
    public async Task WhoWorksElsewhereSeesWhatIsLiveAndNothingElse()
    {
        const string Other = "bbbbbbbb-0000-0000-0000-000000000001";
        await ApplyAsync(Qa with { Principals = new() { LiveReaders = [Other] } });

        var role = Assert.Single(_subscription.Resources, resource => (string?)resource.Value["properties"]?["principalId"] == Other);
        Assert.Equal(BuiltInRole.ContainerAppReader, Role(role.Value));
        Assert.StartsWith($"/subscriptions/{Qa.SubscriptionId}/resourceGroups/rg-qa/providers/Microsoft.Authorization/", role.Key);
    }

    [Fact]
    public async Task AGroupThatIsThereKeepsItsTags()
    {
        await ApplyAsync(Qa);
        var group = _subscription.Resources.Single(resource => resource.Key.EndsWith("/resourceGroups/rg-qa", StringComparison.Ordinal)).Value;
        group["tags"] = new JsonObject { ["cost-center"] = "42" };

        await ApplyAsync(Qa);

        Assert.Equal("42", (string?)group["tags"]!["cost-center"]);
    }

    [Fact]
    public async Task AWrongDescriptionListsEveryProblemAndSendsNothing()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => ApplyAsync(Qa with
        {
            Name = "QA",
            SubscriptionId = "mine",
            Location = " ",
            LogRetentionDays = 5,
            Registry = RegistryPlace.Made(Qa.SubscriptionId, "rg-shared", "cr-x", "westeurope"),
            Principals = new() { Deployer = "me" },
        }));

        Assert.Contains("Name: 'QA'", error.Message);
        Assert.Contains("SubscriptionId: 'mine'", error.Message);
        Assert.Contains("Location", error.Message);
        Assert.Contains("LogRetentionDays: 5", error.Message);
        Assert.Contains("Registry: 'cr-x'", error.Message);
        Assert.Contains("Deployer: 'me'", error.Message);
        Assert.Empty(_subscription.Azure.Log);
    }

    private Task<IReadOnlyList<string>> ApplyAsync(AgentEnvironment environment, params string[] allowed) => _subscription.ApplyAsync(environment, Ct, allowed);

    private static string Role(JsonObject assignment) => ((string)assignment["properties"]!["roleDefinitionId"]!).Split('/')[^1];
}

internal static class Some
{
    public static AgentEnvironment Environment(string name) => new()
    {
        Name = name,
        SubscriptionId = "11111111-2222-3333-4444-555555555555",
        ResourceGroup = $"rg-{name}",
        Location = "westeurope",
        Workload = "support-agent",
        Registry = RegistryPlace.Made("11111111-2222-3333-4444-555555555555", "rg-shared", "crsupport", "westeurope"),
    };
}
