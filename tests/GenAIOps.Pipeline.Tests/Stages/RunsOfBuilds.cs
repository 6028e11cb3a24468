using Azure;
using GenAIOps.Azure;
using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Tests.Model;
using Nuke.Common;
using Nuke.Common.Execution;
using Assert = Xunit.Assert;

namespace GenAIOps.Pipeline.Tests.Stages;

/// <summary>What every stage shares: how failures end the build, which agents and environments it is about, and what counts for each.</summary>
public sealed class RunsOfBuilds : IDisposable
{
    private static readonly string s_digest = "sha256:" + new string('d', 64);

    private readonly StageWorld _world = new();

    public void Dispose() => _world.Dispose();

    public static TheoryData<string, int, string> Failures => new()
    {
        { "cloud", ExitCodes.CloudUnusable, "the emulator is gone" },
        { "subscription", ExitCodes.BadInput, $"build/Build.cs, line 21: The subscription '{Some.Subscription}' could not be found." },
        { "unknown subscription", ExitCodes.BadInput, "The subscription 'x' could not be found." },
        { "forbidden", ExitCodes.CloudUnusable, "has no role" },
        { "full disk", ExitCodes.CloudUnusable, "The disk is full: No space left on device" },
        { "data", ExitCodes.BadInput, "agent.yaml, line 2" },
        { "code", ExitCodes.VerdictWorse, "it is worse" },
        { "refused", 1, "Conflict" },
        { "input", 1, "Permission denied" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task AFailureEndsWithItsDocumentedCode(string which, int exitCode, string said)
    {
        _world.Environments = [new("dev", EnvironmentStages.Deploy, "/_/build/Build.cs", 20), new("live", EnvironmentStages.Release, "/_/build/Build.cs", 21) { SubscriptionId = Some.Subscription }];
        var result = await _world.ActAsync((_, _) => throw (which switch
        {
            "cloud" => new AzureCloudException("the emulator is gone"),
            "subscription" => new RequestFailedException(404, $"The subscription '{Some.Subscription}' could not be found.", "SubscriptionNotFound", null),
            "unknown subscription" => new RequestFailedException(404, "The subscription 'x' could not be found.", "SubscriptionNotFound", null),
            "forbidden" => new RequestFailedException(403, "agent has no role", "AuthorizationFailed", null),
            "full disk" => new IOException("No space left on device", 28),
            "data" => new InvalidDataException("agent.yaml, line 2: is wrong"),
            "code" => new ExitCodeException(ExitCodes.VerdictWorse, "it is worse"),
            "refused" => new RequestFailedException(409, "Conflict", "Conflict", null),
            _ => new IOException("Permission denied", 13),
        }));
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMistakeInTheModelEndsAnyTargetBeforeItRuns()
    {
        _world.Agents = root => [StageWorld.Agent(root) with { Tests = [] }];
        var ran = false;
        var result = await _world.ActAsync(_ => ran = true);
        Assert.Equal((ExitCodes.BadInput, false), (result.ExitCode, ran));
        Assert.Contains("build/Build.cs, line 11: agent 'agent': Tests is empty", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoIsCalledByOthersComesFirstAndEachOnce()
    {
        _world.Agents = root =>
        [
            StageWorld.Agent(root, "triage") with { HandsOffTo = ["support", "billing"] }, StageWorld.Agent(root, "support") with { HandsOffTo = ["billing", "triage"] }, StageWorld.Agent(root, "billing"),
        ];
        Assert.Equal(["billing", "support", "triage"], await AskAsync(context => context.Agents.Select(agent => agent.Agent.Name).ToList()));
        Assert.Equal(["support"], await AskAsync(context => context.Agents.Select(agent => agent.Agent.Name).ToList(), "--agent", "support"));
    }

    [Fact]
    public async Task AStageRunsForEachAgentInEachEnvironmentThatHasIt()
    {
        _world.Agents = root => [StageWorld.Agent(root, "support"), StageWorld.Agent(root, "billing")];
        _world.Environments = [new("eu", EnvironmentStages.Release), new("us", EnvironmentStages.Release), new("dev", EnvironmentStages.Deploy)];
        Assert.Equal(["support eu", "billing eu", "support us", "billing us"], await RunsAsync());
        Assert.Equal(["support us", "billing us"], await RunsAsync("--environment", "us"));

        var none = await _world.ActAsync((context, _) => context.RunAsync(EnvironmentStages.Evaluate, (_, _) => Task.CompletedTask));
        Assert.Equal(ExitCodes.BadInput, none.ExitCode);
        Assert.Contains("No environment of this pipeline has the stage Evaluate. Nothing was run.", none.Output, StringComparison.Ordinal);
        var other = await _world.ActAsync((context, _) => context.RunAsync(EnvironmentStages.Release, (_, _) => Task.CompletedTask), "--environment", "dev");
        Assert.Contains("No environment named 'dev' of this pipeline has the stage Release.", other.Output, StringComparison.Ordinal);
        var several = await _world.ActAsync(context => context.Single(EnvironmentStages.Release));
        Assert.Equal(ExitCodes.BadInput, several.ExitCode);
        Assert.Contains("Several environments have the stage Release: eu, us. Nothing was run. Name one with --environment.", several.Output, StringComparison.Ordinal);
        Assert.Equal("us", await AskAsync(context => context.Single(EnvironmentStages.Release).Name, "--environment", "us"));

        async Task<List<string>> RunsAsync(params string[] arguments)
        {
            List<string> ran = [];
            await _world.ActAsync((context, _) => context.RunAsync(EnvironmentStages.Release, (one, _) =>
            {
                ran.Add($"{one.Agent.Name} {one.Name}");
                return Task.CompletedTask;
            }), arguments);
            return ran;
        }
    }

    [Fact]
    public async Task ArtifactsOfSeveralAgentsLieApart()
    {
        Assert.Equal([_world.Root / "artifacts"], await AskAsync(context => context.Agents.Select(agent => (string)agent.Artifacts).ToList()));
        _world.Agents = root => [StageWorld.Agent(root, "support"), StageWorld.Agent(root, "billing")];
        Assert.Equal([_world.Root / "artifacts" / "support", _world.Root / "artifacts" / "billing"], await AskAsync(context => context.Agents.Select(agent => (string)agent.Artifacts).ToList()));
    }

    [Fact]
    public async Task TheImageIsTheGivenOneElseTheOneThatWasBuilt()
    {
        static string DigestOf(BuildContext context) => new AgentContext(context, context.Model.Agents[0]).Digest;
        var missing = await _world.ActAsync(context => _ = DigestOf(context));
        Assert.Equal(ExitCodes.BadInput, missing.ExitCode);
        Assert.Contains("No image was built", missing.Output, StringComparison.Ordinal);

        _world.Folder.Write("artifacts/image/digest", s_digest + "\n");
        Assert.Equal(s_digest, await AskAsync(DigestOf));
        var given = "sha256:" + new string('e', 64);
        Assert.Equal(given, await AskAsync(DigestOf, "--digest", given));
    }

    [Fact]
    public async Task WhatAnEnvironmentSaysCountsBeforeTheAgentsAndTheDefault()
    {
        var gate = Gate.For("live").Requires(Approval.By(2));
        _world.Agents = root => [StageWorld.Agent(root) with { Policy = new EvaluationPolicy { AttackSuccessRate = 0.01 } }];
        _world.Environments =
        [
            new("prod", EnvironmentStages.Release),
            new("live", EnvironmentStages.Release) { Gate = gate, Policy = new EvaluationPolicy { AttackSuccessRate = 0.02 }, Pace = new ReleasePace { Drain = TimeSpan.FromHours(1) } },
        ];
        var (prod, live) = await AskAsync(context => (context.Agents[0].In(context.Named("prod")), context.Agents[0].In(context.Named("live"))));
        Assert.Equal((0.01, 0.02), (prod.Policy.AttackSuccessRate, live.Policy.AttackSuccessRate));
        Assert.Equal(TimeSpan.FromHours(1), live.Pace.Drain);
        Assert.True(prod.Pace.Drain < new ReleasePace().Drain);
        Assert.Same(gate, live.Gate);
        Assert.Equal(["tests passed", "approval"], Asked(prod.Gate));

        // A build that runs no tests is not asked for their result.
        EnvironmentContext? without = null;
        await _world.RunAsync<WithoutTests>((context, _) =>
        {
            without = context.Agents[0].In(context.Named("prod"));
            return Task.CompletedTask;
        }, "Act");
        Assert.Equal(["approval"], Asked(without!.Gate));

        static IEnumerable<string> Asked(Gate gate) => gate.Decide(Nothing(gate.Environment)).Reasons.Select(reason => reason.Requirement).Where(name => name is "tests passed" || name == Approval.Name).Select(name => name == Approval.Name ? "approval" : name);
    }

    private static GateContext Nothing(string environment) => new(new(s_digest, new('c', 64)), environment, Evidence.EvidenceSet.Empty, null, DateTimeOffset.UnixEpoch);

    /// <summary>In its own environment, and in one that releases to see what is live; never in another.</summary>
    [Fact]
    public async Task RolesGoToTheIdentitiesOfTheModel()
    {
        _world.Environments =
        [
            Azure("dev", EnvironmentStages.Deploy, 1), Azure("qa", EnvironmentStages.Evaluate, 2), Azure("both", EnvironmentStages.Evaluate, 4), Azure("prod", EnvironmentStages.Release, 3),
            Azure("mixed", EnvironmentStages.Evaluate | EnvironmentStages.Release, 4), new("open", EnvironmentStages.Evaluate) { Cloud = TargetCloud.Azure, SubscriptionId = Some.Subscription, Identity = new(Id(9)) },
            new("signed-in", EnvironmentStages.Evaluate) { Cloud = TargetCloud.Azure, SubscriptionId = Some.Subscription },
        ];
        IReadOnlyList<EnvironmentModel> filled = [];
        var result = await _world.ActAsync(async (context, cancellationToken) => filled = await EnvironmentPrincipalsOf.FillAsync(context, cancellationToken));
        Assert.Equal(0, result.ExitCode);
        var principals = filled.ToDictionary(environment => environment.Name, environment => environment.Estate.Principals);
        Assert.Equal([Id(1), Id(2), Id(3), null, null], new[] { "dev", "qa", "prod", "open", "signed-in" }.Select(name => principals[name].Deployer));
        Assert.Equal([Id(2), Id(4), Id(4)], principals["prod"].LiveReaders);
        Assert.Equal([Id(2)], principals["mixed"].LiveReaders);
        Assert.Empty(principals["qa"].LiveReaders);
        Assert.Contains($"open: Identity has no ObjectId in Build.cs, so no role is assigned to {Id(9)}", result.Output, StringComparison.Ordinal);

        await _world.ActAsync(async (context, cancellationToken) => filled = await EnvironmentPrincipalsOf.FillAsync(context, cancellationToken), "--environment", "prod");
        Assert.Equal(Id(2), Assert.Single(filled).Estate.Principals.LiveReaders[0]);

        static DeploymentEnvironment Azure(string name, EnvironmentStages stages, int id) => new(name, stages) { Cloud = TargetCloud.Azure, SubscriptionId = Some.Subscription, Identity = new(Id(id + 10), Id(id)) };
    }

    private static string Id(int number) => $"00000000-0000-0000-0000-0000000000{number:00}";

    [Fact]
    public async Task AModelThatMayEndIsToldOnceInABuild()
    {
        _world.Environments = [new("prod", EnvironmentStages.Release) { Cloud = TargetCloud.Azure, SubscriptionId = Some.Subscription, Models = [new ModelDeployment("chat", "OpenAI", "nobody-knows", "1")] }];
        var result = await _world.ActAsync(async (context, _) =>
        {
            await context.RunAsync((BuildContext _, CancellationToken _) => Task.CompletedTask);
            await context.RunAsync((BuildContext _, CancellationToken _) => Task.CompletedTask);
        });
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(2, result.Output.Split("prod: nobody-knows 1 is not in the retirement schedule").Length);
    }

    private async Task<T> AskAsync<T>(Func<BuildContext, T> ask, params string[] arguments)
    {
        T answer = default!;
        var result = await _world.ActAsync(context => answer = ask(context), arguments);
        Assert.True(result.ExitCode == 0, result.Output);
        return answer;
    }

    internal sealed class WithoutTests : NukeBuild, IReleaseProd
    {
        IReadOnlyList<AgentDefinition> IShipAgents.Agents => [StageWorld.Current.Agents(RootDirectory)[0] with { Tests = [] }];

        IReadOnlyList<DeploymentEnvironment> IShipAgents.Environments => StageWorld.Current.Environments;

        public Target Act => _ => _.Executes(() => BuildContext.Of(this).RunAsync(StageWorld.Current.Stage!));
    }
}
