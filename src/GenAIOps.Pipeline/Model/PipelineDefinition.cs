namespace GenAIOps.Pipeline;

/// <summary>What Build.cs says, and what the command line adds. Nothing of it was looked up, checked or filled in.</summary>
internal sealed record PipelineDefinition
{
    /// <summary>Places are told relative to it.</summary>
    public required string Root { get; init; }

    public required IReadOnlyList<AgentDefinition> Agents { get; init; }

    public IReadOnlyList<DeploymentEnvironment> Environments { get; init; } = DeploymentEnvironment.Defaults;

    public ImageRegistry Registry { get; init; } = new(null, "");

    /// <summary>Null: the first agent's name.</summary>
    public string? Product { get; init; }

    /// <summary>As <c>--cloud</c> says; null: not given.</summary>
    public string? Cloud { get; init; }

    /// <summary>Of environments in Azure that name none.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Of environments in Azure that name none.</summary>
    public string? Location { get; init; }

    public string? OnlyAgent { get; init; }

    public string? OnlyEnvironment { get; init; }

    /// <summary>Whether the build has <see cref="ITestAgent"/>.</summary>
    public bool HasTests { get; init; } = true;

    /// <summary>The same for what is committed: in Azure, in no subscription in particular.</summary>
    public PipelineDefinition Committed => this with { Cloud = "azure", SubscriptionId = "00000000-0000-0000-0000-000000000000", Location = null, OnlyAgent = null, OnlyEnvironment = null };

    public static PipelineDefinition Of(IShipAgents build) => new()
    {
        Root = build.RootDirectory,
        Agents = build.Agents,
        Environments = build.Environments,
        Registry = build.Registry,
        Product = build.Product,
        Cloud = build.Cloud,
        SubscriptionId = build.AzureSubscriptionId,
        Location = build.AzureLocation,
        OnlyAgent = build.OnlyAgent,
        OnlyEnvironment = build.OnlyEnvironment,
        HasTests = build is ITestAgent,
    };

    /// <summary><c>--cloud emulator</c> rehearses everything there; otherwise an environment's own word counts.</summary>
    public TargetCloud CloudOf(DeploymentEnvironment environment) => Cloud switch
    {
        "emulator" => TargetCloud.Emulator,
        "azure" => environment.Cloud ?? TargetCloud.Azure,
        _ => environment.Cloud ?? TargetCloud.Emulator,
    };
}
