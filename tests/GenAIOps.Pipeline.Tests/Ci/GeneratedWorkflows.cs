using System.Text.RegularExpressions;
using GenAIOps.Pipeline.Ci;
using GenAIOps.Pipeline.Tests.Model;

namespace GenAIOps.Pipeline.Tests.Ci;

public sealed partial class GeneratedWorkflows
{
    private static readonly CiPipeline Default = CiPipeline.Of(PipelineModel.Of(Some.Definition().Committed));
    private static readonly string GitHub = GitHubActionsWriter.Write(Default);
    private static readonly string AzurePipelines = AzurePipelinesWriter.Write(Default);

    [Fact]
    public void EveryActionIsPinnedByCommit()
    {
        var uses = Uses().Matches(GitHub).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(uses);
        Assert.All(uses, use => Assert.Matches("^[a-z-]+/[a-z-]+@[0-9a-f]{40} # v", use));
    }

    [Fact]
    public void NoShellLineHoldsAnExpressionOfTheHost() =>
        Assert.DoesNotContain(GitHub.Split('\n'), line => line.TrimStart().StartsWith("run:", StringComparison.Ordinal) && line.Contains("${{", StringComparison.Ordinal));

    [Fact]
    public void BothHostsRunTheSameCommands()
    {
        Assert.Equal(Commands(GitHub), Commands(AzurePipelines));
        Assert.Equal(Default.Stages.Count, Commands(GitHub).Count);
    }

    [Fact]
    public void OnlyJobsWithAnEnvironmentMaySignIn()
    {
        var jobs = GitHub[GitHub.IndexOf("jobs:", StringComparison.Ordinal)..].Split("\n  ").Length;
        Assert.True(jobs > 1);
        Assert.Equal(Default.Stages.Count(stage => stage.Environment is not null), Regex.Count(GitHub, "id-token: write"));
        Assert.Contains("permissions: {}", GitHub, StringComparison.Ordinal);
    }

    [Fact]
    public void TheReleaseToProdWaitsForAPersonOnBothHosts()
    {
        Assert.Contains("environment: prod", GitHub, StringComparison.Ordinal);
        Assert.Contains("task: ManualValidation@1", AzurePipelines, StringComparison.Ordinal);
        Assert.Contains("dependsOn: approve", AzurePipelines, StringComparison.Ordinal);
    }

    [Fact]
    public void NoSecretIsNamed()
    {
        Assert.DoesNotContain("secrets.", GitHub, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", AzurePipelines, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void TheCommittedFilesAreWhatTheModelSays()
    {
        Assert.Equal(GitHub, File.ReadAllText(Root(".github/workflows/genaiops.yml")));
        Assert.Equal(AzurePipelines, File.ReadAllText(Root(".azure-pipelines/genaiops.yml")));
    }

    private static List<string> Commands(string yaml) =>
        [.. Command().Matches(yaml).Select(match => match.Value)];

    private static string Root(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GenAIOps.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("GenAIOps.sln is in no parent folder.");
        }

        return Path.Combine(folder, path);
    }

    [GeneratedRegex(@"uses: (.+)")]
    private static partial Regex Uses();

    [GeneratedRegex(@"\./build\.sh (?!GenerateCi).+")]
    private static partial Regex Command();
}
