using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Azure.ContainerRegistry;

namespace GenAIOps.Delivery.Evidence;

/// <summary>Something that was found out about an image, signed by somebody who is trusted.</summary>
/// <param name="PredicateType">What kind of statement it is.</param>
/// <param name="Predicate">Its content.</param>
/// <param name="CreatedAt">When it was attached, as signed.</param>
public sealed record Evidence(string PredicateType, JsonObject Predicate, DateTimeOffset CreatedAt);

/// <param name="Believed">Oldest first.</param>
/// <param name="Rejected">Why each of the others was not believed.</param>
public sealed record EvidenceSet(IReadOnlyList<Evidence> Believed, IReadOnlyList<string> Rejected)
{
    /// <summary>The newest of a kind; null if there is none.</summary>
    public Evidence? Latest(string predicateType) => Believed.LastOrDefault(evidence => evidence.PredicateType == predicateType);
}

/// <summary>
/// Signed in-toto statements beside the image, as referrers in the registry: an image and what is known of it travel together.
/// </summary>
/// <remarks>in-toto attestation framework v1 (Statement), DSSE v1, OCI image-spec 1.1 (subject, artifactType).</remarks>
/// <param name="registry">Where the image is.</param>
/// <param name="key">Signs.</param>
/// <param name="trusted">Whose signatures count.</param>
/// <param name="time">The clock.</param>
/// <param name="copies">A folder that gets a copy of each envelope, and the public key, for other tools; null: none.</param>
public sealed class EvidenceStore(RegistryClient registry, ISigner key, TrustedKeys trusted, TimeProvider time, string? copies = null)
{
    public const string TestResult = "https://in-toto.io/attestation/test-result/v0.1";
    public const string Bom = "https://cyclonedx.org/bom";
    public const string Evaluation = "urn:genaiops:evaluation:v1";
    public const string Approval = "urn:genaiops:approval:v1";
    public const string Waiver = "urn:genaiops:waiver:v1";

    private const string StatementType = "https://in-toto.io/Statement/v1";
    private const string PayloadType = "application/vnd.in-toto+json";
    private const string EnvelopeType = "application/vnd.dsse.envelope.v1+json";
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Signs a statement about <paramref name="imageDigest"/> and attaches it to the image.</summary>
    public async Task AttachAsync(string imageDigest, string predicateType, JsonNode predicate, CancellationToken cancellationToken)
    {
        var created = time.GetUtcNow();
        var statement = new JsonObject
        {
            ["_type"] = StatementType,
            ["subject"] = new JsonArray(new JsonObject { ["name"] = registry.Reference(imageDigest), ["digest"] = new JsonObject { ["sha256"] = imageDigest["sha256:".Length..] } }),
            ["predicateType"] = predicateType,
            ["predicate"] = predicate.DeepClone(),
            ["genaiops:createdAt"] = $"{created:O}",
        };
        var envelope = await Dsse.SignAsync(PayloadType, Encoding.UTF8.GetBytes(statement.ToJsonString()), key, cancellationToken);
        await new ImageAttachments(registry).AttachAsync(imageDigest, PayloadType, EnvelopeType, envelope, new Dictionary<string, string>
        {
            ["org.opencontainers.image.created"] = $"{created:yyyy-MM-ddTHH:mm:ssZ}",
            ["in-toto.io/predicate-type"] = predicateType,
        }, cancellationToken);
        if (copies is not null) Copy(predicateType, imageDigest, envelope, copies);
    }

    /// <summary>Everything that is known of an image; what is not signed by a trusted key, was changed, or speaks of another image is set apart.</summary>
    public async Task<EvidenceSet> ReadAsync(string imageDigest, CancellationToken cancellationToken)
    {
        var believed = new List<Evidence>();
        var rejected = new List<string>();
        foreach (var (digest, artifactType) in await registry.GetReferrersAsync(imageDigest, cancellationToken))
        {
            if (artifactType != PayloadType)
            {
                continue;
            }

            try
            {
                var manifest = await registry.GetManifestAsync(digest, cancellationToken);
                var layer = (string)JsonNode.Parse(manifest!.Content)!["layers"]![0]!["digest"]!;
                var (evidence, reason) = Believe(imageDigest, await registry.GetBlobAsync(layer, cancellationToken));
                if (evidence is not null)
                {
                    believed.Add(evidence);
                }
                else
                {
                    rejected.Add($"{digest}: {reason}");
                }
            }
            catch (Exception e) when (e is InvalidDataException or System.Text.Json.JsonException or NullReferenceException or InvalidOperationException)
            {
                rejected.Add($"{digest}: {e.Message}");
            }
        }

        return new EvidenceSet([.. believed.OrderBy(evidence => evidence.CreatedAt)], rejected);
    }

    /// <summary>As <c>provenance-0123456789ab.dsse.json</c>.</summary>
    private void Copy(string predicateType, string imageDigest, byte[] envelope, string folder)
    {
        var kind = predicateType switch
        {
            TestResult => "tests",
            Bom => "sbom",
            Images.BuildProvenance.PredicateType => "provenance",
            _ => predicateType.Split(':') is [.., var name, _] ? name : "statement",
        };
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, $"{kind}-{imageDigest["sha256:".Length..][..12]}.dsse.json"), envelope);
        File.WriteAllText(Path.Combine(folder, "key.pub"), key.PublicKeyPem + "\n");
    }

    internal (Evidence? Evidence, string Reason) Believe(string imageDigest, byte[] envelope)
    {
        var (payload, reason) = Dsse.Verify(envelope, PayloadType, trusted);
        if (payload is null)
        {
            return (null, reason);
        }

        var statement = JsonNode.Parse(payload)!;
        if ((string?)statement["_type"] != StatementType) return (null, $"it is no in-toto statement v1 but {(string?)statement["_type"] ?? "of no type"}");
        var subjects = statement["subject"]!.AsArray().Select(subject => "sha256:" + (string?)subject!["digest"]!["sha256"]);
        if (!subjects.Contains(imageDigest))
        {
            return (null, "it speaks of another image");
        }

        var created = DateTimeOffset.Parse((string)statement["genaiops:createdAt"]!, System.Globalization.CultureInfo.InvariantCulture);
        if (created > time.GetUtcNow() + s_clockSkew) return (null, $"it is from the future ({created:u})");
        return (new Evidence((string)statement["predicateType"]!, statement["predicate"]!.AsObject(), created), "");
    }
}
