using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Stages;
using Nuke.Common;

namespace GenAIOps.Pipeline;

/// <summary>Compares variants of the agent: the inner loop of who works on prompts, models and retrieval.</summary>
public interface IExperiment : IShipAgents
{
    [Parameter("With Experiment: which of the agent's experiments; by default the only one")]
    string? Named => TryGetValue(() => Named);

    Target Experiment => _ => _
        .Description("Asks variants of the agent the golden set in DEV and compares them; artifacts/experiments")
        .DependsOnAll(this, EnvironmentStages.Deploy)
        .Executes(() => BuildContext.Of(this).RunAsync(x => x.First(EnvironmentStages.Deploy), (context, cancellation) => ExperimentStage.RunAsync(context, Named, cancellation)));
}

/// <summary>Looks for attacks that come through.</summary>
public interface IRedTeam : IShipAgents
{
    [Parameter("With RedTeam: requests to the agent at most. Default 200")]
    int? Budget => TryGetValue<int?>(() => Budget);

    Target RedTeam => _ => _
        .Description("Attacks the candidate in QA with mutated attacks, guided by what works; artifacts/redteam")
        .DependsOnAll(this, EnvironmentStages.Deploy)
        .AfterAll(this, EnvironmentStages.Evaluate)
        .Executes(() => BuildContext.Of(this).RunAsync(x => x.First(EnvironmentStages.Evaluate), (context, cancellation) => RedTeamStage.RunAsync(context, Budget ?? 200, cancellation)));
}

/// <summary>Has Foundry itself judge and attack the agent, in the cloud.</summary>
public interface IEvaluateInFoundry : IShipAgents
{
    Target EvaluateInFoundry => _ => _
        .Description("Has Foundry ask the agent version in DEV the golden set, and judge it with its own evaluators; artifacts/foundry")
        .DependsOnAll(this, EnvironmentStages.Deploy)
        .Executes(() => BuildContext.Of(this).RunAsync(x => x.First(EnvironmentStages.Deploy), FoundryStage.EvaluateAsync));

    Target AttackInFoundry => _ => _
        .Description("Has Foundry's red-teaming agent attack the agent version in DEV; artifacts/foundry")
        .DependsOnAll(this, EnvironmentStages.Deploy)
        .Executes(() => BuildContext.Of(this).RunAsync(x => x.First(EnvironmentStages.Deploy), FoundryStage.AttackAsync));
}

/// <summary>Watches what PROD answers over time.</summary>
public interface IWatchDrift : IShipAgents
{
    Target Drift => _ => _
        .Description("Asks PROD the golden set and compares with what the same image answered before its release; artifacts/drift")
        .AfterAll(this, EnvironmentStages.Release)
        .Executes(() => BuildContext.Of(this).RunAsync(EnvironmentStages.Release, DriftStage.RunAsync));
}
