using GenAIOps.Infrastructure;

namespace GenAIOps.Pipeline.Tests.Model;

/// <summary>What Build.cs leaves open is filled in; what it says counts.</summary>
public sealed class Models
{
    [Fact]
    public void WithoutAListItIsDevQaAndProdOnTheEmulator()
    {
        var model = PipelineModel.Of(Some.Definition());

        Assert.Equal(["dev", "qa", "prod"], model.Environments.Select(environment => environment.Name));
        Assert.True(model.IsEmulated);
        Assert.All(model.Environments, environment => Assert.Equal(PipelineModel.EmulatorSubscription, environment.Estate.SubscriptionId));
        Assert.Equal(["support-agent-dev", "support-agent-qa", "support-agent-prod"], model.Environments.Select(environment => environment.Estate.ResourceGroup));
        Assert.Equal(3, model.Environments.Select(environment => environment.Identity!.ClientId).Distinct().Count());
    }

    [Fact]
    public void TheOrderOfBuildCsDoesNotMatter()
    {
        var model = PipelineModel.Of(Some.Definition(
            new("live", EnvironmentStages.Release), new("check", EnvironmentStages.Evaluate), new("first", EnvironmentStages.Deploy), new("second", EnvironmentStages.Deploy)));

        Assert.Equal(["first", "second", "check", "live"], model.Environments.Select(environment => environment.Name));
        Assert.Equal("first", model.Pushing.Name);
    }

    [Fact]
    public void TwoEnvironmentsAreEnough()
    {
        var model = PipelineModel.Of(Some.Definition(new("test", EnvironmentStages.Deploy | EnvironmentStages.Evaluate), new("live", EnvironmentStages.Release)));

        Assert.Equal("test", Assert.Single(model.That(EnvironmentStages.Deploy)).Name);
        Assert.Equal("test", Assert.Single(model.That(EnvironmentStages.Evaluate)).Name);
    }

    [Fact]
    public void SubscriptionsAreTheEnvironmentsOwnAndTheRegistryIsInTheFirst()
    {
        var model = PipelineModel.Of(Some.Definition(
            new("dev", EnvironmentStages.Deploy) { Cloud = TargetCloud.Azure, SubscriptionId = Some.Subscription },
            new("prod", EnvironmentStages.Release) { Cloud = TargetCloud.Azure, SubscriptionId = "99999999-2222-3333-4444-555555555555" }));

        Assert.Equal([Some.Subscription, "99999999-2222-3333-4444-555555555555"], model.Environments.Select(environment => environment.Estate.SubscriptionId));
        Assert.All(model.Environments, environment => Assert.StartsWith($"/subscriptions/{Some.Subscription}/resourceGroups/support-agent-shared/", environment.Estate.Registry.Id));
    }

    [Fact]
    public void TheCommandLineRehearsesAzureOnTheEmulator()
    {
        var definition = Some.Definition(new DeploymentEnvironment("prod", EnvironmentStages.Release) { Cloud = TargetCloud.Azure, SubscriptionId = Some.Subscription });

        Assert.False(PipelineModel.Of(definition).IsEmulated);
        Assert.True(PipelineModel.Of(definition with { Cloud = "emulator" }).IsEmulated);
        Assert.Equal(Some.Subscription, PipelineModel.Of(definition with { Cloud = "emulator" }).Environments[0].Estate.SubscriptionId);
    }

    [Fact]
    public void ARegistryThatExistsIsUsed()
    {
        var id = $"/subscriptions/{Some.Subscription}/resourceGroups/theirs/providers/Microsoft.ContainerRegistry/registries/theirregistry";

        var model = PipelineModel.Of(Some.Definition() with { Registry = new ImageRegistry(id) });

        Assert.All(model.Environments, environment => Assert.Equal(RegistryPlace.Existing(id), environment.Estate.Registry));
    }

    [Fact]
    public void LookingAtAModelMakesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("model-");
        PipelineModel.Of(Some.Definition() with { Root = folder.FullName });

        Assert.Empty(folder.EnumerateFileSystemInfos());
        folder.Delete();
    }
}
