using System.Net;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.ContainerApps;

/// <summary>What others set on an app, and what nobody here knows, is kept and shown as Azure keeps and shows it.</summary>
public sealed class AppsOfOthers
{
    [Fact]
    public async Task APatchOfTemplateAndTrafficLeavesEveryOtherMember()
    {
        await using World world = await World.WithImageAsync();
        Assert.Equal("Succeeded", await world.DeployAsync(Hardened(world)));
        JsonObject before = (JsonObject)(await world.Client.GetAsync(World.App)).Json;

        JsonObject template = (JsonObject)before["properties"]!["template"]!.DeepClone();
        template["revisionSuffix"] = "green";
        template["containers"]![0]!["env"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "VERSION", ["value"] = "2" });
        JsonArray traffic = World.Rules(("blue", 100, null), ("green", 0, "candidate"));
        (await world.Client.PatchAsync(World.App, new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["template"] = template.DeepClone(),
                ["configuration"] = new JsonObject { ["ingress"] = new JsonObject { ["traffic"] = traffic.DeepClone() } },
            }
        })).Expect(HttpStatusCode.Accepted);
        Assert.Equal("Succeeded", await world.FinishedAsync());

        JsonObject after = (JsonObject)(await world.Client.GetAsync(World.App)).Json;
        JsonObject expected = (JsonObject)before.DeepClone();
        expected["properties"]!["template"] = template;
        expected["properties"]!["configuration"]!["ingress"]!["traffic"] = traffic;
        foreach (JsonObject app in new[] { expected, after })
        {
            // What Azure itself says of the new state.
            app.Remove("systemData");
            foreach (string name in new[] { "latestRevisionName", "latestReadyRevisionName", "latestRevisionFqdn" }) app["properties"]!.AsObject().Remove(name);
        }
        Assert.True(JsonNode.DeepEquals(expected, after), $"expected {expected.ToJsonString()}\nand got  {after.ToJsonString()}");
        Assert.Equal("hunter2", (string?)(await world.Client.PostAsync($"{World.App}/listSecrets")).Json["value"]![0]!["value"]);
        Assert.Equal("hunter2", (await world.AskAsync("/env/KEY", "echo--green")).Text);
    }

    [Fact]
    public async Task AReaderSeesNoSecretAndSoCannotPutBackWhatItRead()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(Hardened(world));
        JsonObject read = (JsonObject)(await world.Client.GetAsync(World.App)).Json;
        Assert.DoesNotContain("hunter2", read.ToJsonString(), StringComparison.Ordinal);

        Answer refused = await world.Client.PutAsync(World.App, read);

        Assert.Equal((HttpStatusCode.BadRequest, "ContainerAppSecretInvalid"), (refused.Status, refused.ErrorCode));
        Assert.Contains("'key' are invalid: value or keyVaultUrl and identity should be provided", refused.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("hunter2", (string?)(await world.Client.PostAsync($"{World.App}/listSecrets")).Json["value"]![0]!["value"]);
    }

    [Fact]
    public async Task AVariableOfASecretThatTheAppDoesNotHaveIsRefused()
    {
        await using World world = await World.WithImageAsync();
        JsonObject body = Hardened(world);
        body["properties"]!["template"]!["containers"]![0]!["env"]![0]!["secretRef"] = "gone";

        Answer refused = await world.Client.PutAsync(World.App, body);

        Assert.Equal((HttpStatusCode.BadRequest, "ContainerAppSecretRefNotFound"), (refused.Status, refused.ErrorCode));
        Assert.Contains("SecretRef 'gone' defined for container 'echo' not found", refused.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARaisedScaleIsTheNextRevisionsToo()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(Hardened(world));

        JsonObject scale = new() { ["revisionSuffix"] = "ops", ["scale"] = new JsonObject { ["minReplicas"] = 2 } };
        (await world.Client.PatchAsync(World.App, new JsonObject { ["properties"] = new JsonObject { ["template"] = scale } })).Expect(HttpStatusCode.Accepted);
        Assert.Equal("Succeeded", await world.FinishedAsync());

        Assert.Equal(2, (int)(await world.RevisionAsync("ops"))["replicas"]!);
        Assert.Equal("blue", await world.WhoAsync());
    }

    /// <summary>As an operator may leave an app, with members at every level that no version of the service has.</summary>
    private static JsonObject Hardened(World world)
    {
        JsonObject body = world.Body("blue", traffic: World.Rules(("blue", 100, null)));
        body["madeUpRoot"] = new JsonObject { ["a"] = 1 };
        body["tags"] = new JsonObject { ["cost-center"] = "42" };
        body["identity"] = new JsonObject { ["type"] = "SystemAssigned" };
        JsonNode properties = body["properties"]!, configuration = properties["configuration"]!, ingress = configuration["ingress"]!, template = properties["template"]!;
        properties["madeUpProperty"] = "kept";
        configuration["maxInactiveRevisions"] = 7;
        configuration["madeUpConfiguration"] = new JsonArray(1, 2);
        configuration["secrets"] = new JsonArray(new JsonObject { ["name"] = "key", ["value"] = "hunter2" });
        ingress["madeUpIngress"] = true;
        ingress["customDomains"] = new JsonArray(new JsonObject { ["name"] = "agent.contoso.com", ["bindingType"] = "Disabled" });
        ingress["ipSecurityRestrictions"] = new JsonArray(new JsonObject { ["name"] = "office", ["ipAddressRange"] = "127.0.0.0/8", ["action"] = "Allow" });
        ingress["corsPolicy"] = new JsonObject { ["allowedOrigins"] = new JsonArray("https://contoso.com") };
        template["madeUpTemplate"] = "kept";
        template["scale"]!["madeUpScale"] = "kept";
        template["containers"]![0]!["madeUpContainer"] = "kept";
        template["containers"]![0]!["env"] = new JsonArray(new JsonObject { ["name"] = "KEY", ["secretRef"] = "key" });
        return body;
    }
}
