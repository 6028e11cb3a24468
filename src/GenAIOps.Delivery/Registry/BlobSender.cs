using System.Security.Cryptography;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Images;

namespace GenAIOps.Delivery.Registry;

/// <summary>Brings blobs to a registry, a few at once: from the layout, from another repository of the registry, or from the base's registry.</summary>
internal sealed class BlobSender(RegistryClient registry, BuiltImage image, IReadOnlyList<string> mountFrom, RegistryClient? below)
{
    private const int AtOnce = 4;

    public async Task<PushResult> SendAsync(IEnumerable<ImageBlob> blobs, CancellationToken cancellationToken)
    {
        int uploaded = 0, mounted = 0;
        long bytes = 0;
        await Parallel.ForEachAsync(blobs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (blob, stopped) =>
        {
            var arrival = await SendAsync(blob, stopped);
            Interlocked.Add(ref uploaded, arrival == BlobArrival.Uploaded ? 1 : 0);
            Interlocked.Add(ref mounted, arrival == BlobArrival.Mounted ? 1 : 0);
            Interlocked.Add(ref bytes, arrival == BlobArrival.Uploaded ? blob.Size : 0);
        });
        return new PushResult(uploaded, 0, bytes) { Mounted = mounted };
    }

    private async Task<BlobArrival> SendAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        var file = OciLayout.BlobPath(image.Path, blob.Digest);
        try
        {
            return await registry.EnsureBlobAsync(blob.Digest, () => File.Exists(file) ? File.OpenRead(file) : throw new NotHereException(), mountFrom, cancellationToken);
        }
        catch (NotHereException)
        {
            // Nobody else has it: only now is the base downloaded.
            await FetchAsync(blob, file, cancellationToken);
            return await registry.EnsureBlobAsync(blob.Digest, () => File.OpenRead(file), mountFrom, cancellationToken);
        }
    }

    private async Task FetchAsync(ImageBlob blob, string file, CancellationToken cancellationToken)
    {
        var part = $"{file}.{Guid.NewGuid():n}";
        try
        {
            await using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                if (below is null || !await below.DownloadBlobAsync(blob.Digest, stream, cancellationToken))
                    throw new InvalidDataException($"Blob {blob.Digest} of {image.Base ?? image.Digest} is neither in the layout nor in its registry. Nothing was published. Run ./build.sh Containerize again, or pin another base.");
                stream.Position = 0;
                var actual = "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
                if (actual != blob.Digest) throw new InvalidDataException($"{image.Base} answered blob {blob.Digest} with bytes of {actual}. Nothing was published. Do not use this registry before its owner explains it.");
            }

            File.Move(part, file, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private sealed class NotHereException : Exception;
}
