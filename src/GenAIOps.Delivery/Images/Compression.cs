namespace GenAIOps.Delivery.Images;

/// <summary>How layers are compressed.</summary>
public enum Compression
{
    /// <summary>RFC 1952. Every runtime and registry reads it.</summary>
    Gzip,

    /// <summary>RFC 8878. Smaller and faster to unpack; containerd 1.5, Docker 23 and Azure Container Apps read it.</summary>
    Zstd,
}

internal static class Compressions
{
    private const int ZstdLevel = 6;

    public static string MediaType(this Compression compression) => compression switch
    {
        Compression.Zstd => "application/vnd.oci.image.layer.v1.tar+zstd",
        _ => "application/vnd.oci.image.layer.v1.tar+gzip",
    };

    /// <summary>What decides the bytes besides the content: a layer that was kept by another recipe must not come back, or two machines would give two digests.</summary>
    public static string Recipe(this Compression compression) => compression switch
    {
        Compression.Zstd => $"zstd{ZstdLevel}",
        _ => $"gzip{BlockGzipStream.Level}",
    };

    /// <summary>A stream to write to; the target stays open when it is disposed. The same bytes on every machine.</summary>
    public static Stream Compress(this Compression compression, Stream target) => compression switch
    {
        Compression.Zstd => new ZstdSharp.CompressionStream(target, level: ZstdLevel, leaveOpen: true),
        _ => new BlockGzipStream(target),
    };

    /// <exception cref="InvalidDataException">The media type is of no layer.</exception>
    public static Stream Decompress(string mediaType, Stream source) => mediaType switch
    {
        _ when mediaType.EndsWith("gzip", StringComparison.Ordinal) => new System.IO.Compression.GZipStream(source, System.IO.Compression.CompressionMode.Decompress),
        _ when mediaType.EndsWith("+zstd", StringComparison.Ordinal) => new ZstdSharp.DecompressionStream(source),
        _ when mediaType.EndsWith("tar", StringComparison.Ordinal) => source,
        _ => throw new InvalidDataException($"'{mediaType}' is no media type of a layer"),
    };
}
