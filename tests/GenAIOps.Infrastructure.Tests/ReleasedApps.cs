using System.Text.Json.Nodes;

namespace GenAIOps.Infrastructure.Tests;

/// <summary>Of an app that a release made, provisioning changes what the model says of ingress and secrets, and nothing else.</summary>
public sealed class ReleasedApps
{
    private const string App = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-prod/providers/Microsoft.App/containerApps/support-agent";
    private const string Identity = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/support-agent-prod";

    private static readonly AppSettings s_entra = new() { Authentication = new("e1111111-0000-0000-0000-000000000001") };

    private readonly FakeSubscription _subscription = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static AgentEnvironment Prod => Some.Environment("prod") with { Existing = new() { KeyVault = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/platform/providers/Microsoft.KeyVault/vaults/contoso" } };

    [Fact]
    public async Task AnAppThatIsNotThereIsLeftToTheRelease()
    {
        await ProvisionedAsync(app: null);

        Assert.False((await CompareAsync(new() { IsExternal = false, AllowedNetworks = ["203.0.113.0/24"] })).HasChanges);
        Assert.DoesNotContain(App, _subscription.Resources.Keys);
    }

    [Fact]
    public async Task WhatTheModelDoesNotSayIsNotLookedAt()
    {
        await ProvisionedAsync();
        _subscription.Azure.Log.Clear();

        Assert.False((await CompareAsync(new())).HasChanges);
        Assert.DoesNotContain(_subscription.Azure.Log, sent => sent.Uri.AbsolutePath.Contains("/containerApps/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASecretIsAddedAndThoseOfOthersKeepTheirValues()
    {
        await ProvisionedAsync(secrets: [new() { ["name"] = "theirs" }, new() { ["name"] = "reference", ["keyVaultUrl"] = "https://other.vault.azure.net/secrets/r", ["identity"] = "system" }]);
        _subscription.Azure.On("POST", $"{App}/listSecrets", 200, """{"value":[{"name":"theirs","value":"hidden"},{"name":"reference","value":"resolved","keyVaultUrl":"https://other.vault.azure.net/secrets/r","identity":"system"},{"name":"new-of-theirs","value":"added meanwhile"}]}""");
        var settings = new AppSettings { Secrets = new Dictionary<string, string> { ["crm-token"] = "crm" } };

        var change = Assert.Single(Assert.Single((await CompareAsync(settings)).Changed, resource => resource.Id == App).Changes);
        Assert.Equal("properties.configuration.secrets", change.Path);
        Assert.DoesNotContain("hidden", change.New);

        await ApplyAsync(settings);
        var sent = _subscription.Changes.Last();
        Assert.Equal($"PATCH {App}", sent.Line);
        Assert.Equal(
            $$$$$"""{"properties":{"configuration":{"secrets":[{"name":"theirs","value":"hidden"},{"name":"reference","keyVaultUrl":"https://other.vault.azure.net/secrets/r","identity":"system"},{"name":"new-of-theirs","value":"added meanwhile"},{"name":"crm-token","keyVaultUrl":"https://contoso.vault.azure.net/secrets/crm","identity":"{{{{{Identity}}}}}"}]}}}""",
            sent.Json.ToJsonString());
    }

    [Fact]
    public async Task ASecretOfOursThatRefersElsewhereIsChanged()
    {
        await ProvisionedAsync(secrets: [new() { ["name"] = "crm-token", ["keyVaultUrl"] = "https://old.vault.azure.net/secrets/crm", ["identity"] = Identity.ToUpperInvariant() }]);
        _subscription.Azure.On("POST", $"{App}/listSecrets", 200, """{"value":[{"name":"crm-token","value":"resolved"}]}""");
        var settings = new AppSettings { Secrets = new Dictionary<string, string> { ["crm-token"] = "https://contoso.vault.azure.net/secrets/crm" } };

        await ApplyAsync(settings);

        Assert.Equal($$$$$"""{"properties":{"configuration":{"secrets":[{"name":"crm-token","keyVaultUrl":"https://contoso.vault.azure.net/secrets/crm","identity":"{{{{{Identity}}}}}"}]}}}""", _subscription.Changes.Last().Json.ToJsonString());
        Assert.False((await CompareAsync(settings)).HasChanges);
    }

    [Fact]
    public async Task TheFirstAllowedNetworkClosesTheAppAndOneMoreOpensIt()
    {
        await ProvisionedAsync();
        var first = Assert.Single(Of(await CompareAsync(new() { AllowedNetworks = ["203.0.113.0/24"] })).Changes);
        Assert.Equal("""[{"name":"genaiops-203.0.113.0-24","ipAddressRange":"203.0.113.0/24","action":"Allow"}]""", first.New);
        await ApplyAsync(new() { AllowedNetworks = ["203.0.113.0/24"] });

        var more = new AppSettings { AllowedNetworks = ["198.51.100.0/24", "203.0.113.0/24"] };
        Assert.Equal("properties.configuration.ingress.ipSecurityRestrictions", Assert.Single(Of(await CompareAsync(more)).Lowered).Path);
        await ApplyAsync(more, "support-agent");
        Assert.Equal(["203.0.113.0/24", "198.51.100.0/24"], Ingress["ipSecurityRestrictions"]!.AsArray().Select(rule => (string)rule!["ipAddressRange"]!));
        Assert.False((await CompareAsync(more)).HasChanges);
    }

    [Fact]
    public async Task ANetworkOfOthersStaysUnderItsNameAndIsTold()
    {
        await ProvisionedAsync();
        Ingress["ipSecurityRestrictions"] = new JsonArray(Rule("office", "203.0.113.0/24", "Allow"), Rule("partner", "198.51.100.0/24", "Allow"));

        var app = Of(await CompareAsync(new() { AllowedNetworks = ["203.0.113.0/24"] }));

        Assert.Equal(DifferenceKind.None, app.Kind);
        Assert.Contains("partner", Assert.Single(app.Kept));
    }

    [Fact]
    public async Task RulesThatRefuseAreNotMixedWithOnesThatAllow()
    {
        await ProvisionedAsync();
        Ingress["ipSecurityRestrictions"] = new JsonArray(Rule("bots", "203.0.113.0/24", "Deny"));

        var error = await Assert.ThrowsAsync<ArgumentException>(() => CompareAsync(new() { AllowedNetworks = ["198.51.100.0/24"] }));

        Assert.Contains("action Deny", error.Message);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task VisibilityIsClosedWithoutLeaveAndOpenedOnlyByName(bool present, bool wanted)
    {
        await ProvisionedAsync();
        Ingress["external"] = present;

        var app = Of(await CompareAsync(new() { IsExternal = wanted }));

        Assert.Equal(wanted ? 1 : 0, app.Lowered.Count);
        Assert.Equal(wanted ? 0 : 1, app.Changes.Count);
        await ApplyAsync(new() { IsExternal = wanted }, wanted ? ["support-agent"] : []);
        Assert.Equal($$$$$"""{"properties":{"configuration":{"ingress":{"external":{{{{{(wanted ? "true" : "false")}}}}}}}}}""", _subscription.Changes.Last().Json.ToJsonString());
    }

    [Fact]
    public async Task AnIngressThatSomebodyDisabledStaysSo()
    {
        await ProvisionedAsync();
        _subscription.Resources[App]["properties"]!["configuration"]!.AsObject().Remove("ingress");

        Assert.False((await CompareAsync(new() { IsExternal = true, AllowedNetworks = ["203.0.113.0/24"] })).HasChanges);
    }

    [Fact]
    public async Task AnAppOfSomebodyElseIsNotTakenOver()
    {
        await ProvisionedAsync();
        _subscription.Resources[App]["tags"]!.AsObject().Remove("genaiops-managed-by");

        var error = await Assert.ThrowsAsync<ArgumentException>(() => CompareAsync(new() { IsExternal = false }));

        Assert.Contains("was not made by a release of this pipeline", error.Message);
    }

    [Fact]
    public async Task AuthenticationIsSetOnAnAppThatIsThereAndNotLookedAtWithoutOne()
    {
        await ProvisionedAsync(app: null);
        Assert.False((await CompareAsync(s_entra)).HasChanges);
        await ProvisionedAsync();

        await ApplyAsync(s_entra);

        var sent = _subscription.Changes.Last();
        Assert.Equal($"PUT {App}/authConfigs/current", sent.Line);
        Assert.Equal("https://login.microsoftonline.com/tenant/v2.0", (string?)sent.Json["properties"]!["identityProviders"]!["azureActiveDirectory"]!["registration"]!["openIdIssuer"]);
        Assert.Equal("""["api://e1111111-0000-0000-0000-000000000001"]""", sent.Json["properties"]!["identityProviders"]!["azureActiveDirectory"]!["validation"]!["allowedAudiences"]!.ToJsonString());
        Assert.False((await CompareAsync(s_entra)).HasChanges);
        Assert.False((await CompareAsync(new())).HasChanges);
    }

    [Theory]
    [InlineData("globalValidation", """{"unauthenticatedClientAction":"AllowAnonymous"}""", 1, 0)]
    [InlineData("platform", """{"enabled":false}""", 1, 0)]
    [InlineData("identityProviders", """{"azureActiveDirectory":{"enabled":true,"registration":{"clientId":"another","openIdIssuer":"https://login.microsoftonline.com/tenant/v2.0"},"validation":{"allowedAudiences":["api://e1111111-0000-0000-0000-000000000001"]}}}""", 0, 1)]
    [InlineData("identityProviders", """{"azureActiveDirectory":{"enabled":true,"registration":{"clientId":"e1111111-0000-0000-0000-000000000001","openIdIssuer":"https://login.microsoftonline.com/other/v2.0"},"validation":{"allowedAudiences":["api://another"]}}}""", 0, 2)]
    public async Task WhoElseIsLetInNeedsTheResourceNamed(string property, string present, int changed, int lowered)
    {
        await ProvisionedAsync();
        await ApplyAsync(s_entra);
        _subscription.Resources[$"{App}/authConfigs/current"]["properties"]![property] = JsonNode.Parse(present);

        var settings = (await CompareAsync(s_entra)).Resources.Single(resource => resource.Id == $"{App}/authConfigs/current");

        Assert.Equal((changed, lowered), (settings.Changes.Count, settings.Lowered.Count));
        Assert.Equal("containerApps/support-agent/authConfigs/current", settings.Name);
        Assert.Empty((await CompareAsync(s_entra, settings.Name)).Resources.Single(resource => resource.Id == settings.Id).Lowered);
    }

    [Fact]
    public async Task AnAppThatAReleaseHasNotOpenedYetIsTheReleases()
    {
        await ProvisionedAsync();
        Ingress["ipSecurityRestrictions"] = new JsonArray(Rule("genaiops-closed", "192.0.2.1/32", "Allow"));

        Assert.False((await CompareAsync(s_entra with { AllowedNetworks = ["203.0.113.0/24"] })).HasChanges);
    }

    [Fact]
    public void ATemplateHasNoApps()
    {
        Assert.DoesNotContain("containerApps", ArmTemplate.Write(Prod with { App = new() { IsExternal = false } }));
    }

    private JsonObject Ingress => _subscription.Resources[App]["properties"]!["configuration"]!["ingress"]!.AsObject();

    private static JsonObject Rule(string name, string range, string action) => new() { ["name"] = name, ["ipAddressRange"] = range, ["action"] = action };

    private static ResourceDifference Of(EnvironmentDifference difference) => difference.Resources.Single(resource => resource.Id == App);

    private Task ProvisionedAsync(params JsonObject[] secrets) => ProvisionedAsync(new JsonObject
    {
        ["tags"] = new JsonObject { ["genaiops-managed-by"] = "GenAIOps" },
        ["properties"] = new JsonObject { ["configuration"] = new JsonObject { ["secrets"] = new JsonArray(secrets), ["ingress"] = new JsonObject { ["external"] = true, ["targetPort"] = 8080 } } },
    });

    private async Task ProvisionedAsync(JsonObject? app)
    {
        _subscription.Put(Prod.Existing.KeyVault!, new() { ["type"] = "Microsoft.KeyVault/vaults", ["properties"] = new JsonObject { ["vaultUri"] = "https://contoso.vault.azure.net/" } });
        await _subscription.ApplyAsync(Prod, Ct);
        if (app is not null) _subscription.Put(App, app);
    }

    private Task<EnvironmentDifference> CompareAsync(AppSettings settings, params string[] allowed) => new Provisioner(_subscription.Azure.Cloud, Prod with { App = settings }, allowed).CompareAsync(Ct);

    private Task<IReadOnlyList<string>> ApplyAsync(AppSettings settings, params string[] allowed) => _subscription.ApplyAsync(Prod with { App = settings }, Ct, allowed);
}
