using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Evidence.Predicates;

namespace GenAIOps.Evidence;

/// <summary>
/// Reads the signed in-toto statements beside an image, its referrers in the registry. It needs public keys only, and makes none.
/// </summary>
/// <remarks>in-toto attestation framework v1 (Statement), DSSE v1, OCI image-spec 1.1 (subject, artifactType).</remarks>
/// <param name="registry">Where the image is.</param>
/// <param name="trusted">Whose signatures count.</param>
/// <param name="time">The clock.</param>
/// <param name="read">Envelopes that were read before, by the digest of their manifest: a digest names the same bytes for ever. Null: none.</param>
public sealed class EvidenceReader(RegistryClient registry, TrustedKeys trusted, TimeProvider time, ConcurrentDictionary<string, byte[]>? read = null)
{
    private const int AtOnce = 4;

    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Everything that is known of an image; what is not signed by a trusted key, was changed, speaks of another image, or cannot be read is set apart.</summary>
    public async Task<EvidenceSet> ReadAsync(string imageDigest, CancellationToken cancellationToken)
    {
        string[] digests = [.. (await registry.GetReferrersAsync(imageDigest, cancellationToken)).Where(referrer => referrer.ArtifactType == EvidenceWriter.PayloadType).Select(referrer => referrer.Digest)];
        var found = new object[digests.Length];
        await Parallel.ForEachAsync(Enumerable.Range(0, digests.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (at, token) =>
            found[at] = await ReadAsync(imageDigest, digests[at], token));
        return new EvidenceSet([.. found.OfType<Attestation>().OrderBy(attestation => attestation.CreatedAt)], [.. found.OfType<UnreadStatement>().OrderBy(statement => statement.CreatedAt)], [.. found.OfType<string>()]);
    }

    /// <returns>An attestation, a statement of an unknown kind, or why it is not believed.</returns>
    private async Task<object> ReadAsync(string imageDigest, string digest, CancellationToken cancellationToken)
    {
        try
        {
            var statement = Believe(imageDigest, await EnvelopeAsync(digest, cancellationToken));
            try
            {
                return new Attestation(PredicateReader.Read(statement.PredicateType, statement.Predicate, imageDigest), statement.CreatedAt);
            }
            catch (InvalidDataException e)
            {
                return new UnreadStatement(statement.PredicateType, e.Message, statement.CreatedAt);
            }
        }
        catch (InvalidDataException e)
        {
            return $"{digest}: {e.Message}";
        }
    }

    /// <exception cref="InvalidDataException">It is not believed; the message says why.</exception>
    internal Statement Believe(string imageDigest, byte[] envelope)
    {
        var (payload, reason) = Dsse.Verify(envelope, EvidenceWriter.PayloadType, trusted);
        var statement = Statement.Read(payload ?? throw new InvalidDataException(reason), imageDigest);
        return statement.CreatedAt > time.GetUtcNow() + s_clockSkew ? throw new InvalidDataException($"it is from the future ({statement.CreatedAt:u})") : statement;
    }

    private async Task<byte[]> EnvelopeAsync(string digest, CancellationToken cancellationToken)
    {
        if (read?.TryGetValue(digest, out var known) is true) return known;
        var manifest = await registry.GetManifestAsync(digest, cancellationToken) ?? throw new InvalidDataException("its manifest is gone");
        var envelope = await registry.GetBlobAsync(LayerOf(manifest.Content), cancellationToken);
        read?.TryAdd(digest, envelope);
        return envelope;
    }

    private static string LayerOf(byte[] manifest)
    {
        try
        {
            return JsonNode.Parse(manifest) is JsonObject json && json["layers"] is JsonArray and [JsonObject layer, ..] && layer["digest"] is JsonValue digest && digest.TryGetValue<string>(out var text)
                ? text
                : throw new InvalidDataException("its manifest names no layer");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"its manifest cannot be read: {e.Message}", e);
        }
    }
}
