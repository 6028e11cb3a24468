using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Azure.ContainerRegistry;

namespace GenAIOps.Evidence;

/// <summary>Files beside an image, as its referrers in the registry: they go where the image goes, and are deleted with it.</summary>
/// <remarks>OCI image-spec 1.1: <c>subject</c>, <c>artifactType</c>, the empty descriptor.</remarks>
/// <param name="registry">Where the image is.</param>
public sealed class ImageAttachments(RegistryClient registry)
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private static readonly byte[] s_empty = "{}"u8.ToArray();

    /// <returns>The content's digest, by which it can be read again.</returns>
    /// <exception cref="InvalidDataException">The image is not in the registry.</exception>
    public async Task<string> AttachAsync(
        string imageDigest, string artifactType, string mediaType, byte[] content, IReadOnlyDictionary<string, string> annotations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(annotations);
        var subject = await registry.GetManifestAsync(imageDigest, cancellationToken)
            ?? throw new InvalidDataException($"Image {imageDigest} is not in the registry, so nothing can be attached to it. Run ./build.sh Push first.");
        var manifest = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["artifactType"] = artifactType,
            ["config"] = Descriptor("application/vnd.oci.empty.v1+json", s_empty),
            ["layers"] = new JsonArray(Descriptor(mediaType, content)),
            ["subject"] = new JsonObject { ["mediaType"] = subject.MediaType, ["digest"] = imageDigest, ["size"] = subject.Content.Length },
            ["annotations"] = new JsonObject(annotations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        }.ToJsonString());
        foreach (var blob in new[] { s_empty, content })
        {
            if (!await registry.HasBlobAsync(Digest(blob), cancellationToken))
            {
                await registry.UploadBlobAsync(Digest(blob), () => new MemoryStream(blob), cancellationToken);
            }
        }

        await registry.PutManifestAsync(Digest(manifest), ManifestType, manifest, cancellationToken);
        return Digest(content);
    }

    /// <summary>A file that was attached; its digest is verified on the way in.</summary>
    public Task<byte[]> ReadAsync(string digest, CancellationToken cancellationToken) => registry.GetBlobAsync(digest, cancellationToken);

    private static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private static JsonObject Descriptor(string type, byte[] content) => new() { ["mediaType"] = type, ["digest"] = Digest(content), ["size"] = content.Length };
}
