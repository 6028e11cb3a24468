using GenAIOps.Delivery.Gates;
using GenAIOps.Infrastructure;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Tests.Model;

/// <summary>A mistake in the model ends with exit code 2 and its place, before anything runs.</summary>
public sealed class Mistakes
{
    [Fact]
    public void ThePlaceIsTheLineOfBuildCs()
    {
        DeploymentEnvironment wrong = new("QA", EnvironmentStages.Evaluate, "/repository/build/Build.cs", 17);

        Assert.StartsWith("build/Build.cs, line 17: environment 'QA': Name: 'QA' must be", Message(Some.Definition(wrong)));
    }

    [Fact]
    public void TheCompilerFillsInThePlace() => Assert.Matches(@"Mistakes\.cs, line \d+: environment", Message(Some.Definition(new DeploymentEnvironment("QA", EnvironmentStages.Evaluate))));

    [Fact]
    public void TwoOfOneNameAreRefusedWithBothPlaces() => Assert.Contains("build/Build.cs, line 9: environment 'qa' is given 2 times, first in build/Build.cs, line 8", Message(Some.Definition(
        new DeploymentEnvironment("qa", EnvironmentStages.Evaluate, "/_/build/Build.cs", 8), new DeploymentEnvironment("qa", EnvironmentStages.Evaluate, "/_/build/Build.cs", 9) { ResourceGroup = "other" })));

    [Fact]
    public void TwoEnvironmentsOnOneAppAreRefused()
    {
        Assert.Contains("environments 'dev', 'prod' are in one resource group, 'rg'", Message(Some.Definition(
            new DeploymentEnvironment("dev", EnvironmentStages.Deploy) { ResourceGroup = "rg" }, new DeploymentEnvironment("prod", EnvironmentStages.Release) { ResourceGroup = "RG" })));
        var existing = new ExistingResources { ContainerEnvironment = $"/subscriptions/{Some.Subscription}/resourceGroups/x/providers/Microsoft.App/managedEnvironments/x" };
        Assert.Contains("use one Container Apps environment", Message(Some.Definition(
            new DeploymentEnvironment("dev", EnvironmentStages.Deploy) { Existing = existing }, new DeploymentEnvironment("prod", EnvironmentStages.Release) { Existing = existing })));
    }

    [Fact]
    public void AResourceOfAnotherTypeIsRefused() => Assert.Contains("Existing.KeyVault:", Message(Some.Definition(
        new DeploymentEnvironment("dev", EnvironmentStages.Deploy) { Existing = new() { KeyVault = $"/subscriptions/{Some.Subscription}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/x" } })));

    [Fact]
    public void AuthenticationNeedsAnApplicationAndAudiencesThatAreOnes()
    {
        var message = Message(Some.Definition(new DeploymentEnvironment("dev", EnvironmentStages.Deploy) { Ingress = new() { Authentication = new("support-agent") { TenantId = "contoso.com", AllowedAudiences = ["everybody", "api://agents"] } } }));
        Assert.Contains("Ingress.Authentication.ClientId: 'support-agent' must be a GUID", message);
        Assert.Contains("Ingress.Authentication.TenantId: 'contoso.com' must be a GUID", message);
        Assert.Contains("Ingress.Authentication.AllowedAudiences: 'everybody' must be", message);
        Assert.DoesNotContain("'api://agents' must be", message);
    }

    [Fact]
    public void ANetworkThatIsMadeAndBroughtIsRefusedWithItsLine() => Assert.Contains("build/Build.cs, line 8: environment 'dev': Network: Existing.Subnet names a subnet already", Message(Some.Definition(
        new DeploymentEnvironment("dev", EnvironmentStages.Deploy, "/repository/build/Build.cs", 8)
        {
            Network = new("10.42.0.0/16"),
            Existing = new() { Subnet = $"/subscriptions/{Some.Subscription}/resourceGroups/x/providers/Microsoft.Network/virtualNetworks/x/subnets/x" },
        })));

    [Fact]
    public void UnknownReferencesAreRefused()
    {
        var definition = Some.Definition();
        Assert.Contains("hands off to 'billing', which is no other agent", Message(definition with { Agents = [Some.Agent() with { HandsOffTo = ["billing"] }] }));
        Assert.Contains("JudgeDeployment 'gpt-5' of agent 'support-agent' is none of its Models", Message(definition with { Agents = [Some.Agent() with { JudgeDeployment = "gpt-5" }] }));
        Assert.Contains("--agent billing is no agent", Message(definition with { OnlyAgent = "billing" }));
        Assert.Contains("--environment test is no environment", Message(definition with { OnlyEnvironment = "test" }));
    }

    /// <summary>What is wrong with the agents is told before the environments are resolved from them.</summary>
    [Fact]
    public void AModelWithoutMistakesHasNoneAndAnEmptyOneSaysWhatIsMissing()
    {
        Assert.Empty(PipelineProblems.Of(Some.Definition()));
        Assert.Equal(
            ["IShipAgents.Agents is empty: a pipeline ships at least one agent.", "IShipAgents.Environments is empty: an agent is shipped to at least one environment."], PipelineProblems.Of(Some.Definition() with { Agents = [], Environments = [] }));
        Assert.Equal(["IShipAgents.Agents: 'support-agent' is given 2 times."], PipelineProblems.Of(Some.Definition() with { Agents = [Some.Agent(), Some.Agent() with { JudgeDeployment = "none" }] }));
    }

    [Fact]
    public void ABuildThatRunsTestsNamesThem()
    {
        var definition = Some.Definition() with { Agents = [new("support-agent", Some.Root / "src", "/repository/build/Build.cs", 11) { Title = "A", Solution = Some.Root, EmulatorBinaries = Some.Root }] };

        Assert.StartsWith("build/Build.cs, line 11: agent 'support-agent': Tests is empty, and the build runs tests (ITestAgent).", Message(definition));
        Assert.Equal(["support-agent"], PipelineModel.Of(definition with { HasTests = false }).Agents.Select(agent => agent.Name));
    }

    [Fact]
    public void EnvironmentsOfTwoCloudsAreRefused() => Assert.Contains("share no registry", Message(Some.Definition(
        new DeploymentEnvironment("dev", EnvironmentStages.Deploy), new DeploymentEnvironment("prod", EnvironmentStages.Release) { Cloud = TargetCloud.Azure, SubscriptionId = Some.Subscription })));

    [Fact]
    public void AzureNeedsASubscription() => Assert.Contains("--azure-subscription-id is ''", Message(Some.Definition() with { Cloud = "azure" }));

    [Fact]
    public void AllMistakesAreToldAtOnce()
    {
        var message = Message(Some.Definition(
            new DeploymentEnvironment("DEV", EnvironmentStages.Deploy) { Compute = new() { Cpu = 0.3, Memory = "much", MinReplicas = 5, MaxReplicas = 2, Port = 0 } },
            new DeploymentEnvironment("prod", EnvironmentStages.Release) { Gate = Gate.For("live").Requires(GenAIOps.Delivery.Gates.Tests.Passed), Secrets = [new("KEY", "sk-not a name!")], Ingress = new() { AllowedNetworks = ["10.0.0.300/8"] } }));

        Assert.All((string[])["Name: 'DEV'", "Compute.Cpu: 0.3", "Compute.Memory: 'much'", "MinReplicas 5 is above", "Compute.Port: 0", "Gate: it is for 'live'", "A value must not stand in a file", "Ingress.AllowedNetworks: '10.0.0.300/8'"], part => Assert.Contains(part, message));
    }

    private static string Message(PipelineDefinition definition)
    {
        var refusal = Assert.Throws<ExitCodeException>(() => PipelineModel.Of(definition));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.Contains("Nothing was run", refusal.Message);
        return refusal.Message;
    }
}
