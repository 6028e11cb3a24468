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
public sealed class EvidenceReader(RegistryClient registry, TrustedKeys trusted, TimeProvider time)
{
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Everything that is known of an image; what is not signed by a trusted key, was changed, speaks of another image, or cannot be read is set apart.</summary>
    public async Task<EvidenceSet> ReadAsync(string imageDigest, CancellationToken cancellationToken)
    {
        List<Attestation> believed = [];
        List<UnreadStatement> unread = [];
        List<string> rejected = [];
        foreach (var (digest, artifactType) in await registry.GetReferrersAsync(imageDigest, cancellationToken))
        {
            if (artifactType != EvidenceWriter.PayloadType) continue;
            try
            {
                var statement = Believe(imageDigest, await EnvelopeAsync(digest, cancellationToken));
                try
                {
                    believed.Add(new Attestation(PredicateReader.Read(statement.PredicateType, statement.Predicate, imageDigest), statement.CreatedAt));
                }
                catch (InvalidDataException e)
                {
                    unread.Add(new UnreadStatement(statement.PredicateType, e.Message, statement.CreatedAt));
                }
            }
            catch (InvalidDataException e)
            {
                rejected.Add($"{digest}: {e.Message}");
            }
        }

        return new EvidenceSet([.. believed.OrderBy(attestation => attestation.CreatedAt)], [.. unread.OrderBy(statement => statement.CreatedAt)], rejected);
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
        var manifest = await registry.GetManifestAsync(digest, cancellationToken) ?? throw new InvalidDataException("its manifest is gone");
        return await registry.GetBlobAsync(LayerOf(manifest.Content), cancellationToken);
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
