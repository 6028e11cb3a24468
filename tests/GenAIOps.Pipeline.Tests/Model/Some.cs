using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Model;

/// <summary>Models where a test sets only what it is about.</summary>
internal static class Some
{
    public const string Subscription = "11111111-2222-3333-4444-555555555555";

    public static AgentDefinition Agent(string name = "support-agent") => new(name, AbsolutePath.Create("/repository") / "src" / name)
    {
        Title = name,
        Solution = AbsolutePath.Create("/repository/Agent.sln"),
        Tests = ["tests/*.Tests"],
        EmulatorBinaries = AbsolutePath.Create("/repository/emulator"),
    };

    public static PipelineDefinition Definition(params IReadOnlyList<DeploymentEnvironment> environments) => new()
    {
        Root = "/repository",
        Agents = [Agent()],
        Environments = environments.Count > 0 ? environments : DeploymentEnvironment.Defaults,
    };
}
