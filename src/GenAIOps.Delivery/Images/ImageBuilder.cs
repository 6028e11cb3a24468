using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Delivery.Images;

/// <summary>
/// Writes an image as an OCI layout, without Docker: the same files give the same digest on every machine. The base is
/// empty; the layers are ordered by how seldom they change: dependencies, app, content.
/// </summary>
/// <remarks>OCI image-spec v1.1: image-layout.md, manifest.md, config.md.</remarks>
public static class ImageBuilder
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string ConfigType = "application/vnd.oci.image.config.v1+json";
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar+gzip";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="InvalidDataException">The publish folder is empty.</exception>
    public static BuiltImage Build(ImageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var groups = Group(options);
        var layout = options.LayoutFolder + ".new";
        if (Directory.Exists(layout))
        {
            Directory.Delete(layout, recursive: true);
        }

        var blobs = Path.Combine(layout, "blobs", "sha256");
        Directory.CreateDirectory(blobs);
        var layers = new List<ImageBlob>();
        var diffs = new JsonArray();
        foreach (var (kind, files) in groups.Where(group => group.Files.Count > 0))
        {
            var temporary = Path.Combine(layout, "layer");
            using (var stream = File.Create(temporary))
            {
                diffs.Add(LayerWriter.Write(files, options.Created, stream));
            }

            layers.Add(Adopt(temporary, blobs, LayerType, kind));
        }

        var config = Put(blobs, Config(options, diffs, layers), ConfigType, "config");
        var manifest = Put(blobs, new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = Descriptor(config),
            ["layers"] = new JsonArray([.. layers.Select(layer => (JsonNode)Descriptor(layer))]),
        }, ManifestType, "manifest");
        File.WriteAllText(Path.Combine(layout, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        File.WriteAllText(Path.Combine(layout, "index.json"), new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.index.v1+json",
            ["manifests"] = new JsonArray(Descriptor(manifest)),
        }.ToJsonString(Compact));
        File.WriteAllText(Path.Combine(layout, "digest"), manifest.Digest);
        if (Directory.Exists(options.LayoutFolder))
        {
            Directory.Delete(options.LayoutFolder, recursive: true);
        }

        Directory.Move(layout, options.LayoutFolder);
        return new BuiltImage(manifest.Digest, manifest.Size, config, layers, options.LayoutFolder);
    }

    /// <summary>Reads a layout back, checking that each blob is there and has its digest.</summary>
    /// <exception cref="InvalidDataException">The layout is absent, incomplete or was changed.</exception>
    public static BuiltImage Open(string layout)
    {
        try
        {
            var index = JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!;
            var manifestBlob = Blob(index["manifests"]![0]!, "manifest");
            var manifest = JsonNode.Parse(Verified(layout, manifestBlob))!;
            var config = Blob(manifest["config"]!, "config");
            var kinds = ((string?)JsonNode.Parse(Verified(layout, config))!["config"]?["Labels"]?["genaiops.layers"])?.Split(',') ?? [];
            var layers = manifest["layers"]!.AsArray().Select((layer, i) => Blob(layer!, i < kinds.Length ? kinds[i] : "layer")).ToArray();
            foreach (var layer in layers)
            {
                Verified(layout, layer);
            }

            return new BuiltImage(manifestBlob.Digest, manifestBlob.Size, config, layers, layout);
        }
        catch (Exception e) when (e is IOException or JsonException or NullReferenceException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException($"{layout} is no OCI layout of one image ({e.Message}). Run ./build.sh Containerize to write it anew.", e);
        }
    }

    public static string BlobPath(string layout, string digest) => Path.Combine(layout, "blobs", "sha256", digest["sha256:".Length..]);

    private static byte[] Verified(string layout, ImageBlob blob)
    {
        var bytes = File.ReadAllBytes(BlobPath(layout, blob.Digest));
        var actual = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
        return actual == blob.Digest
            ? bytes
            : throw new InvalidDataException($"{layout}: blob {blob.Digest} was changed (its bytes are {actual}). Run ./build.sh Containerize to write it anew.");
    }

    private static List<(string Kind, Dictionary<string, string> Files)> Group(ImageOptions options)
    {
        Dictionary<string, string> dependencies = [], app = [], content = [];
        foreach (var file in Directory.EnumerateFiles(options.PublishFolder, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(options.PublishFolder, file).Replace('\\', '/');
            var group = options.Content.Any(folder => path.StartsWith(folder + "/", StringComparison.Ordinal)) ? content
                : options.AppFiles.Contains(path, StringComparer.Ordinal) ? app
                : dependencies;
            group["app/" + path] = file;
        }

        return dependencies.Count + app.Count + content.Count == 0
            ? throw new InvalidDataException($"{options.PublishFolder} holds no file, so there is nothing to put into an image. Check the agent's project folder.")
            : [("dependencies", dependencies), ("app", app), ("content", content)];
    }

    private static JsonObject Config(ImageOptions options, JsonArray diffs, List<ImageBlob> layers)
    {
        var labels = new JsonObject();
        foreach (var (key, value) in options.Labels.Append(new("genaiops.layers", string.Join(',', layers.Select(layer => layer.Kind)))).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            labels[key] = value;
        }

        return new JsonObject
        {
            ["created"] = options.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            // The publish output is portable IL, but a platform must be named; what runs it brings the runtime.
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject
            {
                ["User"] = $"{LayerWriter.User}",
                ["ExposedPorts"] = new JsonObject { [$"{options.Port}/tcp"] = new JsonObject() },
                ["Env"] = new JsonArray([.. options.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (JsonNode)$"{pair.Key}={pair.Value}")]),
                ["Entrypoint"] = new JsonArray([.. options.EntryPoint.Select(part => (JsonNode)part)]),
                ["WorkingDir"] = "/app",
                ["Labels"] = labels,
            },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = diffs },
        };
    }

    private static ImageBlob Put(string blobs, JsonObject json, string type, string kind)
    {
        var bytes = Encoding.UTF8.GetBytes(json.ToJsonString(Compact));
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        File.WriteAllBytes(Path.Combine(blobs, digest), bytes);
        return new ImageBlob("sha256:" + digest, bytes.Length, type, kind);
    }

    private static ImageBlob Adopt(string file, string blobs, string type, string kind)
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

    private static JsonObject Descriptor(ImageBlob blob) => new() { ["mediaType"] = blob.MediaType, ["digest"] = blob.Digest, ["size"] = blob.Size };

    private static ImageBlob Blob(JsonNode descriptor, string kind) =>
        new((string)descriptor["digest"]!, (long)descriptor["size"]!, (string)descriptor["mediaType"]!, kind);
}
