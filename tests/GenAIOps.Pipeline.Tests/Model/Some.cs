using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Model;

/// <summary>Models where a test sets only what it is about.</summary>
internal static class Some
{
    public const string Subscription = "11111111-2222-3333-4444-555555555555";

    public static AbsolutePath Root { get; } = AbsolutePath.Create("/repository");

    public static AgentDefinition Agent(string name = "support-agent") => new(name, Root / "src" / name)
    {
        Title = name,
        Solution = Root / "Agent.sln",
        Tests = ["tests/*.Tests"],
        EmulatorBinaries = Root / "emulator",
    };

    public static PipelineDefinition Definition(params IReadOnlyList<DeploymentEnvironment> environments) => new()
    {
        Root = "/repository",
        Agents = [Agent()],
        Environments = environments.Count > 0 ? environments : DeploymentEnvironment.Defaults,
    };
}
