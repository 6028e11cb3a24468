using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Agents;
using GenAIOps.Pipeline.Stages;
using GenAIOps.Pipeline.Tests.Model;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>What users get otherwise than it was evaluated is told, with both values; of secrets the name.</summary>
public sealed class SettingsThatDiffer
{
    private static readonly AgentManifest s_files = AgentManifest.Of(new Dictionary<string, string> { ["RETRIEVED_ARTICLES"] = "4", ["PROJECT_ENDPOINT"] = "${PROJECT_ENDPOINT}", ["CRM_TOKEN"] = "none" });

    [Fact]
    public void WhatBuildCsSaysCountsBeforeTheFiles()
    {
        var (qa, prod) = Both(new DeploymentEnvironment("prod", EnvironmentStages.Release)
        {
            Variables = new Dictionary<string, string> { ["RETRIEVED_ARTICLES"] = "6", ["REGION"] = "eu" },
            Secrets = [new("CRM_TOKEN", "crm-token")],
            Compute = new Compute { Cpu = 1, Memory = "2Gi", MinReplicas = 2 },
            Models = [new ModelDeployment("m", "OpenAI", "m", "1", "Standard", 10) { ContentFilter = "strict" }],
        });

        Assert.Equal(
            "PROD is not set as what was evaluated: CRM_TOKEN is 'none' in qa and a secret in prod; REGION is not set in qa and 'eu' in prod; RETRIEVED_ARTICLES is '4' in qa and '6' in prod; "
            + "contentFilter is not set in qa and 'strict' in prod; cpu is not set in qa and '1' in prod; memory is not set in qa and '2Gi' in prod",
            SettingsOfEnvironment.Warning(qa, prod));
    }

    /// <summary>Neither how many replicas there are nor what every environment fills in for itself changes an answer.</summary>
    [Fact]
    public void WhatChangesNoAnswerIsNotTold()
    {
        var (qa, prod) = Both(new DeploymentEnvironment("prod", EnvironmentStages.Release)
        {
            Variables = new Dictionary<string, string> { ["RETRIEVED_ARTICLES"] = "4" },
            Compute = new Compute { MinReplicas = 2, MaxReplicas = 10, ScaleRules = [new("requests", 20)], Port = 9090 },
        });
        Assert.Null(SettingsOfEnvironment.Warning(qa, prod));
    }

    private static (Evidence.Agents.EnvironmentSettings Qa, Evidence.Agents.EnvironmentSettings Prod) Both(DeploymentEnvironment prod)
    {
        var environments = PipelineModel.Of(Some.Definition(new("qa", EnvironmentStages.Evaluate), prod)).Environments;
        return (SettingsOfEnvironment.Of(s_files, environments[0]), SettingsOfEnvironment.Of(s_files, environments[1]));
    }
}
