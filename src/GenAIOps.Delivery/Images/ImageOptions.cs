namespace GenAIOps.Delivery.Images;

/// <summary>What goes into an image.</summary>
public sealed record ImageOptions
{
    /// <summary>The output of <c>dotnet publish</c> for each platform, such as <c>linux/amd64</c>.</summary>
    public required IReadOnlyDictionary<string, string> PublishFolders { get; init; }

    /// <summary>Where the OCI layout is written; replaced when it is complete.</summary>
    public required string LayoutFolder { get; init; }

    /// <summary>Where compressed layers are kept for the next time; null: nowhere.</summary>
    public string? CacheFolder { get; init; }

    public required IReadOnlyList<string> EntryPoint { get; init; }

    /// <summary>What the layers are put on; null: nothing, for hosts that bring .NET.</summary>
    public BaseImage? Base { get; init; }

    public Compression Compression { get; init; }

    /// <summary>Folders of the publish output that are content (prompts, knowledge): the last layer.</summary>
    public IReadOnlyList<string> Content { get; init; } = [];

    /// <summary>File names (without folder) that are the app itself; everything else is dependencies.</summary>
    public required IReadOnlyList<string> AppFiles { get; init; }

    /// <summary>Files of .NET itself in a self-contained publish: the first layer.</summary>
    public IReadOnlySet<string> RuntimeFiles { get; init; } = new HashSet<string>();

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Such as <c>org.opencontainers.image.title</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public int Port { get; init; } = 8080;

    /// <summary>The image's time: SOURCE_DATE_EPOCH, or one that is always the same.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The time of every file: not the commit's, so that a layer whose files are the same stays the same from commit to commit.</summary>
    public DateTimeOffset FileTime { get; init; } = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
