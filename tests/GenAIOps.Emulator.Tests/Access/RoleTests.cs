using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Access;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace GenAIOps.Emulator.Tests.Access;

public sealed class RoleTests
{
    [Theory]
    [InlineData("*/read", "Microsoft.App/containerApps/read", true)]
    [InlineData("*/read", "Microsoft.App/containerApps/write", false)]
    [InlineData("Microsoft.App/containerApps/*/write", "Microsoft.App/containerApps/write", true)]
    [InlineData("Microsoft.App/containerApps/*/action", "microsoft.app/containerapps/revisions/restart/action", true)]
    [InlineData("Microsoft.App/containerApps/*/write", "Microsoft.App/containerAppsX/write", false)]
    [InlineData("Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", true)]
    [InlineData("Microsoft.Authorization/*/Write", "Microsoft.Authorization/roleAssignments/write", true)]
    [InlineData("Microsoft.CognitiveServices/accounts/OpenAI/*", "Microsoft.CognitiveServices/accounts/AIServices/agents/write", false)]
    public void WildcardsMatchAsAzuresDo(string pattern, string action, bool matches) => Assert.Equal(matches, new ActionPattern(pattern).Matches(action));

    /// <summary>A role, whether the action is of the data plane, and one that it has and one that it has not.</summary>
    [Theory]
    [InlineData("Owner", false, "Microsoft.Authorization/roleAssignments/write", null)]
    [InlineData("Owner", true, null, "Microsoft.CognitiveServices/accounts/AIServices/agents/write")]
    [InlineData("Contributor", false, "Microsoft.App/containerApps/write", "Microsoft.Authorization/roleAssignments/write")]
    [InlineData("Contributor", true, null, "Microsoft.KeyVault/vaults/secrets/getSecret/action")]
    [InlineData("Reader", false, "Microsoft.App/containerApps/read", "Microsoft.App/containerApps/listSecrets/action")]
    [InlineData("User Access Administrator", false, "Microsoft.Authorization/roleAssignments/write", "Microsoft.App/containerApps/write")]
    [InlineData("Role Based Access Control Administrator", false, "Microsoft.Authorization/roleAssignments/delete", "Microsoft.Authorization/roleDefinitions/write")]
    [InlineData("AcrPull", false, "Microsoft.ContainerRegistry/registries/pull/read", "Microsoft.ContainerRegistry/registries/push/write")]
    [InlineData("AcrPush", false, "Microsoft.ContainerRegistry/registries/push/write", "Microsoft.ContainerRegistry/registries/artifacts/delete")]
    [InlineData("AcrDelete", false, "Microsoft.ContainerRegistry/registries/artifacts/delete", "Microsoft.ContainerRegistry/registries/pull/read")]
    [InlineData("Foundry User", true, "Microsoft.CognitiveServices/accounts/AIServices/agents/write", "Microsoft.KeyVault/vaults/keys/sign/action")]
    [InlineData("Foundry User", false, "Microsoft.CognitiveServices/accounts/read", "Microsoft.CognitiveServices/accounts/deployments/write")]
    [InlineData("Foundry Project Manager", false, "Microsoft.CognitiveServices/accounts/projects/write", "Microsoft.CognitiveServices/accounts/deployments/write")]
    [InlineData("Foundry Account Owner", false, "Microsoft.CognitiveServices/accounts/deployments/write", "Microsoft.App/containerApps/write")]
    [InlineData("Foundry Account Owner", true, null, "Microsoft.CognitiveServices/accounts/AIServices/agents/write")]
    [InlineData("Foundry Agent Consumer", true, "Microsoft.CognitiveServices/accounts/AIServices/endpoints/interact/action", "Microsoft.CognitiveServices/accounts/AIServices/agents/read")]
    [InlineData("Azure AI Developer", true, "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action", "Microsoft.CognitiveServices/accounts/AIServices/agents/write")]
    [InlineData("Cognitive Services OpenAI User", true, "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action", "Microsoft.CognitiveServices/accounts/AIServices/agents/write")]
    [InlineData("Cognitive Services User", true, "Microsoft.CognitiveServices/accounts/AIServices/evaluations/write", "Microsoft.CognitiveServices/accounts/OpenAI/fine-tunes-deployments/write")]
    [InlineData("Storage Blob Data Reader", true, "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write")]
    [InlineData("Storage Blob Data Contributor", true, "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write", "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/manageOwnership/action")]
    [InlineData("Key Vault Administrator", true, "Microsoft.KeyVault/vaults/secrets/setSecret/action", "Microsoft.CognitiveServices/accounts/AIServices/agents/write")]
    [InlineData("Key Vault Crypto User", true, "Microsoft.KeyVault/vaults/keys/sign/action", "Microsoft.KeyVault/vaults/keys/create/action")]
    [InlineData("Key Vault Crypto Officer", true, "Microsoft.KeyVault/vaults/keys/create/action", "Microsoft.KeyVault/vaults/secrets/getSecret/action")]
    [InlineData("Key Vault Secrets User", true, "Microsoft.KeyVault/vaults/secrets/getSecret/action", "Microsoft.KeyVault/vaults/secrets/setSecret/action")]
    [InlineData("Key Vault Secrets Officer", true, "Microsoft.KeyVault/vaults/secrets/setSecret/action", "Microsoft.KeyVault/vaults/keys/sign/action")]
    [InlineData("Monitoring Reader", false, "Microsoft.Insights/metrics/read", "Microsoft.Insights/metricAlerts/write")]
    [InlineData("Monitoring Contributor", false, "Microsoft.Insights/metricAlerts/write", "Microsoft.App/containerApps/write")]
    [InlineData("Monitoring Metrics Publisher", true, "Microsoft.Insights/Telemetry/Write", "Microsoft.Insights/Logs/Read")]
    [InlineData("Log Analytics Reader", false, "Microsoft.OperationalInsights/workspaces/search/action", "Microsoft.OperationalInsights/workspaces/sharedKeys/read")]
    [InlineData("Log Analytics Data Reader", true, "Microsoft.OperationalInsights/workspaces/tables/data/read", "Microsoft.OperationalInsights/workspaces/jobs/export/action")]
    [InlineData("Container Apps Contributor", false, "Microsoft.App/managedEnvironments/join/action", "Microsoft.App/managedEnvironments/write")]
    [InlineData("ContainerApp Reader", false, "Microsoft.App/containerApps/revisions/read", "Microsoft.App/containerApps/revisions/restart/action")]
    [InlineData("Container Apps Operator", false, "Microsoft.App/containerApps/revisions/restart/action", "Microsoft.App/containerApps/write")]
    [InlineData("Managed Identity Operator", false, "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", "Microsoft.ManagedIdentity/userAssignedIdentities/write")]
    [InlineData("Managed Identity Contributor", false, "Microsoft.ManagedIdentity/userAssignedIdentities/write", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action")]
    public void ARoleHasItsActionsAndNoOthers(string name, bool data, string? has, string? lacks)
    {
        using TemporaryFolder folder = new();
        ResourceStore store = new(folder);
        RoleDefinitions roles = new(store);
        AccessControl access = new(store, roles);
        JsonObject role = Assert.Single(roles.List(ResourceId.Parse($"{World.Group}/providers/{RoleDefinitions.TypeName}"), new QueryCollection(new Dictionary<string, StringValues> { ["$filter"] = $"roleName eq '{name}'" }))!);
        Caller caller = new(CallerKind.Application, "dev", Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        string assignment = $"{World.Group}/providers/{RoleAssignmentProvider.TypeName}/{Guid.NewGuid()}";
        store.Put(assignment, new JsonObject { ["id"] = assignment, ["type"] = RoleAssignmentProvider.TypeName, ["properties"] = new JsonObject { ["roleDefinitionId"] = (string?)role["id"], ["principalId"] = caller.ObjectId } });
        bool Allows(string scope, string action) => data ? access.AllowsData(caller, scope, action) : access.Allows(caller, scope, action);

        if (has is not null) Assert.True(Allows($"{World.Group}/providers/Microsoft.X/y/z", has));
        if (has is not null) Assert.False(Allows(TestClient.Subscription, has));
        if (has is not null) Assert.False(Allows($"{World.Group}-other", has));
        if (lacks is not null) Assert.False(Allows(World.Group, lacks));
    }

    [Theory]
    [InlineData("GET", "/subscriptions/s/resourceGroups/g", "Microsoft.Resources/subscriptions/resourceGroups/read", "/subscriptions/s/resourceGroups/g")]
    [InlineData("PUT", "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/a", "Microsoft.App/containerApps/write", "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/a")]
    [InlineData("GET", "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps", "Microsoft.App/containerApps/read", "/subscriptions/s/resourceGroups/g")]
    [InlineData("POST", "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/a/listSecrets", "Microsoft.App/containerApps/listSecrets/action", "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/a")]
    [InlineData("POST", "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/a/revisions/r/activate", "Microsoft.App/containerApps/revisions/activate/action", "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/a/revisions/r")]
    [InlineData("GET", "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/a/revisions/r/replicas", "Microsoft.App/containerApps/revisions/replicas/read", "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/a/revisions/r")]
    [InlineData("DELETE", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Authorization/roleAssignments/r", "Microsoft.Authorization/roleAssignments/delete", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Authorization/roleAssignments/r")]
    [InlineData("GET", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/components/c/providers/Microsoft.Insights/metrics", "Microsoft.Insights/metrics/read", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/components/c")]
    [InlineData("PUT", "/providers/Microsoft.Subscription/aliases/a", "Microsoft.Subscription/aliases/write", "/providers/Microsoft.Subscription/aliases/a")]
    [InlineData("POST", "/subscriptions/s/providers/Microsoft.App/register", "Microsoft.App/register/action", "/subscriptions/s")]
    public void ARequestNeedsTheActionThatAzureNames(string method, string path, string action, string scope)
    {
        Needed needed = ControlPlane.Of(method, path)!;
        Assert.Equal((Right.Action, action, scope), (needed.Right, needed.Action, needed.Scope));
    }

    [Fact]
    public async Task RoleDefinitionsAreServedWithWhatMicrosoftPublishes()
    {
        await using World world = await World.EmptyAsync();

        Answer all = (await world.Client.GetAsync($"{TestClient.Subscription}/providers/Microsoft.Authorization/roleDefinitions")).Expect(HttpStatusCode.OK);
        Answer one = (await world.Client.GetAsync($"{TestClient.Subscription}/providers/Microsoft.Authorization/roleDefinitions/{SignIn.AcrPull}")).Expect(HttpStatusCode.OK);
        Answer none = await world.Client.GetAsync($"{TestClient.Subscription}/providers/Microsoft.Authorization/roleDefinitions/{Guid.NewGuid()}");

        Assert.True(all.Json["value"]!.AsArray().Count > 40);
        Assert.Equal(("AcrPull", "BuiltInRole"), ((string?)one.Json["properties"]!["roleName"], (string?)one.Json["properties"]!["type"]));
        Assert.Equal("Microsoft.ContainerRegistry/registries/pull/read", (string?)one.Json["properties"]!["permissions"]![0]!["actions"]![0]);
        Assert.Equal(HttpStatusCode.NotFound, none.Status);
    }

    [Fact]
    public async Task ACustomRoleCountsAsLongAsItIsThere()
    {
        await using World world = await World.EmptyAsync();
        (await world.Client.PutAsync(World.Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        string role = await world.MakeRoleAsync("Reads apps", "Microsoft.App/containerApps/read"), path = $"{TestClient.Subscription}/providers/Microsoft.Authorization/roleDefinitions/{role}";
        using SignedIn who = await world.SignInAsAsync(role, World.Group);

        (await who.Client.GetAsync($"{World.Group}/providers/Microsoft.App/containerApps")).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, (await who.Client.GetAsync(World.Group)).Status);
        await world.RestartAsync();
        (await who.Client.GetAsync($"{World.Group}/providers/Microsoft.App/containerApps")).Expect(HttpStatusCode.OK);
        (await world.Client.DeleteAsync(path)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, (await who.Client.GetAsync($"{World.Group}/providers/Microsoft.App/containerApps")).Status);
    }
}
