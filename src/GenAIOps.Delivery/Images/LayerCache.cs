namespace GenAIOps.Delivery.Images;

/// <summary>Compressed layers by the digest of their tar, so that a layer that has not changed is not compressed again.</summary>
/// <param name="folder">Where they are kept; null: nowhere.</param>
internal sealed class LayerCache(string? folder)
{
    private const int Kept = 16;

    private int _used;

    /// <summary>Writes a layer into a folder of blobs.</summary>
    /// <returns>The layer, and the digest of its tar (DiffID).</returns>
    public (ImageBlob Layer, string DiffId) Write(string kind, IReadOnlyDictionary<string, string> files, DateTimeOffset created, Compression compression, string blobs)
    {
        using HashingStream tar = new();
        LayerWriter.Write(files, created, tar);
        var diffId = tar.Digest;
        var temporary = Path.Combine(blobs, "layer");
        var kept = folder is null ? null : Path.Combine(folder, $"{diffId["sha256:".Length..]}.{compression.Recipe()}");
        if (kept is not null && File.Exists(kept) && IsStill(kept, diffId, compression))
        {
            File.Copy(kept, temporary);
            File.SetLastWriteTimeUtc(kept, DateTime.UtcNow);
        }
        else
        {
            using (var file = File.Create(temporary))
            using (var compressed = compression.Compress(file))
            {
                LayerWriter.Write(files, created, compressed);
            }

            if (kept is not null) Keep(temporary, kept);
        }

        _used++;

        return (OciLayout.Adopt(temporary, blobs, compression.MediaType(), kind), diffId);
    }

    /// <summary>What was kept is believed only if it unpacks to the tar that is wanted.</summary>
    private static bool IsStill(string kept, string diffId, Compression compression)
    {
        try
        {
            using var unpacked = Compressions.Decompress(compression.MediaType(), File.OpenRead(kept));
            using HashingStream tar = new();
            unpacked.CopyTo(tar);
            return tar.Digest == diffId;
        }
        catch (Exception e) when (e is InvalidDataException or ZstdSharp.ZstdException)
        {
            return false;
        }
    }

    private void Keep(string layer, string kept)
    {
        Directory.CreateDirectory(folder!);
        var draft = $"{kept}.{Guid.NewGuid():n}";
        File.Copy(layer, draft);
        File.Move(draft, kept, overwrite: true);
        foreach (var old in new DirectoryInfo(folder!).EnumerateFiles().OrderByDescending(x => x.LastWriteTimeUtc).Skip(Math.Max(Kept, _used + 1))) old.Delete();
    }
}
