namespace GenAIOps.Scenarios;

/// <summary>The first deployment of an adopter fails. What follows is a mended agent and the same command, and no LocalReset.</summary>
public sealed class FirstReleaseScenarios
{
    private const string Program = "src/SupportAgent/Program.cs";

    [Fact]
    public async Task AFirstDeploymentThatFailsInAnyEnvironmentIsMendedByTheNextRun()
    {
        await using var world = World.Create();
        Broken("dev", (await BuildAsync(world, """Suffix("dev.")""", "DeployDev")).MustEndWith(1));
        Broken("the first agent version", (await BuildAsync(world, """Environment.GetEnvironmentVariable("CONTAINER_APP_NAME") is null""", "DeployDev")).MustEndWith(1).Saying("is failed"));
        Broken("qa", (await BuildAsync(world, """Suffix("qa.")""", "EvaluateQa")).MustEndWith(1));
        Broken("prod", (await BuildAsync(world, """Suffix("prod.")""", "ReleaseProd")).MustEndWith(1).Saying("Serving now: nothing"));
        Assert.Equal("Failed", (string?)world.Artifact("release.json")["outcome"]);

        (await world.BuildAsync("ReleaseProd")).MustEndWith(0);

        Assert.True((bool)(await world.AskProdAsync(ReleasedWorld.Question))["answered"]!);
        Assert.Equal("Released", (string?)world.Artifact("release.json")["outcome"]);
    }

    /// <summary>Runs the build with an agent that ends at once where the condition holds.</summary>
    private static async Task<Run> BuildAsync(World world, string condition, string target)
    {
        Run run = null!;
        await world.WithAsync(
            Program,
            text => text.Replace("AgentSettings settings;", $$"""
                if (Environment.GetEnvironmentVariable("GENAIOPS_IMAGE_DIGEST") is not null && {{condition}})
                {
                    Console.Error.WriteLine("the agent was told to fail");
                    return 3;
                }

                static bool Suffix(string environment) => Environment.GetEnvironmentVariable("CONTAINER_APP_ENV_DNS_SUFFIX")?.StartsWith(environment, StringComparison.Ordinal) == true;
                _ = Suffix("");
                AgentSettings settings;
                """, StringComparison.Ordinal),
            async () => run = await world.BuildAsync(target));
        return run;
    }

    private static void Broken(string where, Run run)
    {
        Assert.True(run.Output.Contains("the agent was told to fail", StringComparison.Ordinal), $"{where}: the agent's own words are missing\n{run.Output}");
        Assert.DoesNotContain("   at GenAIOps", run.Output, StringComparison.Ordinal);
    }
}
