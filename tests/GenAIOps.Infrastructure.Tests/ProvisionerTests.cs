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
    public async Task ANewEnvironmentIsMadeInOrderAndDescribed()
    {
        var qa = await ApplyAsync(Qa);

        Assert.Equal(_subscription.Resources.Keys.Count(id => id.Contains("/providers/", StringComparison.Ordinal)), qa.Changed.Count);
        Assert.Empty(qa.Skipped);
        Assert.Equal("crsupport.azurecr.io", qa.RegistryLoginServer);
        Assert.Equal($"/subscriptions/{Qa.SubscriptionId}/resourceGroups/rg-qa/providers/Microsoft.App/managedEnvironments/qa", qa.ContainerEnvironmentId);
        Assert.Equal(new Uri("https://foundry.example/api/projects/support-agent-qa"), qa.ProjectEndpoint);
        Assert.Equal("gpt-4.1-mini", qa.ModelDeployment);
        Assert.Equal("client-support-agent-qa", qa.IdentityClientId);
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
        Assert.Empty(again.Changed);
    }

    [Fact]
    public async Task OnlyWhatDiffersIsUpdated()
    {
        await ApplyAsync(Qa);
        _subscription.Single("workspaces")["properties"]!["retentionInDays"] = 7;

        var again = await ApplyAsync(Qa);

        Assert.Contains("/workspaces/", Assert.Single(again.Changed));
        Assert.Equal(30, (int?)_subscription.Single("workspaces")["properties"]!["retentionInDays"]);
    }

    [Fact]
    public async Task TheRegistryIsSharedByTheEnvironmentsAndNotWrittenTwice()
    {
        await ApplyAsync(Qa);
        var prod = await ApplyAsync(Some.Environment("prod"));

        Assert.DoesNotContain(prod.Changed, id => id.EndsWith("/registries/crsupport", StringComparison.Ordinal));
        Assert.Equal(4, _subscription.Resources.Keys.Count(id => id.Contains("/registries/", StringComparison.Ordinal) && id.Contains("/roleAssignments/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnIdentityMadeAnewGetsItsRolesAgain()
    {
        await ApplyAsync(Qa);
        _subscription.Remove("/userAssignedIdentities/");

        var again = await ApplyAsync(Qa);

        var principal = (string?)_subscription.Single("userAssignedIdentities")["properties"]!["principalId"];
        var updated = again.Changed.Where(id => id.Contains("/roleAssignments/", StringComparison.Ordinal)).ToArray();
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
        var environment = await ApplyAsync(Qa with { Model = ModelDeployment.Local });

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

        Assert.Contains("/managedEnvironments/qa", again.Changed[0]);
        Assert.Contains(again.Changed, id => id.Contains("/storageAccounts/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AResourceThatFailedBeforeIsPutAgain()
    {
        await ApplyAsync(Qa);
        _subscription.Single("managedEnvironments/qa/providers/Microsoft.Insights/diagnosticSettings")["properties"]!["provisioningState"] = "Failed";

        var again = await ApplyAsync(Qa);

        Assert.EndsWith("/to-workspace", Assert.Single(again.Changed));
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

        var again = await ApplyAsync(Qa);

        Assert.StartsWith("project-pulls: ", Assert.Single(again.Skipped));
        Assert.Contains("identity.principalId", again.Skipped[0]);
    }

    [Fact]
    public async Task ARoleThatSomebodyAssignedByHandIsEnough()
    {
        _subscription.RefuseWith(409, "RoleAssignmentExists", "/roleAssignments/");

        var qa = await ApplyAsync(Qa);

        Assert.DoesNotContain(qa.Changed, id => id.Contains("/roleAssignments/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhoDeploysGetsWhatADeploymentNeeds()
    {
        var qa = await ApplyAsync(Qa with { DeployerObjectId = "aaaaaaaa-0000-0000-0000-000000000001" });

        var roles = _subscription.Resources.Where(resource => (string?)resource.Value["properties"]?["principalId"] == "aaaaaaaa-0000-0000-0000-000000000001" && resource.Key.Contains("/roleAssignments/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            new[] { BuiltInRole.AcrPush, BuiltInRole.FoundryUser, BuiltInRole.OpenAIUser, BuiltInRole.BlobDataContributor }.Order(),
            roles.Select(role => Role(role.Value)).Order());
        Assert.All(roles, role => Assert.Null(role.Value["properties"]!["principalType"]));
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
        var error = await Assert.ThrowsAsync<ArgumentException>(() => ApplyAsync(Qa with { Name = "QA", SubscriptionId = "mine", Location = " ", LogRetentionDays = 5, Registry = "cr-x", DeployerObjectId = "me" }));

        Assert.Contains("Name: 'QA'", error.Message);
        Assert.Contains("SubscriptionId: 'mine'", error.Message);
        Assert.Contains("Location", error.Message);
        Assert.Contains("LogRetentionDays: 5", error.Message);
        Assert.Contains("Registry: 'cr-x'", error.Message);
        Assert.Contains("DeployerObjectId: 'me'", error.Message);
        Assert.Empty(_subscription.Azure.Log);
    }

    private Task<ProvisionedEnvironment> ApplyAsync(AgentEnvironment environment) => Provisioner.ApplyAsync(_subscription.Azure.Cloud, environment, Ct);

    private static string Role(JsonObject assignment) => ((string)assignment["properties"]!["roleDefinitionId"]!).Split('/')[^1];
}

internal static class Some
{
    public static AgentEnvironment Environment(string name) => new()
    {
        Name = name,
        SubscriptionId = "11111111-2222-3333-4444-555555555555",
        ResourceGroup = $"rg-{name}",
        SharedResourceGroup = "rg-shared",
        Location = "westeurope",
        Workload = "support-agent",
        Registry = "crsupport",
    };
}
