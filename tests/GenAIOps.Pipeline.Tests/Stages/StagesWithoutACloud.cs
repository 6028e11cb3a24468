using GenAIOps.Delivery.Images;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Stages;
using GenAIOps.Pipeline.Tests.Model;
using Nuke.Common;
using Assert = Xunit.Assert;

namespace GenAIOps.Pipeline.Tests.Stages;

/// <summary>What needs no environment runs without one, and what is asked for wrongly ends before anything is opened, started or made.</summary>
public sealed class StagesWithoutACloud : IDisposable
{
    private const string Row = """{"id":"q1","query":"How do I wash a tent?","ground_truth":"By hand.","context":"Wash a tent by hand."}""";

    private readonly StageWorld _world = new();

    public void Dispose() => _world.Dispose();

    /// <summary>Nothing was started: there is no emulator's state.</summary>
    private void NothingWasStarted() => Assert.False(Directory.Exists(_world.Root / ".genaiops" / "emulator"));

    [Fact]
    public async Task GeneratedFilesAreComparedAndWritten()
    {
        var before = await _world.RunAsync("GenerateCi", "--check");
        Assert.Equal(ExitCodes.TargetFailed, before.ExitCode);
        Assert.Contains("Generated files differ from the model: .github/workflows/genaiops.yml, .azure-pipelines/genaiops.yml, infra/dev.json, infra/qa.json, infra/prod.json. Nothing was changed.", before.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.Root / ".github"));

        Assert.Contains("5 files written", (await _world.RunAsync("GenerateCi")).Output, StringComparison.Ordinal);
        Assert.Contains("all files are as the model says", (await _world.RunAsync("GenerateCi", "--check")).Output, StringComparison.Ordinal);

        // A checkout on Windows is no difference; an edit is, and only its file is written.
        var workflow = _world.Root / ".github" / "workflows" / "genaiops.yml";
        File.WriteAllText(workflow, File.ReadAllText(workflow).ReplaceLineEndings("\r\n"));
        Assert.Equal(0, (await _world.RunAsync("GenerateCi", "--check")).ExitCode);
        File.AppendAllText(_world.Root / "infra" / "qa.json", " ");
        Assert.Contains("Generated files differ from the model: infra/qa.json. Nothing", (await _world.RunAsync("GenerateCi", "--check")).Output, StringComparison.Ordinal);
        Assert.Contains("1 files written", (await _world.RunAsync("GenerateCi")).Output, StringComparison.Ordinal);
        NothingWasStarted();
    }

    [Fact]
    public async Task WhatIsCommittedDoesNotDependOnTheCommandLine()
    {
        await _world.RunAsync("GenerateCi");
        Assert.Equal(0, (await _world.RunAsync("GenerateCi", "--check", "--cloud", "azure", "--azure-subscription-id", Some.Subscription, "--azure-location", "westus", "--environment", "qa")).ExitCode);
    }

    [Fact]
    public async Task JobsNameTheTargetsThatTheBuildHas()
    {
        await _world.RunAsync<Small>(null, "GenerateCi");
        foreach (var file in new[] { ".github/workflows/genaiops.yml", ".azure-pipelines/genaiops.yml" })
        {
            var commands = File.ReadAllLines(_world.Root / file).Where(line => line.Contains("./build.sh ", StringComparison.Ordinal) && !line.Contains("GenerateCi", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("./build.sh ", StringComparison.Ordinal) + 11)..].Split(" --")[0]);
            Assert.Equal(["Containerize", "Push", "DeployDev"], commands);
        }
    }

    [Fact]
    public async Task WithoutAnEmulatorStatusSaysSoAndStartsNone()
    {
        var status = await _world.ActAsync(LocalStage.StatusAsync);
        Assert.Equal(0, status.ExitCode);
        Assert.Contains("does not run; ./build.sh LocalUp starts it", status.Output, StringComparison.Ordinal);
        Assert.Contains("was not running", (await _world.ActAsync(LocalStage.DownAsync)).Output, StringComparison.Ordinal);
        NothingWasStarted();

        var up = await _world.ActAsync(LocalStage.UpAsync);
        Assert.Equal(ExitCodes.CloudUnusable, up.ExitCode);
        Assert.Contains("The emulator is not built", up.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AResetDeletesTheStateAndKeepsTheKeys()
    {
        _world.Folder.Write(".genaiops/emulator/instance.json", "{ torn").Write(".genaiops/keys/evidence.pem", "key");
        Assert.Equal(0, (await _world.ActAsync(LocalStage.ResetAsync)).ExitCode);
        NothingWasStarted();
        Assert.True(File.Exists(_world.Root / ".genaiops" / "keys" / "evidence.pem"));
    }

    [Fact]
    public async Task ALockedSetIsRefusedOnceARowChanges()
    {
        var set = _world.Root / "src" / "agent" / "evaluation";
        _world.Folder.Write("src/agent/evaluation/golden.jsonl", Row + "\n").Write("src/agent/evaluation/safety.jsonl", Row + "\n");
        await SayAsync(0);

        Assert.Contains("golden.jsonl: 1 rows, safety.jsonl: 1 rows; commit src/agent/evaluation/datasets.lock.json", (await _world.RunAsync("LockDatasets")).Output, StringComparison.Ordinal);
        await SayAsync(0);
        File.WriteAllText(set / "safety.jsonl", Row.Replace("By hand", "By machine", StringComparison.Ordinal) + "\n");
        var changed = await SayAsync(ExitCodes.BadInput);
        Assert.Contains("safety.jsonl", changed, StringComparison.Ordinal);
        Assert.Contains("./build.sh LockDatasets", changed, StringComparison.Ordinal);
        await _world.RunAsync("LockDatasets");
        await SayAsync(0);

        async Task<string> SayAsync(int exitCode)
        {
            var result = await _world.ActAsync(context => context.Agents[0].Datasets.Verify());
            Assert.True(exitCode == result.ExitCode, result.Output);
            return result.Output;
        }
    }

    [Fact]
    public async Task AnExperimentMustBeNamedWhereThereAreSeveral()
    {
        Assert.Contains("The agent has no experiment. Nothing was asked.", await SayAsync(), StringComparison.Ordinal);
        _world.Agents = root => [StageWorld.Agent(root) with { Experiments = [new("models", new("small"), new("large")), new("prompts", new("short"), new("long"))] }];
        Assert.Contains("--named is missing, and there are several experiments: models, prompts.", await SayAsync(), StringComparison.Ordinal);
        Assert.Contains("--named colours is no experiment of the agent; there are: models, prompts.", await SayAsync("colours"), StringComparison.Ordinal);
        NothingWasStarted();

        async Task<string> SayAsync(string? named = null)
        {
            var result = await _world.ActAsync((context, cancellationToken) => ExperimentStage.RunAsync(context.Agents[0].In(context.First(EnvironmentStages.Deploy)), named, cancellationToken));
            Assert.Equal(ExitCodes.BadInput, result.ExitCode);
            return result.Output;
        }
    }

    [Fact]
    public async Task ARedTeamWithoutABudgetIsRefused()
    {
        var result = await _world.ActAsync((context, cancellationToken) => RedTeamStage.RunAsync(context.Agents[0].In(context.First(EnvironmentStages.Evaluate)), budget: 0, cancellationToken));
        Assert.Equal(ExitCodes.BadInput, result.ExitCode);
        Assert.Contains("--budget is 0, and must be 1 or more. Nothing was asked.", result.Output, StringComparison.Ordinal);
        NothingWasStarted();
    }

    [Fact]
    public async Task ACacheNeedsARegistryAndARepository()
    {
        var result = await _world.RunAsync("Make", "--cache", "oci://registry.example");
        Assert.Equal(ExitCodes.BadInput, result.ExitCode);
        Assert.Contains("--cache is 'oci://registry.example'. Name a registry and a repository", result.Output, StringComparison.Ordinal);
    }

    /// <summary>What is pushed is what was built, and what Azure could run.</summary>
    [Fact]
    public async Task AnImageThatIsNotTheOneAskedForOrThatNobodyCouldRunIsNotPushed()
    {
        _world.Folder.Write("publish/Agent.dll", "code").Write("src/agent/Program.cs", "1");
        var image = ImageBuilder.Build(new ImageOptions
        {
            PublishFolders = new Dictionary<string, string> { ["linux/amd64"] = _world.Root / "publish" },
            LayoutFolder = _world.Root / "artifacts" / "image",
            EntryPoint = ["dotnet", "Agent.dll"],
            AppFiles = ["Agent.dll"],
            Created = DateTimeOffset.UnixEpoch,
        });
        var other = await _world.ActAsync(PushAsync, "--digest", "sha256:" + new string('e', 64));
        Assert.Equal(ExitCodes.BadInput, other.ExitCode);
        Assert.Contains($"image holds {image.Digest}, and --digest asks for sha256:eee", other.Output, StringComparison.Ordinal);

        var azure = await _world.ActAsync(PushAsync, "--cloud", "azure", "--azure-subscription-id", Some.Subscription);
        Assert.Equal(ExitCodes.BadInput, azure.ExitCode);
        Assert.Contains("has neither .NET nor a base that has it, so Azure could not run it. Nothing was pushed.", azure.Output, StringComparison.Ordinal);

        // What an engine made of a Dockerfile is not made again.
        var again = await _world.ActAsync((context, cancellationToken) => ReproducibleStage.RunAsync(new AgentContext(context, context.Agents[0].Agent with { Image = Image.FromDockerfile() }), cancellationToken));
        Assert.Equal(ExitCodes.BadInput, again.ExitCode);
        Assert.Contains("Only an image of a .NET project is rebuilt", again.Output, StringComparison.Ordinal);
        NothingWasStarted();

        static Task PushAsync(BuildContext context, CancellationToken cancellationToken) => PushStage.RunAsync(context.Agents[0].In(context.Model.Pushing), cancellationToken);
    }

    [Fact]
    public async Task FilesOfTheAgentThatAreWrongEndItBeforeAnythingIsBuilt()
    {
        var digest = "sha256:" + new string('b', 64);
        _world.Folder.Write("src/agent/agent.yaml", "kind: prompt\n");
        _world.Agents = root => [StageWorld.Agent(root) with { Image = Image.FromRegistry($"registry.example/agent@{digest}") }];
        var result = await _world.RunAsync("Containerize", "--skip");
        Assert.Equal(ExitCodes.BadInput, result.ExitCode);
        Assert.Contains("agent.yaml, line 1: kind is prompt", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.Root / "artifacts" / "image"));
    }

    [Fact]
    public async Task AnAgentWhoseFolderIsNotThereIsToldWithItsPlace()
    {
        var result = await _world.RunAsync("Containerize", "--skip");
        Assert.Equal(ExitCodes.BadInput, result.ExitCode);
        Assert.Contains("build/Build.cs, line 11: agent 'agent': Project is ", result.Output, StringComparison.Ordinal);
        Assert.Contains("src/agent, and no such folder is there. Nothing was built.", result.Output, StringComparison.Ordinal);
    }

    private sealed class Small : NukeBuild, IContainerize, IPush, IDeployDev, IGenerateCi
    {
        IReadOnlyList<AgentDefinition> IShipAgents.Agents => [StageWorld.Agent(RootDirectory) with { Tests = [] }];
    }
}
