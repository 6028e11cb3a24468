using GenAIOps.Pipeline;
using Nuke.Common;
using Nuke.Common.ProjectModel;

/// <summary>
/// The pipeline of this repository: it ships SupportAgent. Your own agent needs no more than this; see README.md.
/// </summary>
internal sealed partial class Build : NukeBuild, ITestAgent, IContainerize, IPush, IProvision, IDeployDev, IEvaluateQa, IReleaseProd, IRegisterAlerts, IExperiment, IRedTeam, IEvaluateInFoundry, IWatchDrift, IRunLocally, IGenerateCi
{
    [Solution]
    private readonly Solution Solution = null!;

    public static int Main() => Execute<Build>(x => x.Ship);

    AgentDefinition IShipAgents.Agent => new("support-agent", RootDirectory / "src" / "SupportAgent")
    {
        Title = "SupportAgent",
        Solution = Solution.Path,
        Tests = ["tests/*.Tests"],
        Experiments = [new("retrieval", new("four-articles"), new("one-article", ("RETRIEVED_ARTICLES", "1")), new("eight-articles", ("RETRIEVED_ARTICLES", "8")))],
        EmulatorBinaries = RootDirectory / "src" / "GenAIOps.Emulator" / "bin" / "Release" / "net10.0",
    };

    /// <summary>What <c>./build.sh</c> does when it is asked for nothing in particular.</summary>
    private Target Ship => _ => _
        .Description("From source to a production release: every stage in order")
        .DependsOn<IReleaseProd>(x => x.ReleaseProd)
        .DependsOn<IRegisterAlerts>(x => x.RegisterAlerts);

    private Target Scenarios => _ => _
        .Description("Runs the compiled build as a process, as a user does, against real parts (minutes)")
        .Executes(() => ((IShipAgents)this).RunScenariosAsync("tests/GenAIOps.Scenarios"));
}
