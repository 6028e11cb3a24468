using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Azure.ContainerRegistry;

namespace GenAIOps.Delivery.Images;

/// <summary>What layers are put on: a description only. Its blobs stay in its registry until a push finds that the target lacks them.</summary>
/// <param name="Reference">By digest: <c>registry/repository@sha256:…</c></param>
/// <param name="Digest">Of its manifest or index.</param>
/// <param name="Platforms">Those that it has of the ones asked for.</param>
public sealed record BaseImage(string Reference, string Digest, IReadOnlyList<BasePlatform> Platforms)
{
    /// <exception cref="InvalidDataException">It does not have the platform.</exception>
    public BasePlatform For(string platform) => Platforms.FirstOrDefault(x => x.Platform == platform)
        ?? throw new InvalidDataException($"The base {Reference} has no {platform}; it has {string.Join(", ", Platforms.Select(x => x.Platform))}. Choose another base, or fewer platforms.");

    /// <summary>Reads the description of a base; nothing of its content is downloaded.</summary>
    /// <param name="registry">Its repository.</param>
    /// <param name="reference">With a digest.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="InvalidDataException">There is no such image, or it is none.</exception>
    public static async Task<BaseImage> ResolveAsync(RegistryClient registry, ImageReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(reference);
        var digest = reference.Digest
            ?? throw new InvalidDataException($"The base '{reference}' has no digest, so two builds could be put on two bases. {await SuggestionAsync(registry, reference, cancellationToken)}");
        var manifest = await registry.GetManifestAsync(digest, cancellationToken)
            ?? throw new InvalidDataException($"The base {reference} does not exist. Nothing was built. Check its name and digest.");
        try
        {
            var json = JsonNode.Parse(manifest.Content)!;
            List<BasePlatform> platforms = [];
            if (json["manifests"] is JsonArray entries)
            {
                foreach (var entry in entries.Where(x => (string?)x!["platform"]?["os"] == "linux" && (string?)x["platform"]?["architecture"] is "amd64" or "arm64"))
                {
                    var own = await registry.GetManifestAsync((string)entry!["digest"]!, cancellationToken) ?? throw new InvalidDataException($"The base {reference} names a manifest that is not there.");
                    platforms.Add(await BasePlatform.ReadAsync(registry, own, cancellationToken));
                }
            }
            else
            {
                platforms.Add(await BasePlatform.ReadAsync(registry, manifest, cancellationToken));
            }

            return new BaseImage($"{reference.Registry}/{reference.Repository}@{digest}", digest, platforms);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new InvalidDataException($"The base {reference} is no image that can be read ({e.Message}). Nothing was built.", e);
        }
    }

    /// <summary>Whether the tag of a reference <c>name:tag@digest</c> has moved on.</summary>
    /// <returns>The newer digest; null if the tag is where it was.</returns>
    /// <exception cref="InvalidDataException">The reference lacks its tag or digest, or the tag is gone.</exception>
    public static async Task<string?> NewerAsync(RegistryClient registry, ImageReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Tag is null || reference.Digest is null) throw new InvalidDataException($"Whether '{reference}' is the newest can be told only of name:tag@digest. Add what is missing.");
        var now = await registry.GetManifestAsync(reference.Tag, cancellationToken) ?? throw new InvalidDataException($"The base {reference} has no tag {reference.Tag} any more. Choose a tag that is maintained.");
        return now.Digest == reference.Digest ? null : now.Digest;
    }

    private static async Task<string> SuggestionAsync(RegistryClient registry, ImageReference reference, CancellationToken cancellationToken) =>
        await registry.GetManifestAsync(reference.Tag ?? "latest", cancellationToken) is { } found
            ? $"Write {reference.Registry}/{reference.Repository}:{reference.Tag ?? "latest"}@{found.Digest}"
            : "Add one: name:tag@sha256:…";
}

/// <summary>A base for one platform.</summary>
/// <param name="Platform">Such as <c>linux/amd64</c>.</param>
/// <param name="Layers">Bottom first, with OCI's media types.</param>
/// <param name="DiffIds">The digests of the layers' tars.</param>
/// <param name="Environment">Variables that it sets.</param>
/// <param name="Labels">Labels that it has.</param>
public sealed record BasePlatform(
    string Platform, IReadOnlyList<ImageBlob> Layers, IReadOnlyList<string> DiffIds,
    IReadOnlyList<KeyValuePair<string, string>> Environment, IReadOnlyList<KeyValuePair<string, string>> Labels)
{
    internal static async Task<BasePlatform> ReadAsync(RegistryClient registry, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        var json = JsonNode.Parse(manifest.Content)!;
        var layers = json["layers"]!.AsArray().Select(x => OciLayout.Blob(x!, "base")).Select(x => x with { MediaType = OciType(x.MediaType) }).ToArray();
        var config = JsonNode.Parse(await registry.GetBlobAsync((string)json["config"]!["digest"]!, cancellationToken))!;
        string[] diffs = [.. config["rootfs"]!["diff_ids"]!.AsArray().Select(x => (string)x!)];
        if (diffs.Length != layers.Length) throw new InvalidDataException($"{manifest.Digest} has {layers.Length} layers and {diffs.Length} diff_ids.");
        return new BasePlatform(
            $"{(string)config["os"]!}/{(string)config["architecture"]!}",
            layers,
            diffs,
            [.. (config["config"]?["Env"] as JsonArray ?? []).Select(x => ((string)x!).Split('=', 2)).Select(x => KeyValuePair.Create(x[0], x.ElementAtOrDefault(1) ?? ""))],
            [.. (config["config"]?[nameof(Labels)] as JsonObject ?? []).Select(x => KeyValuePair.Create(x.Key, (string?)x.Value ?? ""))]);
    }

    /// <summary>The same bytes have two names.</summary>
    private static string OciType(string mediaType) => mediaType switch
    {
        "application/vnd.docker.image.rootfs.diff.tar.gzip" => "application/vnd.oci.image.layer.v1.tar+gzip",
        "application/vnd.docker.image.rootfs.diff.tar" => "application/vnd.oci.image.layer.v1.tar",
        _ => mediaType,
    };
}
