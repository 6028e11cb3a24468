using System.Text.Json.Nodes;

namespace GenAIOps.Scenarios;

/// <summary>A changed model changes infrastructure once somebody has seen the difference and agreed, and opens nothing that an operator closed unless the resource is named.</summary>
public sealed class ProvisionScenarios(ReleasedWorld released)
{
    private const string Agent = "    AgentDefinition IShipAgents.Agent";
    private readonly World _world = released.World;

    [Fact]
    public async Task ADifferenceIsShownAndWrittenOnlyWhenSomebodyAgreesToThatVeryOne()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var workspace = await HardenedProd.IdAsync(_world, "workspaces");
        var old = (int)(await _world.ArmAsync(HttpMethod.Get, workspace))["properties"]!["retentionInDays"]!;
        await WithProdAsync("LogRetentionDays = 90", async () =>
        {
            var before = await GroupSnapshot.TakeAsync(_world, "prod");
            using (var recorder = await RequestRecorder.StartAsync(_world))
            {
                (await _world.BuildAsync("Provision")).MustEndWith(3).Saying($"prod: ~ workspaces/support-agent-prod: properties.retentionInDays: {old} -> 90").Saying("Nothing was written");
                new TargetAccess("Provision", "owner reads dev.infra, qa.infra, prod.infra, shared.infra").Check(await recorder.TakeAsync(), new Dictionary<string, string>());
            }

            var hash = (string)_world.Artifact("provision.json")["hash"]!;
            Assert.Equal(workspace, (string?)Changed()["id"], ignoreCase: true);
            Assert.Equal("change", (string?)Changed()["action"]);
            Assert.Equal($$"""[{"path":"properties.retentionInDays","old":"{{old}}","new":"90"}]""", Changed()["changes"]!.ToJsonString());
            (await _world.BuildAsync("Provision", "--apply-plan", new string('0', 64))).MustEndWith(3).Saying(hash).Saying("Nothing was written");
            Assert.Empty(before.Differences(await GroupSnapshot.TakeAsync(_world, "prod")));

            (await _world.BuildAsync("Provision", "--apply-plan", hash)).MustEndWith(0).Saying("1 created or changed");
            await AssertOnlyAsync(before, workspace, "retentionInDays", 90);
        });
        await WithProdAsync("LogRetentionDays = 120", async () =>
        {
            var before = await GroupSnapshot.TakeAsync(_world, "prod");
            (await _world.BuildAsync("Provision", "--yes")).MustEndWith(0).Saying("properties.retentionInDays: 90 -> 120").Saying("1 created or changed");
            await AssertOnlyAsync(before, workspace, "retentionInDays", 120);
        });
    }

    [Fact]
    public async Task WhatAnOperatorClosedIsOpenedOnlyWhereTheResourceIsNamed()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var account = await HardenedProd.IdAsync(_world, "accounts");
        await _world.ArmAsync(HttpMethod.Patch, account, new JsonObject { ["properties"] = new JsonObject { ["publicNetworkAccess"] = "Disabled" } });
        await WithProdAsync("PublicNetworkAccess = true", async () =>
        {
            var name = $"accounts/{account.Split('/')[^1]}";
            var before = await GroupSnapshot.TakeAsync(_world, "prod");
            (await _world.BuildAsync("Provision", "--yes")).MustEndWith(3).Saying("properties.publicNetworkAccess \"Disabled\" -> \"Enabled\"").Saying($"--allow {name}").Saying("Nothing was written");
            (await _world.BuildAsync("Provision", "--yes", "--allow", "accounts/another")).MustEndWith(3);
            // To lower is a change like others: somebody must agree to it, too.
            (await _world.BuildAsync("Provision", "--allow", name)).MustEndWith(3).Saying("nobody is at a terminal to agree");
            Assert.Empty(before.Differences(await GroupSnapshot.TakeAsync(_world, "prod")));

            (await _world.BuildAsync("Provision", "--yes", "--allow", name)).MustEndWith(0).Saying("1 created or changed");
            await AssertOnlyAsync(before, account, "publicNetworkAccess", "Enabled");
        });
    }

    [Fact]
    public async Task ASecretAndANetworkReachALiveAppAndAllElseOfItStays()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        await HardenedProd.EnsureAsync(_world);
        await WithProdAsync("""Secrets = [new("CRM_TOKEN", "crm-token")], Ingress = new() { AllowedNetworks = ["198.51.100.0/24"] }""", async () =>
        {
            var before = await _world.ArmAsync(HttpMethod.Get, HardenedProd.App);
            (await _world.BuildAsync("Provision", "--yes")).MustEndWith(3).Saying("ipSecurityRestrictions").Saying("--allow containerApps/support-agent").Saying("Nothing was written");
            (await _world.BuildAsync("Provision", "--yes", "--allow", "containerApps/support-agent")).MustEndWith(0)
                .Saying("prod: ~ containerApps/support-agent: properties.configuration.secrets: [{\"name\":\"api-key\"}] -> ");
            (await _world.BuildAsync("Provision")).MustEndWith(0).Saying("all as described");

            var vault = await HardenedProd.IdAsync(_world, "vaults");
            var address = (string)(await _world.ArmAsync(HttpMethod.Get, vault))["properties"]!["vaultUri"]!;
            var identity = await HardenedProd.IdAsync(_world, "userAssignedIdentities");
            JsonObject secret = new() { ["name"] = "crm-token", ["keyVaultUrl"] = $"{address}secrets/crm-token", ["identity"] = identity };
            var after = await _world.ArmAsync(HttpMethod.Get, HardenedProd.App);
            var configuration = before["properties"]!["configuration"]!;
            configuration["secrets"]!.AsArray().Add((JsonNode)secret);
            configuration["ingress"]!["ipSecurityRestrictions"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "genaiops-198.51.100.0-24", ["ipAddressRange"] = "198.51.100.0/24", ["action"] = "Allow" });
            foreach (var body in new[] { before, after }) body.Remove("systemData");
            Assert.True(JsonNode.DeepEquals(before, after), $"expected {before.ToJsonString()}\nfound    {after.ToJsonString()}");
            var values = (await _world.ArmAsync(HttpMethod.Post, HardenedProd.App + "/listSecrets"))["value"]!.AsArray();
            Assert.Equal("hunter2", (string?)values[0]!["value"]);

            // The agent starts with it: its identity may read the vault.
            using var owner = _world.Owner();
            using var put = await owner.PutAsync($"{address}secrets/crm-token?api-version=7.4", World.Json(new JsonObject { ["value"] = "hunter3" }), TestContext.Current.CancellationToken);
            Assert.True(put.IsSuccessStatusCode, $"{put.StatusCode}");
            (await _world.BuildAsync()).MustEndWith(0);
            var container = (await _world.ArmAsync(HttpMethod.Get, $"{HardenedProd.App}/revisions/{await _world.LiveAsync()}"))["properties"]!["template"]!["containers"]![0]!;
            Assert.Equal("crm-token", (string?)container["env"]!.AsArray().Single(variable => (string?)variable!["name"] == "CRM_TOKEN")!["secretRef"]);
        });
    }

    [Fact]
    public async Task ALiveAppIsPutBehindAuthentication()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        const string settings = HardenedProd.App + "/authConfigs/current";
        try
        {
            await WithProdAsync("""Ingress = new() { Authentication = new("e1111111-0000-0000-0000-000000000001") }""", async () =>
            {
                (await _world.BuildAsync("Provision")).MustEndWith(3).Saying("prod: + containerApps/support-agent/authConfigs/current");
                (await _world.BuildAsync("Provision", "--yes")).MustEndWith(0).Saying("1 created or changed");
                (await _world.BuildAsync("Provision")).MustEndWith(0).Saying("all as described");
                using var nobody = _world.Prod();
                Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await nobody.GetAsync("version", TestContext.Current.CancellationToken)).StatusCode);

                // Somebody lets everybody in again.
                var open = await _world.ArmAsync(HttpMethod.Get, settings);
                open["properties"]!["globalValidation"]!["unauthenticatedClientAction"] = "AllowAnonymous";
                await _world.ArmAsync(HttpMethod.Put, settings, open);
                (await _world.BuildAsync("Provision", "--yes")).MustEndWith(0).Saying("properties.globalValidation.unauthenticatedClientAction: \"AllowAnonymous\" -> \"Return401\"");
            });
        }
        finally
        {
            await _world.ArmAsync(HttpMethod.Delete, settings);
        }
    }

    private JsonNode Changed() =>
        Assert.Single(_world.Artifact("provision.json")["environments"]!.AsArray().SelectMany(environment => environment!["resources"]!.AsArray()), resource => (string?)resource!["action"] != "none")!;

    /// <summary>Of the whole group, one property of one resource is another.</summary>
    private async Task AssertOnlyAsync(GroupSnapshot before, string id, string property, JsonNode value)
    {
        var after = await GroupSnapshot.TakeAsync(_world, "prod");
        Assert.Empty(before.Differences(after, other => other.Equals(id, StringComparison.OrdinalIgnoreCase)));
        var (expected, present) = (before.Body(id), after.Body(id));
        expected["properties"]![property] = value;
        foreach (var body in new[] { expected, present }) body.Remove("systemData");
        Assert.True(JsonNode.DeepEquals(expected, present), $"expected {expected.ToJsonString()}\nfound    {present.ToJsonString()}");
    }

    private Task WithProdAsync(string setting, Func<Task> act) => _world.WithAsync("build/Build.cs", text => text.Replace(Agent, $$"""
            System.Collections.Generic.IReadOnlyList<DeploymentEnvironment> IShipAgents.Environments =>
                [new("dev", EnvironmentStages.Deploy), new("qa", EnvironmentStages.Evaluate), new("prod", EnvironmentStages.Release) { {{setting}} }];

        {{Agent}}
        """, StringComparison.Ordinal), act);
}
