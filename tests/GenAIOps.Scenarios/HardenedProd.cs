using System.Text.Json.Nodes;

namespace GenAIOps.Scenarios;

/// <summary>What an operator sets on PROD by hand: what closes it, what others need, and members that nobody here knows.</summary>
internal static class HardenedProd
{
    public const string App = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/support-agent-prod/providers/Microsoft.App/containerApps/support-agent";

    /// <summary>The app once in a world, as it stays so; the rest each time.</summary>
    public static async Task EnsureAsync(World world)
    {
        await HardenFoundryAsync(world);
        await PatchAsync(world, "workspaces", new JsonObject { ["properties"] = new JsonObject { ["retentionInDays"] = 180, ["features"] = new JsonObject { ["madeUpFeature"] = true } } });
        await PatchAsync(world, "managedEnvironments", new JsonObject { ["properties"] = new JsonObject { ["peerTrafficConfiguration"] = new JsonObject { ["encryption"] = new JsonObject { ["enabled"] = true } }, ["madeUpProperty"] = "kept" } });
        await PatchAsync(world, "storageAccounts", new JsonObject { ["properties"] = new JsonObject { ["networkAcls"] = new JsonObject { ["defaultAction"] = "Deny", ["bypass"] = "AzureServices" } } });
        if (!(await world.ArmAsync(HttpMethod.Get, App)).ContainsKey("madeUpRoot")) await HardenAppAsync(world);
        await TagAllAsync(world);
    }

    /// <summary>The only resource of a type in the group.</summary>
    public static async Task<string> IdAsync(World world, string type) =>
        (string)Assert.Single(await ListAsync(world), resource => ((string)resource!["type"]!).EndsWith("/" + type, StringComparison.Ordinal))!["id"]!;

    private static async Task HardenFoundryAsync(World world)
    {
        await PatchAsync(world, "accounts", new JsonObject
        {
            ["madeUpRoot"] = new JsonObject { ["a"] = new JsonArray(1, 2) },
            ["tags"] = new JsonObject { ["cost-center"] = "4711" },
            ["properties"] = new JsonObject
            {
                ["publicNetworkAccess"] = "Disabled",
                ["networkAcls"] = new JsonObject { ["defaultAction"] = "Deny", ["ipRules"] = new JsonArray(new JsonObject { ["value"] = "203.0.113.0/24" }) },
                ["madeUpProperty"] = new JsonObject { ["deep"] = new JsonObject { ["er"] = "kept" } },
            },
        });
        await world.ArmAsync(HttpMethod.Put, await IdAsync(world, "accounts") + "/deployments/extractive-local", new JsonObject
        {
            ["sku"] = new JsonObject { ["name"] = "Local", ["capacity"] = 200 },
            ["properties"] = new JsonObject
            {
                ["model"] = new JsonObject { ["format"] = "GenAIOps", ["name"] = "extractive-local", ["version"] = "1" },
                ["versionUpgradeOption"] = "NoAutoUpgrade",
                ["raiPolicyName"] = "strict-filter",
            },
        });
    }

    private static async Task TagAllAsync(World world)
    {
        foreach (var resource in (await ListAsync(world)).Append(await world.ArmAsync(HttpMethod.Get, World.GroupOf("prod"))).OfType<JsonObject>().Where(resource => resource["tags"] is JsonObject))
        {
            var tags = resource["tags"]!.DeepClone().AsObject();
            tags["cost-center"] = "4711";
            await world.ArmAsync(HttpMethod.Patch, (string)resource["id"]!, new JsonObject { ["tags"] = tags });
        }

        await StandsAsync(world);
    }

    private static async Task PatchAsync(World world, string type, JsonObject patch) => await world.ArmAsync(HttpMethod.Patch, await IdAsync(world, type), patch);

    private static async Task<JsonArray> ListAsync(World world) => (await world.ArmAsync(HttpMethod.Get, World.GroupOf("prod") + "/resources"))["value"]!.AsArray();

    private static async Task HardenAppAsync(World world)
    {
        var template = (await world.ArmAsync(HttpMethod.Get, App))["properties"]!["template"]!.DeepClone().AsObject();
        template["revisionSuffix"] = "ops";
        template["madeUpTemplate"] = "kept";
        template["scale"]!["maxReplicas"] = 9;
        template["scale"]!["cooldownPeriod"] = 600;
        template["scale"]!["madeUpScale"] = new JsonArray(1, 2);
        var container = template["containers"]![0]!;
        container["madeUpContainer"] = new JsonObject { ["a"] = true };
        container["resources"]!["cpu"] = 1.5;
        container["probes"]!.AsArray().Add((JsonNode)new JsonObject { ["type"] = "Liveness", ["tcpSocket"] = new JsonObject { ["port"] = 8080 } });
        container["env"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "OF_OTHERS", ["value"] = "stays" });
        container["env"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "KEY", ["secretRef"] = "api-key" });
        await world.ArmAsync(HttpMethod.Patch, App, new JsonObject
        {
            ["madeUpRoot"] = new JsonObject { ["b"] = 1 },
            ["tags"] = new JsonObject { ["cost-center"] = "42" },
            ["properties"] = new JsonObject
            {
                ["madeUpProperty"] = "kept",
                ["template"] = template,
                ["configuration"] = new JsonObject
                {
                    ["maxInactiveRevisions"] = 50,
                    ["madeUpConfiguration"] = "kept",
                    ["secrets"] = new JsonArray(new JsonObject { ["name"] = "api-key", ["value"] = "hunter2" }),
                    ["ingress"] = new JsonObject
                    {
                        ["madeUpIngress"] = "kept",
                        ["clientCertificateMode"] = "accept",
                        ["customDomains"] = new JsonArray(new JsonObject { ["name"] = "agent.contoso.com", ["bindingType"] = "SniEnabled", ["certificateId"] = "/certificates/1" }),
                        ["ipSecurityRestrictions"] = new JsonArray(new JsonObject { ["name"] = "here", ["ipAddressRange"] = "127.0.0.0/8", ["action"] = "Allow" }),
                        ["corsPolicy"] = new JsonObject { ["allowedOrigins"] = new JsonArray("https://contoso.com") },
                    },
                },
            },
        });
        await StandsAsync(world);
    }

    private static async Task StandsAsync(World world)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(1));
        for (var state = ""; state != "Succeeded"; await Task.Delay(100, deadline.Token))
        {
            state = (string?)(await world.ArmAsync(HttpMethod.Get, App))["properties"]!["provisioningState"];
            Assert.NotEqual("Failed", state);
        }
    }
}
