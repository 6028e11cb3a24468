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
                new("prod-us", EnvironmentStages.Release)
                {
                    SubscriptionId = "{{Live}}", Location = "eastus2", Identity = new("a1111111-0000-0000-0000-000000000004"), Network = new("10.42.0.0/16"),
                    Variables = new Dictionary<string, string> { ["RETRIEVED_ARTICLES"] = "5" },
                },
            ];

            private AgentDefinition Agent(string name, string title, AbsolutePath project) => new(name, project)
            {
                Title = title,
                Solution = Solution.Path,
                EmulatorBinaries = RootDirectory / "src" / "GenAIOps.Emulator" / "bin" / "Release" / "net10.0",
            };

            private Target Ship => _ => _
                .DependsOn<IReleaseProd>(x => x.Release)
                .DependsOn<IRegisterAlerts>(x => x.RegisterAlerts)
                .Executes(() =>
                {
                    foreach (var agent in this.ResultOf<IReadOnlyList<ReleasedAgent>>(((IReleaseProd)this).Release)) Serilog.Log.Information("{Agent:l} in {Environment:l}: {Outcome:l}", agent.Agent, agent.Environment, agent.Outcome.ToString());
                });
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
        // Before anything runs, and not after the images are made.
        var nothing = (await _world.BuildAsync()).MustEndWith(2).Saying("build/Build.cs").Saying(Registry);
        Assert.False(Directory.Exists(Path.Combine(_world.Root, "artifacts", "support-agent")), nothing.Output);
        await BringAsync();

        var first = (await _world.BuildAsync()).MustEndWith(0);
        first.Saying("the gate asks for no test result");
        foreach (var environment in new[] { "prod-eu", "prod-us" }) first.Saying($"support-agent in {environment}: Released").Saying($"triage-agent in {environment}: Released");
        Assert.Contains(first.Output.Split('\n'), line => line.Contains("PROD-US is not set as what was evaluated: RETRIEVED_ARTICLES is ", StringComparison.Ordinal) && line.Contains("and '5' in prod-us", StringComparison.Ordinal));
        Assert.DoesNotContain("PROD-EU is not set", first.Output, StringComparison.Ordinal);
        var released = await LiveAsync();
        const string us = $"/subscriptions/{Live}/resourceGroups/contoso-help-prod-us/providers";
        Assert.Equal($"{us}/Microsoft.Network/virtualNetworks/contoso-help-prod-us/subnets/container-apps", (string?)(await _world.ArmAsync(HttpMethod.Get, $"{us}/Microsoft.App/managedEnvironments/prod-us"))["properties"]!["vnetConfiguration"]!["infrastructureSubnetId"]);
        Assert.Equal(4, released.Distinct().Count());
        await AskAsync("triage-agent.prod-us.localhost");
        await OnlyTokensForTheApplicationAreTakenAsync("triage-agent.prod-eu.localhost");

        await ChangePromptsAsync();
        (await _world.BuildAsync()).MustEndWith(0);
        var again = await LiveAsync();
        Assert.DoesNotContain(again[0], released);

        (await _world.BuildAsync("Rollback", "--environment", "prod-eu")).MustEndWith(0);
        string[] back = [released[0], released[1], again[2], again[3]];
        Assert.Equal(back, await LiveAsync());

        await BothGoOnByOneVerdictAsync(back);
        await EachReachesItsOwnOnlyAsync();
    }

    /// <summary>The European PROD has the first agents again and the American one the second: the candidate is compared with both, and each gate finds what is live behind it.</summary>
    private async Task BothGoOnByOneVerdictAsync(string[] live)
    {
        await ChangePromptsAsync();
        (await _world.BuildAsync()).MustEndWith(0);

        foreach (var agent in new[] { "support-agent", "triage-agent" })
        {
            var summary = _world.Artifact($"{agent}/evaluation/summary.json");
            var comparisons = summary["comparisons"]!.AsArray();
            Assert.Equal(["prod-eu", "prod-us"], comparisons.Select(one => (string?)one!["environments"]!.AsArray().Single()));
            Assert.Equal(2, comparisons.Select(one => (string?)one!["baseline"]!["digest"]).Distinct().Count());
            Assert.All(comparisons, one => Assert.NotNull(one!["comparison"]));
            foreach (var environment in new[] { "prod-eu", "prod-us" }) Assert.Equal("Released", (string?)_world.Artifact($"{agent}/{environment}/release.json")["outcome"]);
        }

        var now = await LiveAsync();
        Assert.All(live, revision => Assert.DoesNotContain(revision, now));

        // Both have the same one now, so the next is compared with one agent.
        await ChangePromptsAsync();
        (await _world.BuildAsync("EvaluateStaging", "--agent", "support-agent")).MustEndWith(0);
        Assert.Null(_world.Artifact("support-agent/evaluation/summary.json")["comparisons"]);
        var explained = (await _world.BuildAsync("ExplainGate", "--agent", "support-agent")).MustEndWith(0);
        Assert.Equal(2, explained.Output.Split('\n').Count(line => line.Contains("met      evaluation: ", StringComparison.Ordinal)));
        explained.Saying("PROD-US is not set as what was evaluated");
    }

    private async Task ChangePromptsAsync()
    {
        foreach (var prompt in new[] { _world.Prompt, Path.Combine(_world.Root, "samples", "TriageAgent", "prompts", "system.md") })
            await File.AppendAllTextAsync(prompt, "\n- A variation of this prompt says nothing new.\n", TestContext.Current.CancellationToken);
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

    /// <summary>Resources, revisions and secrets; models, agents and metrics.</summary>
    private async Task EachReachesItsOwnOnlyAsync()
    {
        Dictionary<string, (string Endpoint, string Model)> projects = [];
        foreach (var (name, subscription, _) in s_environments) projects[name] = await ProjectAsync(name, subscription);
        foreach (var (name, _, clientId) in s_environments)
        {
            using var client = await _world.ApplicationAsync(clientId);
            foreach (var other in s_environments)
            {
                var group = $"/subscriptions/{other.Subscription}/resourceGroups/contoso-help-{other.Name}/providers";
                var own = other.Name == name;
                var (endpoint, model) = projects[other.Name];
                JsonObject question = new() { ["model"] = model, ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Hello" }) };
                Assert.Equal(own, await ReachesAsync(client, HttpMethod.Get, $"{group[..^10]}/resources?api-version=2025-04-01"));
                Assert.Equal(own, await ReachesAsync(client, HttpMethod.Get, $"{group}/Microsoft.App/managedEnvironments/{other.Name}?api-version=2025-07-01"));
                Assert.Equal(own, await ReachesAsync(client, HttpMethod.Get, $"{group}/Microsoft.Insights/components/contoso-help-{other.Name}/providers/Microsoft.Insights/metrics?api-version=2023-10-01&metricnames=requests%2Fcount"));
                Assert.Equal(own, await ReachesAsync(client, HttpMethod.Get, $"{endpoint}/agents?api-version=v1"));
                Assert.Equal(own, await ReachesAsync(client, HttpMethod.Post, $"{endpoint}/openai/v1/chat/completions", question));
                // STAGING compares with what is live.
                Assert.Equal(own || name == "staging" && other.Name.StartsWith("prod", StringComparison.Ordinal), await ReachesAsync(client, HttpMethod.Get, $"{group}/Microsoft.App/containerApps/support-agent?api-version=2025-07-01"));
                Assert.False(!own && await ReachesAsync(client, HttpMethod.Post, $"{group}/Microsoft.App/containerApps/support-agent/listSecrets?api-version=2025-07-01"));
                Assert.False(!own && await ReachesAsync(client, HttpMethod.Delete, $"{group}/Microsoft.App/containerApps/support-agent?api-version=2025-07-01"));
            }
        }
    }

    /// <summary>An environment's project, and a model that is deployed for it.</summary>
    private async Task<(string Endpoint, string Model)> ProjectAsync(string environment, string subscription)
    {
        var account = environment == "dev" ? Account : await OnlyAsync($"/subscriptions/{subscription}/resourceGroups/contoso-help-{environment}/providers/Microsoft.CognitiveServices/accounts", "id");
        var project = await _world.ArmAsync(HttpMethod.Get, await OnlyAsync($"{account}/projects", "id"));
        return ((string)project["properties"]!["endpoints"]!["AI Foundry API"]!, await OnlyAsync($"{account}/deployments", "name"));
    }

    private async Task<string> OnlyAsync(string list, string property) => (string)(await _world.ArmAsync(HttpMethod.Get, list))["value"]!.AsArray().Single()![property]!;

    private static async Task<bool> ReachesAsync(HttpClient client, HttpMethod method, string address, JsonObject? body = null)
    {
        using HttpRequestMessage request = new(method, address) { Content = body is null ? null : World.Json(body) };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        // Foundry answers 401 where a data action is lacking.
        if (response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized) return false;
        Assert.True(response.IsSuccessStatusCode, $"{method} {address}: {response.StatusCode}");
        return true;
    }
}
