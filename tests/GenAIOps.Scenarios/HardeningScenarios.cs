using System.Text.Json.Nodes;

namespace GenAIOps.Scenarios;

/// <summary>What an operator sets on PROD by hand is there after a provisioning and after a release, and so is what nobody here knows.</summary>
public sealed class HardeningScenarios(ReleasedWorld released)
{
    private const string App = HardenedProd.App;
    private readonly World _world = released.World;

    [Fact]
    public async Task AReleaseChangesTemplateTrafficAndOurTagsOfTheAppAndNothingElse()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        await HardenedProd.EnsureAsync(_world);
        var group = await GroupSnapshot.TakeAsync(_world, "prod");
        var before = group.Body(App);
        var live = await _world.LiveAsync();
        await _world.ChangePromptAsync();

        (await _world.BuildAsync()).MustEndWith(0).Saying("keeps what others set: variables of others: OF_OTHERS, KEY; scale: 1 to 9 replicas");

        Assert.NotEqual(live, await _world.LiveAsync());
        var later = await GroupSnapshot.TakeAsync(_world, "prod");
        Assert.Empty(group.Differences(later, id => id.Equals(App, StringComparison.OrdinalIgnoreCase)));
        var after = later.Body(App);
        var was = Container(before);
        var present = Container(after);
        Assert.NotEqual((string?)was["image"], (string?)present["image"]);
        Assert.Equal(live, (string?)after["tags"]!["genaiops-previous"]);
        Assert.Equal("hunter2", (string?)(await _world.ArmAsync(HttpMethod.Post, App + "/listSecrets"))["value"]![0]!["value"]);
        Assert.Equal(9, (int)(await _world.ArmAsync(HttpMethod.Get, $"{App}/revisions/{await _world.LiveAsync()}"))["properties"]!["template"]!["scale"]!["maxReplicas"]!);

        // What a release changes is made equal; all the rest must be.
        was["image"] = present["image"]!.DeepClone();
        Variable(was, "GENAIOPS_IMAGE_DIGEST")["value"] = Variable(present, "GENAIOPS_IMAGE_DIGEST")["value"]!.DeepClone();
        foreach (var app in new[] { before, after })
        {
            app.Remove("systemData");
            app["tags"]!.AsObject().Remove("genaiops-previous");
            app["properties"]!["template"]!.AsObject().Remove("revisionSuffix");
            app["properties"]!["configuration"]!["ingress"]!.AsObject().Remove("traffic");
            foreach (var name in new[] { "latestRevisionName", "latestReadyRevisionName", "latestRevisionFqdn" })
            {
                app["properties"]!.AsObject().Remove(name);
            }
        }

        Assert.True(JsonNode.DeepEquals(before, after), $"before {before.ToJsonString()}\nafter  {after.ToJsonString()}");

        (await _world.BuildAsync()).MustEndWith(0).Saying("is live already");
        Assert.Empty(later.Differences(await GroupSnapshot.TakeAsync(_world, "prod")));
    }

    [Fact]
    public async Task ProvisioningSaysWhatOthersHardenedAndKeepsIt()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        await HardenedProd.EnsureAsync(_world);
        var before = await GroupSnapshot.TakeAsync(_world, "prod");
        var account = (await HardenedProd.IdAsync(_world, "accounts")).Split('/')[^1];

        var run = (await _world.BuildAsync("Provision")).MustEndWith(0).Saying("settings of others kept");

        run.Saying($"prod: = accounts/{account}: properties.publicNetworkAccess: \"Disabled\" (a new one gets \"Enabled\") stays")
            .Saying($"prod: = accounts/{account}: properties.networkAcls: {{\"defaultAction\":\"Deny\"")
            .Saying($"prod: = accounts/{account}: tags.cost-center: \"4711\" stays")
            .Saying("prod: = deployments/extractive-local: sku.capacity: 200 (the model asks for at least 1) stays")
            .Saying("prod: = deployments/extractive-local: properties.raiPolicyName: \"strict-filter\" stays")
            .Saying("prod: = workspaces/support-agent-prod: properties.retentionInDays: 180 (a new one gets 30) stays");
        Assert.Empty(before.Differences(await GroupSnapshot.TakeAsync(_world, "prod")));
    }

    [Fact]
    public async Task AnAppThatAnOperatorPutIntoSingleModeIsRefusedByName()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        await _world.ChangePromptAsync();
        (await _world.BuildAsync("EvaluateQa")).MustEndWith(0);
        await SetModeAsync("Single");
        var before = (await _world.ArmAsync(HttpMethod.Get, App)).ToJsonString();

        (await _world.BuildAsync("ReleaseProd", "--skip")).MustEndWith(2).Saying("activeRevisionsMode is 'Single'");

        Assert.Equal(before, (await _world.ArmAsync(HttpMethod.Get, App)).ToJsonString());
        await SetModeAsync("Multiple");
        (await _world.BuildAsync("ReleaseProd", "--skip")).MustEndWith(0);
    }

    private async Task SetModeAsync(string mode) => await _world.ArmAsync(HttpMethod.Patch, App, new JsonObject
    {
        ["properties"] = new JsonObject { ["configuration"] = new JsonObject { ["activeRevisionsMode"] = mode } },
    });

    private static JsonObject Container(JsonObject app) => app["properties"]!["template"]!["containers"]![0]!.AsObject();

    private static JsonObject Variable(JsonObject container, string name) =>
        container["env"]!.AsArray().OfType<JsonObject>().Single(entry => (string?)entry["name"] == name);
}
