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

/// <summary>Uploads what the registry lacks. The manifest comes after its blobs and the tag after the manifest, so nothing half-published can be named.</summary>
public static class ImagePush
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const int AtOnce = 4;

    /// <param name="registry">The repository to push to.</param>
    /// <param name="image">A layout on disk; its digests were verified when it was opened.</param>
    /// <param name="tag">Moves last; for people only, as deployments name the digest.</param>
    /// <param name="cancellationToken">Stops the uploads; a later push goes on from the blobs that are there.</param>
    public static Task<PushResult> PushAsync(RegistryClient registry, BuiltImage image, string tag, CancellationToken cancellationToken) =>
        PushAsync(registry, image, tag, [], cancellationToken);

    /// <param name="registry">The repository to push to.</param>
    /// <param name="image">A layout on disk; its digests were verified when it was opened.</param>
    /// <param name="tag">Moves last; for people only, as deployments name the digest.</param>
    /// <param name="mountFrom">Repositories of the same registry that may have some of the blobs.</param>
    /// <param name="cancellationToken">Stops the uploads; a later push goes on from the blobs that are there.</param>
    /// <returns>An image that the tag already names costs one request.</returns>
    public static async Task<PushResult> PushAsync(RegistryClient registry, BuiltImage image, string tag, IReadOnlyList<string> mountFrom, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mountFrom);
        ImageBlob[] blobs = [.. image.Layers.Append(image.Config).DistinctBy(blob => blob.Digest)];

        // The bytes of the manifest, and not a header, say what the tag names.
        var tagged = await registry.GetManifestAsync(tag, cancellationToken);
        if (tagged?.Digest == image.Digest)
        {
            return new PushResult(0, blobs.Length, 0);
        }

        var manifest = await File.ReadAllBytesAsync(ImageBuilder.BlobPath(image.Path, image.Digest), cancellationToken);
        if (await registry.HasManifestAsync(image.Digest, cancellationToken))
        {
            await registry.PutManifestAsync(tag, ManifestType, manifest, cancellationToken);
            return new PushResult(0, blobs.Length, 0);
        }

        var known = BlobsOf(tagged);
        var result = await SendAsync(registry, image, blobs, known, mountFrom, cancellationToken);
        try
        {
            await registry.PutManifestAsync(image.Digest, ManifestType, manifest, cancellationToken);
        }
        catch (AzureCloudException) when (known.Count > 0)
        {
            // It may have lost a blob that it was thought to have: each is asked for, and if that is not it, it refuses again.
            var missing = await SendAsync(registry, image, blobs, [], mountFrom, cancellationToken);
            result = result with { Uploaded = result.Uploaded + missing.Uploaded, Bytes = result.Bytes + missing.Bytes, Mounted = result.Mounted + missing.Mounted };
            await registry.PutManifestAsync(image.Digest, ManifestType, manifest, cancellationToken);
        }

        await registry.PutManifestAsync(tag, ManifestType, manifest, cancellationToken);
        return result with { Skipped = blobs.Length - result.Uploaded };
    }

    /// <summary>A registry keeps what a manifest of the repository names, so these need not be asked for.</summary>
    private static HashSet<string> BlobsOf(RegistryManifest? manifest)
    {
        try
        {
            return manifest is null ? [] : [.. OciManifest.Parse(manifest.Content).Blobs.Select(blob => blob.Digest)];
        }
        catch (InvalidDataException)
        {
            // The tag names something else than an image; it is about to move.
            return [];
        }
    }

    private static async Task<PushResult> SendAsync(RegistryClient registry, BuiltImage image, ImageBlob[] blobs, HashSet<string> known, IReadOnlyList<string> mountFrom, CancellationToken cancellationToken)
    {
        int uploaded = 0, mounted = 0;
        long bytes = 0;
        await Parallel.ForEachAsync(blobs.Where(blob => !known.Contains(blob.Digest)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (blob, stopped) =>
        {
            var arrival = await registry.EnsureBlobAsync(blob.Digest, () => File.OpenRead(ImageBuilder.BlobPath(image.Path, blob.Digest)), mountFrom, stopped);
            Interlocked.Add(ref uploaded, arrival == BlobArrival.Uploaded ? 1 : 0);
            Interlocked.Add(ref mounted, arrival == BlobArrival.Mounted ? 1 : 0);
            Interlocked.Add(ref bytes, arrival == BlobArrival.Uploaded ? blob.Size : 0);
        });
        return new PushResult(uploaded, 0, bytes) { Mounted = mounted };
    }
}
