using System.Text.Json;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>What a manifest or an index names.</summary>
/// <param name="MediaType">Empty where none is given.</param>
/// <param name="Digest">Written as a digest; the bytes are not looked at.</param>
/// <param name="Size">Bytes, 0 or more.</param>
/// <param name="ArtifactType">Null where none is given.</param>
/// <param name="Annotations">Empty where none are given.</param>
public sealed record OciDescriptor(string MediaType, string Digest, long Size, string? ArtifactType, IReadOnlyDictionary<string, string> Annotations);

/// <summary>An image manifest or an image index, read from bytes that nobody vouches for.</summary>
/// <param name="MediaType">Empty where none is given.</param>
/// <param name="ArtifactType">As written; else, of an image manifest, the media type of its config.</param>
/// <param name="Config">Null in an index.</param>
/// <param name="Layers">Bottom first; empty in an index.</param>
/// <param name="Manifests">Empty in an image manifest.</param>
/// <param name="Subject">What it is about; null for most.</param>
/// <param name="Annotations">Empty where none are given.</param>
/// <remarks>OCI image-spec 1.1: manifest.md, image-index.md; Docker's schema 2 has the same members.</remarks>
public sealed record OciManifest(
    string MediaType, string? ArtifactType, OciDescriptor? Config, IReadOnlyList<OciDescriptor> Layers, IReadOnlyList<OciDescriptor> Manifests,
    OciDescriptor? Subject, IReadOnlyDictionary<string, string> Annotations)
{
    // A name that is given twice means one thing to one reader and another to the next.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Every blob of an image manifest, each once.</summary>
    public IEnumerable<OciDescriptor> Blobs => Layers.Concat(Config is null ? [] : [Config]).DistinctBy(blob => blob.Digest);

    /// <param name="content">The exact bytes.</param>
    /// <exception cref="InvalidDataException">It is no manifest; the message names the member.</exception>
    public static OciManifest Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content, Strict);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"The manifest is not JSON: {e.Message}", e);
        }
    }

    /// <summary>Null if it is no manifest.</summary>
    internal static OciManifest? TryParse(ReadOnlyMemory<byte> content)
    {
        try
        {
            return Parse(content);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static OciManifest Read(JsonElement manifest)
    {
        if (manifest.ValueKind != JsonValueKind.Object || !manifest.TryGetProperty("schemaVersion", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != 2)
        {
            throw new InvalidDataException("The manifest is no object with schemaVersion 2; older forms are not supported.");
        }

        var (isImage, isIndex) = (Has(manifest, "layers") || Has(manifest, "config"), Has(manifest, "manifests"));
        if (isImage && isIndex)
        {
            throw new InvalidDataException("The manifest has layers or config, and manifests: it would be an image to one reader and an index to another.");
        }

        var config = Has(manifest, "config") ? Descriptor(manifest.GetProperty("config"), "config") : null;
        return new OciManifest(
            Text(manifest, "mediaType", "") ?? "",
            Text(manifest, "artifactType", "") is { Length: > 0 } type ? type : config?.MediaType,
            config,
            Descriptors(manifest, "layers"),
            Descriptors(manifest, "manifests"),
            Has(manifest, "subject") ? Descriptor(manifest.GetProperty("subject"), "subject") : null,
            ReadAnnotations(manifest, ""));
    }

    private static OciDescriptor[] Descriptors(JsonElement manifest, string name)
    {
        if (!Has(manifest, name))
        {
            return [];
        }

        var list = manifest.GetProperty(name);
        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select((item, i) => Descriptor(item, $"{name}[{i}]"))]
            : throw new InvalidDataException($"The manifest's {name} is no list.");
    }

    private static OciDescriptor Descriptor(JsonElement item, string where)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"The manifest's {where} is no object.");
        }

        var digest = Text(item, "digest", where);
        if (digest is null || !OciDigest.IsWellFormed(digest))
        {
            throw new InvalidDataException($"The manifest's {where} has no digest.");
        }

        long size = 0;
        return !Has(item, "size") || (item.GetProperty("size") is { ValueKind: JsonValueKind.Number } given && given.TryGetInt64(out size) && size >= 0)
            ? new OciDescriptor(Text(item, "mediaType", where) ?? "", digest, size, Text(item, "artifactType", where), ReadAnnotations(item, where))
            : throw new InvalidDataException($"The manifest's {where}.size is no number of bytes.");
    }

    private static Dictionary<string, string> ReadAnnotations(JsonElement item, string where)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Has(item, "annotations"))
        {
            return found;
        }

        var annotations = item.GetProperty("annotations");
        if (annotations.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"The manifest's {Path(where, "annotations")} are no object.");
        }

        foreach (var annotation in annotations.EnumerateObject())
        {
            found[annotation.Name] = annotation.Value.ValueKind == JsonValueKind.String
                ? annotation.Value.GetString()!
                : throw new InvalidDataException($"The manifest's {Path(where, "annotations")} hold something that is no text.");
        }

        return found;
    }

    private static string? Text(JsonElement item, string name, string where) => !Has(item, name) ? null
        : item.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()
        : throw new InvalidDataException($"The manifest's {Path(where, name)} is no text.");

    // Writers in Go leave lists that are empty as null.
    private static bool Has(JsonElement item, string name) => item.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null;

    private static string Path(string where, string name) => where is "" ? name : $"{where}.{name}";
}
