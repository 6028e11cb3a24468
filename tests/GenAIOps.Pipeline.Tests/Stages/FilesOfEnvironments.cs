using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Tests.Model;
using Nuke.Common;
using Assert = Xunit.Assert;

namespace GenAIOps.Pipeline.Tests.Stages;

/// <summary>What a stage leaves of one environment is not overwritten by the next; where there is none, it stays where it was.</summary>
public sealed class FilesOfEnvironments
{
    [Fact]
    public void TheOnlyEnvironmentOfAStageHasTheAgentsFolder() => Assert.Equal(
        ["evaluation/summary.json", "release.json"], Files(new Build { Environments = [new("qa", EnvironmentStages.Evaluate), new("prod", EnvironmentStages.Release)] }));

    [Fact]
    public void OfSeveralEachHasAFolderOfItsOwn() => Assert.Equal(
        ["evaluation/summary.json", "prod-eu/release.json", "prod-us/release.json"],
        Files(new Build { Environments = [new("qa", EnvironmentStages.Evaluate), new("prod-eu", EnvironmentStages.Release), new("prod-us", EnvironmentStages.Release)] }));

    /// <summary>Messages name the environments that users are in.</summary>
    [Fact]
    public void WhatIsUntouchedIsNamed()
    {
        Assert.Equal("PROD is as it was.", Untouched("prod"));
        Assert.Equal("PROD-EU and PROD-US are as they were.", Untouched("prod-eu", "prod-us"));
        Assert.Equal("Nothing else was changed.", Untouched());

        static string Untouched(params IEnumerable<string> releasing)
        {
            var agent = BuildContext.Of(new Build { Environments = [new("qa", EnvironmentStages.Evaluate), .. releasing.Select(name => new DeploymentEnvironment(name, EnvironmentStages.Release))] }).Agents[0];
            return agent.In(agent.Build.Named("qa")).Untouched;
        }
    }

    private static IEnumerable<string> Files(Build build)
    {
        var agent = BuildContext.Of(build).Agents[0];
        foreach (var (stage, file) in new[] { (EnvironmentStages.Evaluate, "evaluation/summary.json"), (EnvironmentStages.Release, "release.json") })
        {
            foreach (var environment in agent.Build.Model.That(stage)) yield return Path.GetRelativePath(agent.Artifacts, agent.In(environment).Results(stage) / file).Replace('\\', '/');
        }
    }

    private sealed class Build : NukeBuild, IShipAgents
    {
        public required IReadOnlyList<DeploymentEnvironment> Environments { get; init; }

        AgentDefinition IShipAgents.Agent => Some.Agent();
    }
}
