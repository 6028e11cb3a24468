using System.Net;
using System.Text.Json.Nodes;

namespace GenAIOps.Scenarios;

/// <summary>Another team's Build.cs: two agents of which one hands off to the other, four environments in three subscriptions, a registry and a project that are there, and no tests.</summary>
public sealed class OtherModelScenarios : IAsyncDisposable
{
    private const string Work = "11111111-1111-1111-1111-111111111111";
    private const string Check = "22222222-2222-2222-2222-222222222222";
    private const string Live = "33333333-3333-3333-3333-333333333333";
    private const string Application = "e1111111-0000-0000-0000-000000000001";
    private const string Platform = $"/subscriptions/{Work}/resourceGroups/platform";
    private const string Registry = $"{Platform}/providers/Microsoft.ContainerRegistry/registries/contoso";
    private const string Account = $"{Platform}/providers/Microsoft.CognitiveServices/accounts/contoso-ai";

    private const string Build = $$"""
        using GenAIOps.Infrastructure;
        using GenAIOps.Pipeline;
        using Nuke.Common;
        using Nuke.Common.IO;
        using Nuke.Common.ProjectModel;

        internal sealed partial class Build : NukeBuild, IContainerize, IPush, IProvision, IDeployDev, IEvaluateQa, IReleaseProd, IRegisterAlerts, IRunLocally, IGenerateCi
        {
            [Solution]
            private readonly Solution Solution = null!;

            public static int Main() => Execute<Build>(x => x.Ship);

            IReadOnlyList<AgentDefinition> IShipAgents.Agents =>
            [
                Agent("triage-agent", "TriageAgent", RootDirectory / "samples" / "TriageAgent") with
                {
                    HandsOffTo = ["support-agent"],
                    GoldenSet = RootDirectory / "src" / "SupportAgent" / "evaluation" / "golden.jsonl",
                    SafetySet = RootDirectory / "src" / "SupportAgent" / "evaluation" / "safety.jsonl",
                },
                Agent("support-agent", "SupportAgent", RootDirectory / "src" / "SupportAgent"),
            ];

            string IShipAgents.Product => "contoso-help";

            ImageRegistry IShipAgents.Registry => new("{{Registry}}");

            IReadOnlyList<DeploymentEnvironment> IShipAgents.Environments =>
            [
                new("dev", EnvironmentStages.Deploy)
                {
                    SubscriptionId = "{{Work}}",
                    Identity = new("a1111111-0000-0000-0000-000000000001"),
                    Existing = new() { Project = "{{Account}}/projects/help" },
                },
                new("staging", EnvironmentStages.Evaluate) { SubscriptionId = "{{Check}}", Identity = new("a1111111-0000-0000-0000-000000000002") },
                new("prod-eu", EnvironmentStages.Release) { SubscriptionId = "{{Live}}", Location = "swedencentral", Identity = new("a1111111-0000-0000-0000-000000000003"), Ingress = new() { Authentication = new("{{Application}}") } },
                new("prod-us", EnvironmentStages.Release) { SubscriptionId = "{{Live}}", Location = "eastus2", Identity = new("a1111111-0000-0000-0000-000000000004"), Network = new("10.42.0.0/16") },
            ];

            private AgentDefinition Agent(string name, string title, AbsolutePath project) => new(name, project)
            {
                Title = title,
                Solution = Solution.Path,
                Tests = [],
                EmulatorBinaries = RootDirectory / "src" / "GenAIOps.Emulator" / "bin" / "Release" / "net10.0",
            };

            private Target Ship => _ => _
                .DependsOn<IReleaseProd>(x => x.Release)
                .DependsOn<IRegisterAlerts>(x => x.RegisterAlerts);
        }
        """;

    private static readonly (string Name, string Subscription, string ClientId)[] s_environments =
    [
        ("dev", Work, "a1111111-0000-0000-0000-000000000001"), ("staging", Check, "a1111111-0000-0000-0000-000000000002"),
        ("prod-eu", Live, "a1111111-0000-0000-0000-000000000003"), ("prod-us", Live, "a1111111-0000-0000-0000-000000000004"),
    ];

    private readonly World _world = World.Create();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task ItsAgentsAreReleasedAndRolledBackTogetherAndNoIdentityReachesOtherEnvironments()
    {
        await File.WriteAllTextAsync(Path.Combine(_world.Root, "build", "Build.cs"), Build, TestContext.Current.CancellationToken);
        (await _world.BuildAsync("LocalUp")).MustEndWith(0);
        (await _world.BuildAsync("Provision")).MustEndWith(2).Saying("build/Build.cs").Saying(Registry);
        await BringAsync();

        var first = (await _world.BuildAsync()).MustEndWith(0);
        first.Saying("the gate asks for no test result");
        var released = await LiveAsync();
        const string us = $"/subscriptions/{Live}/resourceGroups/contoso-help-prod-us/providers";
        Assert.Equal($"{us}/Microsoft.Network/virtualNetworks/contoso-help-prod-us/subnets/container-apps", (string?)(await _world.ArmAsync(HttpMethod.Get, $"{us}/Microsoft.App/managedEnvironments/prod-us"))["properties"]!["vnetConfiguration"]!["infrastructureSubnetId"]);
        Assert.Equal(4, released.Distinct().Count());
        await AskAsync("triage-agent.prod-us.localhost");
        await OnlyTokensForTheApplicationAreTakenAsync("triage-agent.prod-eu.localhost");

        await File.AppendAllTextAsync(_world.Prompt, "\n- A variation of this prompt says nothing new.\n", TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(Path.Combine(_world.Root, "samples", "TriageAgent", "prompts", "system.md"), "\n- A variation of this prompt says nothing new.\n", TestContext.Current.CancellationToken);
        (await _world.BuildAsync()).MustEndWith(0);
        var again = await LiveAsync();
        Assert.DoesNotContain(again[0], released);

        (await _world.BuildAsync("Rollback", "--environment", "prod-eu")).MustEndWith(0);
        string[] back = [released[0], released[1], again[2], again[3]];
        Assert.Equal(back, await LiveAsync());

        await EachReachesItsOwnOnlyAsync();
    }

    /// <summary>What the platform team made long before.</summary>
    private async Task BringAsync()
    {
        await _world.ArmAsync(HttpMethod.Put, "/providers/Microsoft.Subscription/aliases/work", new JsonObject { ["properties"] = new JsonObject { ["subscriptionId"] = Work } });
        await _world.ArmAsync(HttpMethod.Put, Platform, new JsonObject { ["location"] = "westeurope" });
        await _world.ArmAsync(HttpMethod.Put, Registry, new JsonObject { ["location"] = "westeurope", ["sku"] = new JsonObject { ["name"] = "Premium" } });
        await _world.ArmAsync(HttpMethod.Put, Account, new JsonObject
        {
            ["location"] = "westeurope",
            ["kind"] = "AIServices",
            ["sku"] = new JsonObject { ["name"] = "S0" },
            ["identity"] = new JsonObject { ["type"] = "SystemAssigned" },
            ["properties"] = new JsonObject { ["customSubDomainName"] = "contoso-ai", ["allowProjectManagement"] = true },
        });
        await _world.ArmAsync(HttpMethod.Put, $"{Account}/projects/help", new JsonObject { ["location"] = "westeurope", ["identity"] = new JsonObject { ["type"] = "SystemAssigned" } });
    }

    /// <summary>The revisions that answer: support-agent's and triage-agent's in the European PROD, then in the American one.</summary>
    private async Task<string[]> LiveAsync()
    {
        List<string> live = [];
        foreach (var environment in new[] { "prod-eu", "prod-us" })
        {
            foreach (var agent in new[] { "support-agent", "triage-agent" })
            {
                using var client = await _world.ApplicationAsync(s_environments[2].ClientId, $"{agent}.{environment}.localhost", $"api://{Application}/.default");
                live.Add($"{environment} {(string)JsonNode.Parse(await client.GetStringAsync("version", TestContext.Current.CancellationToken))!["revision"]!}");
            }
        }

        return [.. live];
    }

    private async Task AskAsync(string host)
    {
        using var client = _world.Client(host);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client));
    }

    /// <summary>The agent that is asked hands off to one that wants a token, too.</summary>
    private async Task OnlyTokensForTheApplicationAreTakenAsync(string host)
    {
        using var nobody = _world.Client(host);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(nobody));
        using var elsewhere = await _world.ApplicationAsync(s_environments[2].ClientId, host);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(elsewhere));
        using var user = await _world.ApplicationAsync("f1111111-0000-0000-0000-000000000001", host, $"api://{Application}/.default");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(user));
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client)
    {
        using var response = await client.PostAsync("ask", World.Json(new JsonObject { ["question"] = ReleasedWorld.Question }), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private async Task EachReachesItsOwnOnlyAsync()
    {
        foreach (var (name, subscription, clientId) in s_environments)
        {
            using var client = await _world.ApplicationAsync(clientId);
            foreach (var other in s_environments)
            {
                var group = $"/subscriptions/{other.Subscription}/resourceGroups/contoso-help-{other.Name}";
                var own = other.Name == name;
                Assert.Equal(own, await ReachesAsync(client, HttpMethod.Get, $"{group}/resources"));
                Assert.Equal(own, await ReachesAsync(client, HttpMethod.Get, $"{group}/providers/Microsoft.App/managedEnvironments/{other.Name}"));
                // STAGING compares with what is live.
                Assert.Equal(own || name == "staging" && other.Name.StartsWith("prod", StringComparison.Ordinal), await ReachesAsync(client, HttpMethod.Get, $"{group}/providers/Microsoft.App/containerApps/support-agent"));
                Assert.False(!own && await ReachesAsync(client, HttpMethod.Post, $"{group}/providers/Microsoft.App/containerApps/support-agent/listSecrets"));
                Assert.False(!own && await ReachesAsync(client, HttpMethod.Delete, $"{group}/providers/Microsoft.App/containerApps/support-agent"));
            }
        }
    }

    private static async Task<bool> ReachesAsync(HttpClient client, HttpMethod method, string path)
    {
        using HttpRequestMessage request = new(method, $"{path}?api-version=2025-07-01");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.StatusCode == HttpStatusCode.Forbidden) return false;
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {response.StatusCode}");
        return true;
    }
}
