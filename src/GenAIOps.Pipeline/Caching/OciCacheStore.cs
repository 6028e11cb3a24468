using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.ContainerRegistry;
using Nuke.Common.Caching;

namespace GenAIOps.Pipeline.Caching;

/// <summary>
/// Targets' outputs as artifacts of an OCI registry: per key a manifest, tagged with the key, whose first layer is the entry and whose other layers are
/// contents. What the registry has is not uploaded again.
/// </summary>
/// <remarks>Source: OCI Image specification 1.1, "Guidelines for Artifact Usage".</remarks>
/// <param name="address">For messages.</param>
/// <param name="connect">Connects when something is asked for, so that a build that asks for nothing signs in nowhere.</param>
/// <param name="readOnly">Whether nothing is written.</param>
public sealed class OciCacheStore(string address, Func<CancellationToken, Task<RegistryClient>> connect, bool readOnly) : ICacheStore
{
    public const string ArtifactType = "application/vnd.genaiops.cache.v1+json";
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string EmptyType = "application/vnd.oci.empty.v1+json";
    private static readonly byte[] s_empty = "{}"u8.ToArray();

    public string Name => address;

    public Task<byte[]?> FindAsync(string key, CancellationToken cancellationToken) => AskAsync(async registry =>
    {
        if (await registry.GetManifestAsync(key, cancellationToken) is not { } manifest) return null;
        var json = JsonNode.Parse(manifest.Content);
        return (string?)json?["artifactType"] == ArtifactType && (string?)json["layers"]?[0]?["digest"] is { } digest
            ? await registry.GetBlobAsync(digest, cancellationToken)
            : throw new InvalidDataException($"{address}:{key} is no artifact of this cache");
    }, cancellationToken);

    public Task<bool> ReadAsync(string digest, Stream destination, CancellationToken cancellationToken) =>
        AskAsync(registry => registry.DownloadBlobAsync("sha256:" + digest, destination, cancellationToken), cancellationToken);

    public Task WriteAsync(string key, byte[] entry, IReadOnlyDictionary<string, Func<Stream>> contents, CancellationToken cancellationToken) => readOnly ? Task.CompletedTask : AskAsync(async registry =>
    {
        var layers = new JsonArray { await UploadAsync(DigestOf(entry), () => new MemoryStream(entry), "application/vnd.genaiops.cache.entry.v1+json") };
        foreach (var (digest, open) in contents) layers.Add(await UploadAsync("sha256:" + digest, open, "application/octet-stream"));
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["artifactType"] = ArtifactType,
            ["config"] = await UploadAsync(DigestOf(s_empty), () => new MemoryStream(s_empty), EmptyType),
            ["layers"] = layers,
        };
        await registry.PutManifestAsync(key, ManifestType, System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString()), cancellationToken);
        return true;

        async Task<JsonObject> UploadAsync(string digest, Func<Stream> open, string mediaType)
        {
            if (!await registry.HasBlobAsync(digest, cancellationToken)) await registry.UploadBlobAsync(digest, open, cancellationToken);
            await using var stream = open();
            return new JsonObject { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = stream.Length };
        }
    }, cancellationToken);

    /// <summary>A registry keeps what it has; the next write of the key replaces it.</summary>
    public Task RemoveAsync(string keyOrDigest, CancellationToken cancellationToken) => Task.CompletedTask;

    private static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task<T> AskAsync<T>(Func<RegistryClient, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(await connect(cancellationToken));
        }
        catch (Exception e) when (e is AzureCloudException or InvalidDataException or System.Text.Json.JsonException or InvalidOperationException)
        {
            throw new IOException(e.Message, e);
        }
    }
}
