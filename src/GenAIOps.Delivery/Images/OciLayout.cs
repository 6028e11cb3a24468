using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Delivery.Images;

/// <summary>An OCI layout on disk: content by digest, and an index that says where to begin.</summary>
/// <remarks>OCI image-spec v1.1: image-layout.md, image-index.md, manifest.md.</remarks>
public static class OciLayout
{
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    public const string IndexType = "application/vnd.oci.image.index.v1+json";
    internal const string ConfigType = "application/vnd.oci.image.config.v1+json";

    /// <summary>The label that names what each layer is, bottom first.</summary>
    internal const string LayersLabel = "genaiops.layers";

    /// <summary>The annotation in <c>index.json</c> that names where the blobs of the base are.</summary>
    internal const string BaseAnnotation = "org.opencontainers.image.base.name";

    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string BlobPath(string layout, string digest) => Path.Combine(layout, "blobs", "sha256", digest["sha256:".Length..]);

    /// <summary>Reads a layout back, checking that each blob is there and has its digest. Blobs of the base may be elsewhere.</summary>
    /// <param name="layout">Its folder.</param>
    /// <param name="readLayers">False: of layers only the sizes are checked, where whoever reads them next checks their bytes, as a push does.</param>
    /// <exception cref="InvalidDataException">The layout is absent, incomplete or was changed.</exception>
    public static BuiltImage Open(string layout, bool readLayers = true)
    {
        try
        {
            var index = JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!;
            var top = Blob(index["manifests"]!.AsArray().Single()!, "manifest");
            var from = (string?)index["manifests"]![0]!["annotations"]?[BaseAnnotation];
            var content = JsonNode.Parse(Verified(layout, top))!;

            // Of an existing image all layers may be elsewhere, of one on a base those of the base.
            Predicate<ImageBlob> elsewhere = from is null ? _ => false : from.EndsWith("@" + top.Digest, StringComparison.Ordinal) ? _ => true : layer => layer.Kind == "base";
            var manifests = content["manifests"] is JsonArray entries
                ? entries.Select(entry => Manifest(layout, Blob(entry!, "manifest"), from is not null, elsewhere, readLayers)).ToArray()
                : [Manifest(layout, top, from is not null, elsewhere, readLayers)];
            return new BuiltImage(top.Digest, top.Size, top.MediaType, manifests, from, layout);
        }
        catch (Exception e) when (e is IOException or JsonException or NullReferenceException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{layout} is no OCI layout of one image ({e.Message}). Run ./build.sh Containerize to write it anew.", e);
        }
    }

    /// <summary>Writes what makes a folder of blobs a layout of one image.</summary>
    internal static void Finish(string layout, ImageBlob top, string? from)
    {
        var entry = Descriptor(top);
        if (from is not null) entry["annotations"] = new JsonObject { [BaseAnnotation] = from };
        File.WriteAllText(Path.Combine(layout, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        File.WriteAllText(Path.Combine(layout, "index.json"), Text(new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = IndexType, ["manifests"] = new JsonArray(entry) }));
        File.WriteAllText(Path.Combine(layout, "digest"), top.Digest);
    }

    /// <summary>A new layout beside the old one, which it replaces when it is complete.</summary>
    internal static BuiltImage Write(string folder, Func<string, (ImageBlob Top, string? From)> write)
    {
        var layout = folder + ".new";
        if (Directory.Exists(layout)) Directory.Delete(layout, recursive: true);
        var blobs = Path.Combine(layout, "blobs", "sha256");
        Directory.CreateDirectory(blobs);
        var (top, from) = write(blobs);
        Finish(layout, top, from);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.Move(layout, folder);
        return Open(folder, readLayers: false);
    }

    internal static string Text(JsonNode json) => json.ToJsonString(s_compact);

    internal static ImageBlob Put(string blobs, byte[] content, string type, string kind)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        File.WriteAllBytes(Path.Combine(blobs, digest), content);
        return new ImageBlob("sha256:" + digest, content.Length, type, kind);
    }

    internal static ImageBlob Put(string blobs, JsonNode json, string type, string kind) => Put(blobs, Encoding.UTF8.GetBytes(Text(json)), type, kind);

    /// <summary>Makes a file a blob.</summary>
    internal static ImageBlob Adopt(string file, string blobs, string type, string kind)
    {
        string digest;
        long size;
        using (var stream = File.OpenRead(file))
        {
            digest = Convert.ToHexStringLower(SHA256.HashData(stream));
            size = stream.Length;
        }

        File.Move(file, Path.Combine(blobs, digest), overwrite: true);
        return new ImageBlob("sha256:" + digest, size, type, kind);
    }

    internal static JsonObject Descriptor(ImageBlob blob) => new() { ["mediaType"] = blob.MediaType, ["digest"] = blob.Digest, ["size"] = blob.Size };

    internal static ImageBlob Blob(JsonNode descriptor, string kind)
    {
        var digest = (string)descriptor["digest"]!;
        return digest is ['s', 'h', 'a', '2', '5', '6', ':', .. { Length: 64 } hex] && hex.All(char.IsAsciiHexDigitLower)
            ? new ImageBlob(digest, (long)descriptor["size"]!, (string)descriptor["mediaType"]!, kind)
            : throw new InvalidDataException($"'{digest}' is no sha256 digest.");
    }

    private static ImageManifest Manifest(string layout, ImageBlob blob, bool hasBase, Predicate<ImageBlob> elsewhere, bool readLayers)
    {
        var manifest = JsonNode.Parse(Verified(layout, blob))!;
        var config = Blob(manifest["config"]!, "config");
        var json = JsonNode.Parse(Verified(layout, config))!;
        var kinds = ((string?)json["config"]?["Labels"]?[LayersLabel])?.Split(',') ?? [];
        var layers = manifest["layers"]!.AsArray().ToArray();
        var described = layers.Select((layer, i) => Blob(layer!, KindOf(i))).ToArray();
        foreach (var layer in described.Where(x => !elsewhere(x) || File.Exists(BlobPath(layout, x.Digest)))) Verify(layout, layer, readLayers);
        return new ImageManifest($"{(string?)json["os"]}/{(string?)json["architecture"]}", blob.Digest, blob.Size, blob.MediaType, config, described);

        // Those that are not named are below, and not ours.
        string KindOf(int i) => i - (layers.Length - kinds.Length) is var own and >= 0 ? kinds[own] : hasBase ? "base" : "layer";
    }

    private static byte[] Verified(string layout, ImageBlob blob)
    {
        Verify(layout, blob, read: true);
        return File.ReadAllBytes(BlobPath(layout, blob.Digest));
    }

    private static void Verify(string layout, ImageBlob blob, bool read)
    {
        using var stream = File.OpenRead(BlobPath(layout, blob.Digest));
        if (stream.Length != blob.Size) throw Changed($"it has {stream.Length} bytes instead of {blob.Size}");
        if (read && "sha256:" + Convert.ToHexStringLower(SHA256.HashData(stream)) is var actual && actual != blob.Digest) throw Changed($"its bytes are {actual}");

        InvalidDataException Changed(string how) => new($"{layout}: blob {blob.Digest} was changed ({how}). Run ./build.sh Containerize to write it anew.");
    }
}
