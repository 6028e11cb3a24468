using Azure;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Hosting;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evidence;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Pipeline.Context;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>What serves where an agent is released: an image, and the configuration that makes an agent of it.</summary>
/// <param name="Revision">As the host shows it, or as the statement of its release has it.</param>
/// <param name="Configuration">Null where no evidence tells.</param>
/// <param name="Evaluation">The verdict by which it was released; null where there is none.</param>
internal sealed record Released(ObservedRevision Revision, AgentConfiguration? Configuration, EvaluationPredicate? Evaluation)
{
    public AgentReference Agent => new(Revision.Digest, Configuration?.Sha256);

    /// <summary>Looks with the identity of one environment at another: at the app, or, where even that is not granted, at what the registry has of its releases.</summary>
    /// <param name="context">Who looks.</param>
    /// <param name="where">The environment that releases.</param>
    /// <param name="evidence">Of the agent's images.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>Null before the first release.</returns>
    public static async Task<Released?> FindAsync(EnvironmentContext context, EnvironmentModel where, EvidenceReader evidence, CancellationToken cancellationToken)
    {
        ContainerAppsClient apps = new(await context.CloudAsync(cancellationToken), where.Estate.SubscriptionId, where.Estate.ResourceGroup);
        try
        {
            var observed = await new ContainerAppHost(apps, context.Agent.Name, "").ObserveAsync(cancellationToken);
            return observed.Live is { } live ? Of(await evidence.ReadAsync(live.Digest, cancellationToken), live) : null;
        }
        catch (RequestFailedException refused) when (refused.Status is 401 or 403)
        {
            Log.Information("{Environment} may not see the app of {Where}; what is live there is taken from the signed statement of its release", context.Name, where.Name);
            return await ReleaseStatements.LiveAsync(await context.RegistryAsync(cancellationToken), evidence, where.Name, cancellationToken) is { } stated ? Of(stated.Evidence, stated.Revision) : null;
        }
    }

    /// <summary>What the gate looks at when this image and configuration want to pass.</summary>
    public static async Task<GateContext> GateAsync(EnvironmentContext context, EvidenceReader evidence, AgentVersion agent, ObservedRevision? live, CancellationToken cancellationToken)
    {
        var known = await evidence.ReadAsync(agent.ImageDigest, cancellationToken);
        var released = live is null ? null : Of(live.Digest == agent.ImageDigest ? known : await evidence.ReadAsync(live.Digest, cancellationToken), live);
        return new GateContext(agent, context.Name, known, released?.Agent, context.Time.GetUtcNow()) { Settings = SettingsOfEnvironment.Of(context) };
    }

    /// <summary>Of the configurations that the image was judged with, the one that the revision says it has.</summary>
    private static Released Of(EvidenceSet known, ObservedRevision live)
    {
        var evaluations = known.All<EvaluationPredicate>().Reverse().ToList();
        return evaluations.FirstOrDefault(evaluation => live.Configuration is not null && evaluation.Configuration?.Sha256 == live.Configuration) is { } its
            ? new Released(live, its.Configuration, its)
            : new Released(live, null, known.LatestOrNull<EvaluationPredicate>());
    }
}
