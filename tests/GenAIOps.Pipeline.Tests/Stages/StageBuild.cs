using GenAIOps.Pipeline.Context;
using Nuke.Common;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Stages;

/// <summary>The build of a <see cref="StageWorld"/>.</summary>
internal sealed class StageBuild : NukeBuild, ITestAgent, IContainerize, IPush, IProvision, IDeployDev, IEvaluateQa, IReleaseProd, IRegisterAlerts, IExperiment, IRedTeam, IEvaluateInFoundry, IWatchDrift, IRunLocally, IGenerateCi, IShareCache
{
    IReadOnlyList<AgentDefinition> IShipAgents.Agents => StageWorld.Current.Agents(RootDirectory);

    IReadOnlyList<DeploymentEnvironment> IShipAgents.Environments => StageWorld.Current.Environments;

    public Target Make => _ => _.Inputs("src/**").Outputs("made.txt").Executes(() => (RootDirectory / "made.txt").WriteAllText("made"));

    public Target Act => _ => _.Executes(() => BuildContext.Of(this).RunAsync(StageWorld.Current.Stage!));
}
