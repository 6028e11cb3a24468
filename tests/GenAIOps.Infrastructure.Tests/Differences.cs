using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Fakes;

namespace GenAIOps.Infrastructure.Tests;

/// <summary>The pipeline owns what it made and what the model names; all else is other people's, and stays.</summary>
public sealed class Differences
{
    private readonly FakeSubscription _subscription = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static AgentEnvironment Prod => Some.Environment("prod");

    [Fact]
    public async Task WhatAnOperatorHardenedStaysByteForByte()
    {
        await _subscription.ApplyAsync(Prod, Ct);
        Harden();
        var before = _subscription.Snapshot();

        var difference = await CompareAsync(Prod);
        var written = await _subscription.ApplyAsync(Prod, Ct);

        Assert.False(difference.HasChanges);
        Assert.Empty(written);
        Assert.Equal(before, _subscription.Snapshot());
        var account = difference.Resources.Single(resource => resource.Name.StartsWith("accounts/", StringComparison.Ordinal));
        Assert.Contains("tags.cost-center: \"4711\"", account.Kept);
        Assert.Contains(account.Kept, kept => kept.StartsWith("properties.networkAcls:", StringComparison.Ordinal));
        Assert.Contains("properties.publicNetworkAccess: \"Disabled\" (a new one gets \"Enabled\")", account.Kept);
        var model = difference.Resources.Single(resource => resource.Name.StartsWith("deployments/", StringComparison.Ordinal));
        Assert.Contains("sku.capacity: 200 (the model asks for at least 50)", model.Kept);
        Assert.Contains("properties.raiPolicyName: \"strict-filter\"", model.Kept);
    }

    [Fact]
    public async Task AChangeOfTheModelTouchesItsPropertyAlone()
    {
        await _subscription.ApplyAsync(Prod, Ct);
        Harden();
        _subscription.Single("deployments")["properties"]!["made-up"] = "kept";

        await _subscription.ApplyAsync(Prod with { Models = [ModelDeployment.Cloud with { Version = "2026-01-01" }] }, Ct);

        var properties = _subscription.Single("deployments")["properties"]!;
        Assert.Equal("2026-01-01", (string?)properties["model"]!["version"]);
        Assert.Equal("strict-filter", (string?)properties["raiPolicyName"]);
        Assert.Equal("kept", (string?)properties["made-up"]);
        Assert.Equal(200, (int?)_subscription.Single("deployments")["sku"]!["capacity"]);
    }

    [Fact]
    public async Task ARaisedCapacityOfTheModelIsApplied()
    {
        await _subscription.ApplyAsync(Prod, Ct);

        await _subscription.ApplyAsync(Prod with { Models = [ModelDeployment.Cloud with { Capacity = 80 }] }, Ct);

        Assert.Equal(80, (int?)_subscription.Single("deployments")["sku"]!["capacity"]);
    }

    [Theory]
    [InlineData("strict-filter")]
    [InlineData("deployments/gpt-5.4-mini")]
    public async Task WhatOpensSomethingNeedsTheResourceNamed(string allowed)
    {
        await _subscription.ApplyAsync(Prod, Ct);
        Harden();
        var other = Prod with { PublicNetworkAccess = true, Models = [ModelDeployment.Cloud with { ContentFilter = "lenient" }] };

        var difference = await CompareAsync(other, allowed);

        var account = difference.Resources.Single(resource => resource.Name.StartsWith("accounts/", StringComparison.Ordinal));
        Assert.Equal("properties.publicNetworkAccess", Assert.Single(account.Lowered).Path);
        var model = difference.Resources.Single(resource => resource.Name.StartsWith("deployments/", StringComparison.Ordinal));
        Assert.Equal(allowed.StartsWith("deployments/", StringComparison.Ordinal), model.Lowered.Count == 0);
        Assert.Equal(model.Lowered.Count == 0, model.Kind == DifferenceKind.Change);
    }

    [Fact]
    public async Task WhatClosesSomethingNeedsNoLeave()
    {
        await _subscription.ApplyAsync(Prod, Ct);

        await _subscription.ApplyAsync(Prod with { PublicNetworkAccess = false }, Ct);

        Assert.Equal("Disabled", (string?)_subscription.Single("accounts")["properties"]!["publicNetworkAccess"]);
    }

    [Fact]
    public async Task TheDifferenceShowsOldAndNew()
    {
        await _subscription.ApplyAsync(Prod, Ct);
        _subscription.Single("accounts")["properties"]!["disableLocalAuth"] = false;

        var change = Assert.Single(Assert.Single((await CompareAsync(Prod)).Changed).Changes);

        Assert.Equal(new PropertyDifference("properties.disableLocalAuth", "false", "true"), change);
    }

    [Fact]
    public async Task ComparingWritesNothing()
    {
        await CompareAsync(Prod);

        Assert.NotEmpty(_subscription.Azure.Log);
        Assert.All(_subscription.Azure.Log, sent => Assert.Equal("GET", sent.Method));
    }

    [Fact]
    public async Task ASubscriptionOfTheEmulatorIsMadeOnceTheDifferenceIsAgreedTo()
    {
        _subscription.Azure.On("GET", $"/subscriptions/{Prod.SubscriptionId}/resourceGroups/rg-prod", _ => FakeAzure.Answer(404, FakeAzure.Error(_subscription.Changes.Any() ? "ResourceGroupNotFound" : "SubscriptionNotFound", "gone")));
        Provisioner provisioner = new(_subscription.Azure.Cloud, Prod, [], makesSubscriptions: true);

        var difference = await provisioner.CompareAsync(Ct);
        Assert.Equal([Prod.SubscriptionId], difference.Subscriptions);
        Assert.Empty(_subscription.Changes);

        await provisioner.ApplyAsync(difference, _ => { }, Ct);
        var first = _subscription.Changes.First();
        Assert.Equal($"PUT /providers/Microsoft.Subscription/aliases/genaiops-{Prod.SubscriptionId}", first.Line);
        Assert.Equal(Prod.SubscriptionId, (string?)first.Json["properties"]!["subscriptionId"]);
    }

    [Fact]
    public async Task ASubscriptionOfAzureThatIsNotThereEndsTheLook()
    {
        _subscription.Azure.On("GET", $"/subscriptions/{Prod.SubscriptionId}/resourceGroups/rg-prod", 404, FakeAzure.Error("SubscriptionNotFound", "gone"));

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => CompareAsync(Prod));

        Assert.Equal("SubscriptionNotFound", error.ErrorCode);
    }

    [Fact]
    public async Task TheHashIsOfWhatWouldBeWritten()
    {
        var one = await CompareAsync(Prod);
        var same = await CompareAsync(Prod);
        var other = await CompareAsync(Prod with { App = new() { Secrets = new Dictionary<string, string> { ["token"] = "token" } } });

        Assert.Equal(EnvironmentDifference.HashOf([one]), EnvironmentDifference.HashOf([same]));
        Assert.NotEqual(EnvironmentDifference.HashOf([one]), EnvironmentDifference.HashOf([other]));
    }

    [Fact]
    public async Task WhatMovedSinceItWasShownIsNotWritten()
    {
        await _subscription.ApplyAsync(Prod, Ct);
        _subscription.Single("accounts")["properties"]!["disableLocalAuth"] = false;
        Provisioner provisioner = new(_subscription.Azure.Cloud, Prod, []);
        var shown = await provisioner.CompareAsync(Ct);
        _subscription.Single("accounts")["properties"]!["allowProjectManagement"] = false;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => provisioner.ApplyAsync(shown, _ => { }, Ct));

        Assert.Contains("not any more as it was", error.Message);
        Assert.False((bool?)_subscription.Single("accounts")["properties"]!["disableLocalAuth"]);
    }

    [Fact]
    public async Task AResourceOfSomebodyElseIsNotTakenOver()
    {
        await _subscription.ApplyAsync(Prod, Ct);
        _subscription.Single("workspaces")["tags"]!.AsObject().Remove("managed-by");

        var error = await Assert.ThrowsAsync<ArgumentException>(() => CompareAsync(Prod));

        Assert.Contains("was not made by this pipeline", error.Message);
    }

    [Fact]
    public async Task AGroupWhoseFirstProvisioningWasKilledMayGoOnUnasked()
    {
        Assert.True((await CompareAsync(Prod)).IsFirst);
        _subscription.RefuseWith(500, "Killed", "/managedEnvironments/");
        await Assert.ThrowsAsync<RequestFailedException>(() => _subscription.ApplyAsync(Prod, Ct));
        _subscription.RefuseNothing();

        Assert.True((await CompareAsync(Prod)).IsFirst);
        await _subscription.ApplyAsync(Prod, Ct);
        Assert.False((await CompareAsync(Prod)).IsFirst);
    }

    [Fact]
    public async Task AnEmptyGroupIsAFirstOneAndOneWithSomebodysResourceIsNot()
    {
        var group = $"/subscriptions/{Prod.SubscriptionId}/resourceGroups/rg-prod";
        _subscription.Put(group, new JsonObject { ["location"] = "westeurope" });
        Assert.True((await CompareAsync(Prod)).IsFirst);

        _subscription.Put($"{group}/providers/Microsoft.Web/sites/theirs", new JsonObject { ["location"] = "westeurope" });
        Assert.False((await CompareAsync(Prod)).IsFirst);
    }

    [Fact]
    public async Task WhatExistsIsUsedAndNeverWritten()
    {
        var brought = await BroughtAsync();
        var before = _subscription.Snapshot();

        var written = await _subscription.ApplyAsync(brought, Ct);
        var live = await EnvironmentReader.ReadAsync(_subscription.Azure.Cloud, brought, Ct);

        Assert.Equal(new Uri("https://foundry.example/api/projects/theirs"), live.ProjectEndpoint);
        Assert.Equal("theirregistry.azurecr.io", live.RegistryLoginServer);
        foreach (var (id, state) in JsonNode.Parse(before)!.AsObject()) Assert.Equal(state!.ToJsonString(), _subscription.Resources[id].ToJsonString());
        Assert.DoesNotContain(written, id => id.Contains("/accounts/", StringComparison.Ordinal) && !id.Contains("/deployments/", StringComparison.Ordinal) && !id.Contains("/roleAssignments/", StringComparison.Ordinal));
        Assert.Contains(written, id => id.StartsWith(brought.Existing.AccountOf + "/deployments/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatShouldExistAndDoesNotIsRefused()
    {
        var brought = await BroughtAsync();
        _subscription.Remove("/projects/theirs");

        var error = await Assert.ThrowsAsync<MissingResourcesException>(() => CompareAsync(brought));

        Assert.Contains("/projects/theirs, which Build.cs says exists", error.Message);
        Assert.Contains("/projects/theirs, which Build.cs says exists", (await Assert.ThrowsAsync<MissingResourcesException>(() => EnvironmentReader.ReadAsync(_subscription.Azure.Cloud, brought, Ct))).Message);
    }

    [Fact]
    public void AnIdOfAnotherTypeIsRefused()
    {
        var problems = (Prod with { Existing = new() { KeyVault = $"/subscriptions/{Prod.SubscriptionId}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/x", Workspace = "mine" } }).Problems().ToList();

        Assert.Contains(problems, problem => problem.StartsWith("Existing.KeyVault:", StringComparison.Ordinal) && problem.Contains("must be a Microsoft.KeyVault/vaults", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("Existing.Workspace: 'mine' is no resource id", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnEnvironmentThatLacksSomethingNamesItAndTheCommand()
    {
        var error = await Assert.ThrowsAsync<MissingResourcesException>(() => EnvironmentReader.ReadAsync(_subscription.Azure.Cloud, Prod, Ct));

        Assert.Contains("the Foundry project /subscriptions/", error.Message);
        Assert.Contains("./build.sh Provision", error.Message);
        Assert.All(_subscription.Azure.Log, sent => Assert.Equal("GET", sent.Method));
    }

    [Fact]
    public async Task AnEnvironmentThatNobodyMaySeeIsSaidToBeMissingOrHidden()
    {
        _subscription.Azure.Otherwise = sent => sent.Uri.AbsolutePath.Contains("/components/", StringComparison.Ordinal) ? FakeAzure.Answer(404, FakeAzure.Error("ResourceNotFound", "no")) : FakeAzure.Answer(403, FakeAzure.Error("AuthorizationFailed", "no"));

        var error = await Assert.ThrowsAsync<MissingResourcesException>(() => EnvironmentReader.ReadAsync(_subscription.Azure.Cloud, Prod, Ct));

        Assert.Contains("lacks the Application Insights component /subscriptions/", error.Message);
        Assert.Contains("and it lacks, or hides from the identity that works there (403), the Foundry project /subscriptions/", error.Message);
        Assert.Contains("the registry /subscriptions/", error.Message);
        Assert.Contains("./build.sh Provision, which shows what it would make and which roles it would assign.", error.Message);
    }

    private async Task<AgentEnvironment> BroughtAsync()
    {
        const string Subscription = "99999999-2222-3333-4444-555555555555";
        var project = $"/subscriptions/{Subscription}/resourceGroups/theirs/providers/Microsoft.CognitiveServices/accounts/account/projects/theirs";
        var registry = $"/subscriptions/{Subscription}/resourceGroups/theirs/providers/Microsoft.ContainerRegistry/registries/theirregistry";
        _subscription.Put(project[..project.LastIndexOf("/projects", StringComparison.Ordinal)], new JsonObject { ["identity"] = new JsonObject() });
        _subscription.Put(project, new JsonObject { ["identity"] = new JsonObject() });
        _subscription.Put(registry, []);
        await Task.CompletedTask;
        return Prod with { Existing = new() { Project = project }, Registry = RegistryPlace.Existing(registry) };
    }

    private void Harden()
    {
        var account = _subscription.Single("accounts");
        account["properties"]!["publicNetworkAccess"] = "Disabled";
        account["properties"]!["networkAcls"] = new JsonObject { ["defaultAction"] = "Deny" };
        account["tags"]!["cost-center"] = "4711";
        _subscription.Single("workspaces")["properties"]!["retentionInDays"] = 365;
        var deployment = _subscription.Single("deployments");
        deployment["sku"]!["capacity"] = 200;
        deployment["properties"]!["raiPolicyName"] = "strict-filter";
    }

    private Task<EnvironmentDifference> CompareAsync(AgentEnvironment environment, params string[] allowed) => new Provisioner(_subscription.Azure.Cloud, environment, allowed).CompareAsync(Ct);
}
