namespace GenAIOps.Pipeline;

/// <summary>What happens in an environment. One may do several: a small pipeline evaluates where it deploys first.</summary>
[Flags]
public enum EnvironmentStages
{
    /// <summary>Agent version and revision, all traffic at once, smoke and batch inference: target <c>Deploy…</c>.</summary>
    Deploy = 1,

    /// <summary>The candidate is judged beside what is live: target <c>Evaluate…</c>.</summary>
    Evaluate = 2,

    /// <summary>Gated blue/green: targets <c>Release…</c>, <c>Rollback</c>, <c>RegisterAlerts</c>.</summary>
    Release = 4,
}

/// <summary>Which Azure an environment is in.</summary>
public enum TargetCloud
{
    /// <summary>The local one.</summary>
    Emulator,

    /// <summary>The public cloud.</summary>
    Azure,

    /// <summary>Azure operated by 21Vianet in China.</summary>
    AzureChina,

    /// <summary>Azure for the US government.</summary>
    AzureUSGovernment,
}
