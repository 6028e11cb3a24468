namespace GenAIOps.Delivery.Images;

/// <summary>An image as an OCI layout on disk.</summary>
/// <param name="Digest">What is deployed: of the manifest, or of the index where there are several platforms.</param>
/// <param name="Size">Bytes of that.</param>
/// <param name="MediaType">Of that.</param>
/// <param name="Manifests">One for each platform.</param>
/// <param name="Base">Where blobs are that the layout lacks, <c>registry/repository@digest</c>; null: it lacks none.</param>
/// <param name="Path">The layout's folder.</param>
public sealed record BuiltImage(string Digest, long Size, string MediaType, IReadOnlyList<ImageManifest> Manifests, string? Base, string Path)
{
    /// <summary>Bottom first; of the first platform.</summary>
    public IReadOnlyList<ImageBlob> Layers => Manifests[0].Layers;

    /// <summary>Of the first platform.</summary>
    public ImageBlob Config => Manifests[0].Config;

    /// <summary>Every blob of every platform, each once: configurations and layers.</summary>
    public IReadOnlyList<ImageBlob> Blobs => [.. Manifests.SelectMany(x => x.Layers.Append(x.Config)).DistinctBy(x => x.Digest)];
}

/// <summary>An image of one platform.</summary>
/// <param name="Platform">Such as <c>linux/amd64</c>.</param>
/// <param name="Digest">Of the manifest.</param>
/// <param name="Size">Bytes of the manifest.</param>
/// <param name="MediaType">Of the manifest.</param>
/// <param name="Config">The image configuration.</param>
/// <param name="Layers">Bottom first.</param>
public sealed record ImageManifest(string Platform, string Digest, long Size, string MediaType, ImageBlob Config, IReadOnlyList<ImageBlob> Layers);

/// <param name="Digest">Of the bytes as stored.</param>
/// <param name="Size">Bytes.</param>
/// <param name="MediaType">As in the manifest.</param>
/// <param name="Kind">base, runtime, dependencies, app, content or config.</param>
public sealed record ImageBlob(string Digest, long Size, string MediaType, string Kind);
