using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Images;

namespace GenAIOps.Delivery.Registry;

/// <param name="Uploaded">Blobs that the registry lacked.</param>
/// <param name="Skipped">Blobs that it had.</param>
/// <param name="Bytes">Bytes uploaded.</param>
public sealed record PushResult(int Uploaded, int Skipped, long Bytes);

/// <summary>Uploads what the registry lacks. The manifest comes after its blobs and the tag after the manifest, so nothing half-published can be named.</summary>
public static class ImagePush
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    /// <param name="registry">The repository to push to.</param>
    /// <param name="image">A layout on disk; its digests were verified when it was opened.</param>
    /// <param name="tag">Moves last; for people only, as deployments name the digest.</param>
    /// <param name="cancellationToken">Stops between blobs; a later push goes on from there.</param>
    public static async Task<PushResult> PushAsync(RegistryClient registry, BuiltImage image, string tag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(image);
        int uploaded = 0, skipped = 0;
        long bytes = 0;
        if (!await registry.HasManifestAsync(image.Digest, cancellationToken))
        {
            foreach (var blob in image.Blobs)
            {
                if (await registry.HasBlobAsync(blob.Digest, cancellationToken))
                {
                    skipped++;
                    continue;
                }

                await registry.UploadBlobAsync(blob.Digest, () => File.OpenRead(OciLayout.BlobPath(image.Path, blob.Digest)), cancellationToken);
                uploaded++;
                bytes += blob.Size;
            }
        }
        else
        {
            skipped = image.Blobs.Count;
        }

        var manifest = await File.ReadAllBytesAsync(OciLayout.BlobPath(image.Path, image.Digest), cancellationToken);
        await registry.PutManifestAsync(image.Digest, ManifestType, manifest, cancellationToken);
        await registry.PutManifestAsync(tag, ManifestType, manifest, cancellationToken);
        return new PushResult(uploaded, skipped, bytes);
    }
}
