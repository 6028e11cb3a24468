using GenAIOps.Azure;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Images;

namespace GenAIOps.Delivery.Registry;

/// <param name="Uploaded">Blobs that were sent.</param>
/// <param name="Skipped">Blobs that were there, or that the registry took over from another of its repositories.</param>
/// <param name="Bytes">Bytes sent.</param>
public sealed record PushResult(int Uploaded, int Skipped, long Bytes)
{
    /// <summary>Blobs that the registry took over from another of its repositories.</summary>
    public int Mounted { get; init; }
}

/// <summary>Uploads what the registry lacks. The manifests come after their blobs and the tag after all, so nothing half-published can be named.</summary>
public static class ImagePush
{
    /// <param name="registry">The repository to push to.</param>
    /// <param name="image">A layout on disk; the digest of what is sent is verified while it is read.</param>
    /// <param name="tag">Moves last; for people only, as deployments name the digest.</param>
    /// <param name="cancellationToken">Stops the uploads; a later push goes on from the blobs that are there.</param>
    public static Task<PushResult> PushAsync(RegistryClient registry, BuiltImage image, string tag, CancellationToken cancellationToken) =>
        PushAsync(registry, image, tag, [], null, cancellationToken);

    /// <param name="registry">The repository to push to.</param>
    /// <param name="image">A layout on disk; the digest of what is sent is verified while it is read.</param>
    /// <param name="tag">Moves last; for people only, as deployments name the digest.</param>
    /// <param name="mountFrom">Repositories of the same registry that may have some of the blobs.</param>
    /// <param name="below">The repository of the image's base, for blobs that neither the layout nor the registry has; null where there is none.</param>
    /// <param name="cancellationToken">Stops the uploads; a later push goes on from the blobs that are there.</param>
    /// <returns>An image that the tag already names costs one request.</returns>
    public static async Task<PushResult> PushAsync(
        RegistryClient registry, BuiltImage image, string tag, IReadOnlyList<string> mountFrom, RegistryClient? below, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mountFrom);
        var blobs = image.Blobs;

        // The bytes of the manifest, and not a header, say what the tag names.
        var tagged = await registry.GetManifestAsync(tag, cancellationToken);
        if (tagged?.Digest == image.Digest) return new PushResult(0, blobs.Count, 0);

        if (await registry.HasManifestAsync(image.Digest, cancellationToken))
        {
            await PutAsync(registry, image, image.Digest, image.MediaType, tag, cancellationToken);
            return new PushResult(0, blobs.Count, 0);
        }

        BlobSender sender = new(registry, image, mountFrom, below);
        var known = BlobsOf(tagged);
        var result = await sender.SendAsync(blobs.Where(blob => !known.Contains(blob.Digest)), cancellationToken);
        try
        {
            await PutAllAsync(registry, image, cancellationToken);
        }
        catch (AzureCloudException) when (known.Count > 0)
        {
            // It may have lost a blob that it was thought to have: each is asked for, and if that is not it, it refuses again.
            var missing = await sender.SendAsync(blobs, cancellationToken);
            result = result with { Uploaded = result.Uploaded + missing.Uploaded, Bytes = result.Bytes + missing.Bytes, Mounted = result.Mounted + missing.Mounted };
            await PutAllAsync(registry, image, cancellationToken);
        }

        await PutAsync(registry, image, image.Digest, image.MediaType, tag, cancellationToken);
        return result with { Skipped = blobs.Count - result.Uploaded };
    }

    /// <summary>By their digests: those of the platforms, then the index that names them.</summary>
    private static async Task PutAllAsync(RegistryClient registry, BuiltImage image, CancellationToken cancellationToken)
    {
        foreach (var manifest in image.Manifests) await PutAsync(registry, image, manifest.Digest, manifest.MediaType, manifest.Digest, cancellationToken);
        if (image.Manifests.All(x => x.Digest != image.Digest)) await PutAsync(registry, image, image.Digest, image.MediaType, image.Digest, cancellationToken);
    }

    private static async Task PutAsync(RegistryClient registry, BuiltImage image, string digest, string mediaType, string reference, CancellationToken cancellationToken) =>
        await registry.PutManifestAsync(reference, mediaType, await File.ReadAllBytesAsync(OciLayout.BlobPath(image.Path, digest), cancellationToken), cancellationToken);

    /// <summary>A registry keeps what a manifest of the repository names, so these need not be asked for.</summary>
    private static HashSet<string> BlobsOf(RegistryManifest? manifest)
    {
        try
        {
            return manifest is null ? [] : [.. OciManifest.Parse(manifest.Content).Blobs.Select(blob => blob.Digest)];
        }
        catch (InvalidDataException)
        {
            // The tag names something else than an image of one platform; it is about to move.
            return [];
        }
    }
}
