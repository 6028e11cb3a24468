using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Releases;
using GenAIOps.Pipeline.Context;

namespace GenAIOps.Pipeline.Stages;

/// <summary>One of the agents that are released as one.</summary>
internal interface IReleaseMember
{
    string Name { get; }

    /// <summary>Names the image in its configuration.</summary>
    string Version { get; }

    /// <inheritdoc cref="ProdStage.DecideAsync"/>
    Task<GateDecision> DecideAsync(ReleaseOptions options, CancellationToken cancellationToken);

    /// <inheritdoc cref="ProdStage.ReleaseAsync"/>
    Task<ReleasedAgent> ReleaseAsync(ReleaseOptions options, CancellationToken cancellationToken);

    /// <inheritdoc cref="ProdStage.RollbackAsync"/>
    Task RollbackAsync(CancellationToken cancellationToken);

    Task<Observed> ObserveAsync(CancellationToken cancellationToken);
}

/// <summary>An agent in the environment that releases it.</summary>
internal sealed class ReleaseMember(EnvironmentContext context) : IReleaseMember
{
    public string Name => context.Agent.Name;

    public string Version => RevisionSpec.ConfigurationOf(context).VersionOf(context.Digest).Id;

    public Task<GateDecision> DecideAsync(ReleaseOptions options, CancellationToken cancellationToken) => ProdStage.DecideAsync(context, options, cancellationToken);

    public Task<ReleasedAgent> ReleaseAsync(ReleaseOptions options, CancellationToken cancellationToken) => ProdStage.ReleaseAsync(context, options, cancellationToken);

    public Task RollbackAsync(CancellationToken cancellationToken) => ProdStage.RollbackAsync(context, cancellationToken);

    public async Task<Observed> ObserveAsync(CancellationToken cancellationToken) => await (await RevisionSpec.InAsync(context, cancellationToken)).Host().ObserveAsync(cancellationToken);
}
