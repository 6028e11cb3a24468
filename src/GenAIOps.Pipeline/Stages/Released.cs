using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;
using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Releases;
using GenAIOps.Pipeline.Support;

namespace GenAIOps.Pipeline.Stages;

/// <summary>What serves PROD: an image, and the configuration that makes an agent of it.</summary>
/// <param name="Revision">In PROD.</param>
/// <param name="Configuration">Null where no evidence tells.</param>
/// <param name="Evaluation">The verdict by which it was released; null where there is none.</param>
internal sealed record Released(ObservedRevision Revision, AgentConfiguration? Configuration, JsonObject? Evaluation)
{
    /// <returns>Null before the first release.</returns>
    public static async Task<Released?> FindAsync(Session session, EvidenceStore evidence, CancellationToken cancellationToken)
    {
        var prod = await Workload.InAsync(session, ProdStage.Environment, cancellationToken);
        var observed = await prod.Host("sha256:" + new string('0', 64)).ObserveAsync(cancellationToken);
        return observed.Live is { } live ? await OfAsync(session, await evidence.ReadAsync(live.Digest, cancellationToken), live, cancellationToken) : null;
    }

    /// <summary>Reads it from its own evidence: of the configurations that the image was judged with, the one whose revision has this name.</summary>
    private static async Task<Released> OfAsync(Session session, EvidenceSet known, ObservedRevision live, CancellationToken cancellationToken)
    {
        foreach (var evaluation in known.Believed.Where(piece => piece.PredicateType == EvidenceStore.Evaluation).Select(piece => piece.Predicate).Reverse())
        {
            if (AgentConfiguration.Read(evaluation["configuration"]) is { } configuration
                && (await Workload.OfAsync(session, ProdStage.Environment, configuration, cancellationToken)).Desired(live.Digest).Revision == live.Name)
            {
                return new Released(live, configuration, evaluation);
            }
        }

        return new Released(live, null, known.Latest(EvidenceStore.Evaluation)?.Predicate);
    }

    /// <summary>What PROD's gate looks at when this image and configuration want to pass.</summary>
    public static async Task<GateContext> GateAsync(Session session, EvidenceStore evidence, string digest, AgentConfiguration configuration, ObservedRevision? live, CancellationToken cancellationToken)
    {
        var known = await evidence.ReadAsync(digest, cancellationToken);
        var released = live is null ? null : await OfAsync(session, live.Digest == digest ? known : await evidence.ReadAsync(live.Digest, cancellationToken), live, cancellationToken);
        return new GateContext(digest, ProdStage.Environment, known, live?.Digest, session.Time.GetUtcNow())
        {
            Configuration = configuration.Sha256,
            ReleasedConfiguration = released?.Configuration?.Sha256,
        };
    }

    /// <summary>Whether it is this image with this configuration. Where nobody knows the configuration, the image tells.</summary>
    public bool Is(string digest, AgentConfiguration configuration) => Revision.Digest == digest && (Configuration is null || Configuration.Sha256 == configuration.Sha256);
}
