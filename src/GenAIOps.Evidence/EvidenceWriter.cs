using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;

namespace GenAIOps.Evidence;

/// <summary>Signs statements about an image and attaches them to it in the registry: an image and what is known of it travel together.</summary>
/// <param name="registry">Where the image is.</param>
/// <param name="key">Signs.</param>
/// <param name="time">The clock.</param>
/// <param name="copies">A folder that gets a copy of each envelope, and the public key, for other tools; null: none.</param>
public sealed class EvidenceWriter(RegistryClient registry, ISigner key, TimeProvider time, string? copies = null)
{
    internal const string PayloadType = "application/vnd.in-toto+json";

    private const string EnvelopeType = "application/vnd.dsse.envelope.v1+json";

    /// <summary>As <see cref="AttachAsync(string, IPredicate, CancellationToken)"/>, to the image of an agent version.</summary>
    public Task AttachAsync(AgentVersion agent, IPredicate predicate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return AttachAsync(agent.ImageDigest, predicate, cancellationToken);
    }

    /// <summary>Signs a statement about an image and attaches it. What could not be read again is not signed.</summary>
    /// <exception cref="InvalidDataException">The predicate is not what its schema asks for, or the image is not in the registry.</exception>
    public async Task AttachAsync(string imageDigest, IPredicate predicate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(imageDigest);
        ArgumentNullException.ThrowIfNull(predicate);
        var content = predicate.Write();
        PredicateReader.Read(predicate.PredicateType, content, imageDigest);
        var created = time.GetUtcNow();
        var payload = new Statement(predicate.PredicateType, content, created).Write(registry.Reference(imageDigest), imageDigest);
        var envelope = await Dsse.SignAsync(PayloadType, payload, key, cancellationToken);
        await new ImageAttachments(registry).AttachAsync(imageDigest, PayloadType, EnvelopeType, envelope, new Dictionary<string, string>
        {
            ["org.opencontainers.image.created"] = $"{created:yyyy-MM-ddTHH:mm:ssZ}",
            ["in-toto.io/predicate-type"] = predicate.PredicateType,
        }, cancellationToken);
        if (copies is not null) Copy(predicate.PredicateType, imageDigest, envelope, copies);
    }

    /// <summary>As <c>provenance-0123456789ab.dsse.json</c>.</summary>
    private void Copy(string predicateType, string imageDigest, byte[] envelope, string folder)
    {
        Directory.CreateDirectory(folder);
        var kind = PredicateReader.KindOf(predicateType)?.Name ?? "statement";
        File.WriteAllBytes(Path.Combine(folder, $"{kind}-{imageDigest["sha256:".Length..][..12]}.dsse.json"), envelope);
        File.WriteAllText(Path.Combine(folder, "key.pub"), key.PublicKeyPem + "\n");
    }
}
