using GenAIOps.Pipeline.Stages;
using GenAIOps.Pipeline.Stages.Testing;
using GenAIOps.Pipeline.Support;

namespace GenAIOps.Pipeline.Tests.Stages.Testing;

/// <summary>What passed before on the same inputs stands, and is neither compiled nor run.</summary>
public sealed class CarriedOver : IDisposable
{
    private readonly StageWorld _world = new();

    public CarriedOver() => _world.Folder.Write("src/agent/Agent.csproj", "<Project />").Write("src/agent/Program.cs", "1")
        .Write("tests/Agent.Tests/Agent.Tests.csproj", """<Project><ItemGroup><ProjectReference Include="../../src/agent/Agent.csproj" /></ItemGroup></Project>""");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task AResultThatStandsIsTakenWithItsTime()
    {
        var module = Assert.Single(TestModules.Find(_world.Root, ["tests/*.Tests"], null));
        DateTimeOffset then = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
        new TestResults(_world.Root / ".genaiops" / "tests", _world.Root / ".genaiops" / "keys" / "tests.key").Keep(module, new ModuleResult(module.Name, module.Inputs.Fingerprint(), 5, 0, 1, then, null));

        var first = await _world.ActAsync((context, cancellationToken) => TestStage.RunAsync(context.Agents[0], all: false, cancellationToken));
        Assert.True(first.ExitCode == 0, first.Output);
        Assert.Contains("all of it passed on these sources before", first.Output, StringComparison.Ordinal);
        var summary = JsonFile.Read<TestSummary>(_world.Root / "artifacts" / "tests" / "summary.json")!;
        Assert.Equal((5, 0, 1), (summary.Passed, summary.Failed, summary.Skipped));
        Assert.Equal((true, then), (Assert.Single(summary.Modules).CarriedOver, summary.Modules[0].FinishedAt));

        Assert.Contains("these sources on", (await _world.ActAsync((context, cancellationToken) => TestStage.RunAsync(context.Agents[0], all: true, cancellationToken))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutATestNothingIsProven()
    {
        _world.Agents = root => [StageWorld.Agent(root) with { Tests = ["nowhere/*.Tests"] }];
        var result = await _world.RunAsync("Test");
        Assert.Equal(ExitCodes.TargetFailed, result.ExitCode);
        Assert.Contains("No test ran, so nothing is proven. Check AgentDefinition.Tests in build/Build.cs.", result.Output, StringComparison.Ordinal);
    }
}
