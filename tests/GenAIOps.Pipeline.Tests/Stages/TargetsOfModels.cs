namespace GenAIOps.Pipeline.Tests.Stages;

/// <summary>Environments of any name have targets of their own, in the order in which an image goes through them.</summary>
public sealed class TargetsOfModels : IDisposable
{
    private readonly StageWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task EachStageOfEachEnvironmentIsATargetAndWaitsForThoseBefore()
    {
        _world.Environments = [new("prod-eu", EnvironmentStages.Release), new("prod-us", EnvironmentStages.Release), new("staging", EnvironmentStages.Evaluate), new("test", EnvironmentStages.Deploy | EnvironmentStages.Evaluate)];
        Assert.Equal(["Act", "DeployTest", "EvaluateStaging", "EvaluateTest", "ReleaseProdEu", "ReleaseProdUs"], ModelTargets.Of(await BuildAsync()).Keys.Append("Act").Order());
        Assert.Equal(["DeployTest", "EvaluateStaging", "EvaluateTest", "ReleaseProdEu", "ReleaseProdUs"], await PlanAsync("ReleaseProdUs"));
        Assert.Equal(["DeployTest", "EvaluateStaging", "EvaluateTest", "ReleaseProdEu", "ReleaseProdUs"], await PlanAsync("Release"));
        Assert.Equal(["DeployTest", "EvaluateStaging", "EvaluateTest", "ReleaseProdEu"], await PlanAsync("Release", "--environment", "prod-eu"));
        Assert.Equal(["DeployTest", "EvaluateStaging"], await PlanAsync("EvaluateStaging"));
        Assert.Equal(["DeployTest", "EvaluateTest"], await PlanAsync("Evaluate", "--environment", "test"));
    }

    [Theory]
    [InlineData("DeployDev", "No environment 'dev' of this pipeline has the stage Deploy. Nothing was run. Run DeployTest, or Deploy for all of them.")]
    [InlineData("EvaluateQa", "No environment 'qa' of this pipeline has the stage Evaluate. Nothing was run. Give one the stage Evaluate in build/Build.cs.")]
    [InlineData("ReleaseProd", "No environment 'prod' of this pipeline has the stage Release. Nothing was run. Run ReleaseLive, or Release for all of them.")]
    public async Task ATargetOfAnEnvironmentThatIsNotThereSaysWhichAre(string target, string said)
    {
        _world.Environments = [new("test", EnvironmentStages.Deploy), new("live", EnvironmentStages.Release)];
        var result = await _world.RunAsync(target, "--skip");
        Assert.Equal(ExitCodes.BadInput, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStageOfAnEnvironmentThatHasAnotherSaysSo()
    {
        var result = await _world.RunAsync("Release", "--skip", "--environment", "qa");
        Assert.Equal(ExitCodes.BadInput, result.ExitCode);
        Assert.Contains("No environment 'qa' of this pipeline has the stage Release. Nothing was run. Run ReleaseProd, or Release for all of them.", result.Output, StringComparison.Ordinal);
    }

    private async Task<StageBuild> BuildAsync()
    {
        StageBuild? build = null;
        await _world.ActAsync(context => build = (StageBuild)context.Build);
        return build!;
    }

    /// <summary>Of a target, the stages in environments.</summary>
    private async Task<IEnumerable<string>> PlanAsync(params string[] arguments)
    {
        var result = await _world.RunAsync([.. arguments, "--plan"]);
        return result.Build!.ExecutionPlan.Select(target => target.Name).Where(name => name is not ("Deploy" or "Evaluate" or "Release") && (name.StartsWith("Deploy", StringComparison.Ordinal) || name.StartsWith("Evaluate", StringComparison.Ordinal) || name.StartsWith("Release", StringComparison.Ordinal)));
    }
}
