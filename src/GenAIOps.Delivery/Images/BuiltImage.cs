namespace GenAIOps.Delivery.Images;

/// <summary>An image in an OCI layout on disk.</summary>
/// <param name="Digest">Of the manifest: <c>sha256:</c> and 64 hex digits.</param>
/// <param name="Size">Bytes of the manifest.</param>
/// <param name="Config">The image configuration.</param>
/// <param name="Layers">Bottom first.</param>
/// <param name="Path">The layout's folder.</param>
public sealed record BuiltImage(string Digest, long Size, ImageBlob Config, IReadOnlyList<ImageBlob> Layers, string Path);

/// <param name="Digest">Of the bytes as stored.</param>
/// <param name="Size">Bytes.</param>
/// <param name="MediaType">As in the manifest.</param>
/// <param name="Kind">dependencies, app, content or config.</param>
public sealed record ImageBlob(string Digest, long Size, string MediaType, string Kind);

/// <summary>What goes into an image.</summary>
public sealed record ImageOptions
{
    /// <summary>The output of <c>dotnet publish</c>.</summary>
    public required string PublishFolder { get; init; }

    /// <summary>Where the OCI layout is written; replaced when it is complete.</summary>
    public required string LayoutFolder { get; init; }

    public required IReadOnlyList<string> EntryPoint { get; init; }

    /// <summary>Folders of the publish output that are content (prompts, knowledge): the last layer.</summary>
    public IReadOnlyList<string> Content { get; init; } = [];

    /// <summary>File names (without folder) that are the app itself; everything else in the folder is dependencies.</summary>
    public required IReadOnlyList<string> AppFiles { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public int Port { get; init; } = 8080;

    /// <summary>The time stamp of every file and of the image; SOURCE_DATE_EPOCH where it is set, else a fixed one.</summary>
    public DateTimeOffset Created { get; init; } = DefaultCreated;

    private static DateTimeOffset DefaultCreated =>
        long.TryParse(System.Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
