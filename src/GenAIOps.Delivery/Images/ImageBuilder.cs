using System.Globalization;
using System.Text.Json.Nodes;

namespace GenAIOps.Delivery.Images;

/// <summary>
/// Writes an image as an OCI layout, without Docker: the same files give the same digest on every machine. The layers are ordered by how seldom they
/// change: the base, .NET itself, large files such as models (each by itself), dependencies, app, content.
/// </summary>
/// <remarks>OCI image-spec v1.1: manifest.md, config.md.</remarks>
public static class ImageBuilder
{
    /// <summary>From this size on a file is a layer by itself.</summary>
    internal const long LargeFile = 16 << 20;

    internal const int MostLarge = 32;

    private const string Revision = "org.opencontainers.image.base.digest";

    /// <exception cref="InvalidDataException">A publish folder is empty, or the base has no such platform.</exception>
    public static BuiltImage Build(ImageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return OciLayout.Write(options.LayoutFolder, blobs =>
        {
            var manifests = options.PublishFolders.OrderBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => (Platform: x.Key, Manifest: Manifest(options, x.Key, x.Value, blobs))).ToArray();
            var top = manifests.Length == 1 ? manifests[0].Manifest : OciLayout.Put(blobs, Index(manifests), OciLayout.IndexType, "index");
            return (top, options.Base?.Reference);
        });
    }

    private static JsonObject Index(IEnumerable<(string Platform, ImageBlob Manifest)> manifests) => new()
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = OciLayout.IndexType,
        ["manifests"] = new JsonArray([.. manifests.Select(x =>
        {
            var entry = OciLayout.Descriptor(x.Manifest);
            entry["platform"] = new JsonObject { ["architecture"] = x.Platform.Split('/')[1], ["os"] = x.Platform.Split('/')[0] };
            return (JsonNode)entry;
        })]),
    };

    private static ImageBlob Manifest(ImageOptions options, string platform, string publish, string blobs)
    {
        var below = options.Base?.For(platform);
        LayerCache cache = new(options.CacheFolder);
        List<ImageBlob> layers = [.. below?.Layers ?? []];
        List<string> kinds = [], diffs = [.. below?.DiffIds ?? []];
        foreach (var (kind, files) in Group(options, publish).Where(group => group.Files.Count > 0))
        {
            var (layer, diffId) = cache.Write(kind, files, options.FileTime, options.Compression, blobs);
            layers.Add(layer);
            kinds.Add(kind);
            diffs.Add(diffId);
        }

        var config = OciLayout.Put(blobs, Config(options, platform, below, kinds, diffs), OciLayout.ConfigType, "config");
        JsonObject manifest = new()
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = OciLayout.ManifestType,
            ["config"] = OciLayout.Descriptor(config),
            ["layers"] = new JsonArray([.. layers.Select(layer => (JsonNode)OciLayout.Descriptor(layer))]),
        };
        if (options.Base is { } from) manifest["annotations"] = new JsonObject { [Revision] = from.Digest, [OciLayout.BaseAnnotation] = from.Reference };
        return OciLayout.Put(blobs, manifest, OciLayout.ManifestType, "manifest");
    }

    internal static (string Kind, Dictionary<string, string> Files)[] Group(ImageOptions options, string publish)
    {
        Dictionary<string, string> runtime = [], dependencies = [], app = [], content = [];
        foreach (var file in Directory.EnumerateFiles(publish, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(publish, file).Replace('\\', '/');
            var group = options.Content.Any(folder => path.StartsWith(folder + "/", StringComparison.Ordinal)) ? content
                : options.AppFiles.Contains(path, StringComparer.Ordinal) ? app
                : options.RuntimeFiles.Contains(path) ? runtime
                : dependencies;
            group["app/" + path] = file;
        }

        if (runtime.Count + dependencies.Count + app.Count + content.Count == 0)
            throw new InvalidDataException($"{publish} holds no file, so there is nothing to put into an image. Check the agent's project folder.");
        return [("runtime", runtime), .. Large(dependencies, content).Select(file => ("large", new Dictionary<string, string> { [file.Key] = file.Value })), ("dependencies", dependencies), ("app", app), ("content", content)];
    }

    /// <summary>Takes large files out of their groups, in order of their names: an edit of a prompt does not send a model again, nor one model another.</summary>
    private static KeyValuePair<string, string>[] Large(params Dictionary<string, string>[] groups)
    {
        // Overlay file systems stack no more than 128 layers, and a base has some: beyond the largest of them, files stay where they are.
        KeyValuePair<string, string>[] large =
        [
            .. groups.SelectMany(x => x).Select(x => (File: x, new FileInfo(x.Value).Length)).Where(x => x.Length >= LargeFile)
                .OrderByDescending(x => x.Length).ThenBy(x => x.File.Key, StringComparer.Ordinal).Take(MostLarge).Select(x => x.File).OrderBy(x => x.Key, StringComparer.Ordinal),
        ];
        foreach (var group in groups)
        {
            foreach (var file in large) group.Remove(file.Key);
        }

        return large;
    }

    private static JsonObject Config(ImageOptions options, string platform, BasePlatform? below, List<string> kinds, List<string> diffs)
    {
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal), environment = new(StringComparer.Ordinal);
        foreach (var (key, value) in below?.Labels ?? []) labels[key] = value;
        foreach (var (key, value) in options.Labels) labels[key] = value;
        labels[OciLayout.LayersLabel] = string.Join(',', kinds);
        foreach (var (key, value) in below?.Environment ?? []) environment[key] = value;
        foreach (var (key, value) in options.Environment) environment[key] = value;
        return new JsonObject
        {
            ["created"] = options.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["architecture"] = platform.Split('/')[1],
            ["os"] = platform.Split('/')[0],
            ["config"] = new JsonObject
            {
                ["User"] = $"{LayerWriter.User}",
                ["ExposedPorts"] = new JsonObject { [$"{options.Port}/tcp"] = new JsonObject() },
                ["Env"] = new JsonArray([.. environment.Select(pair => (JsonNode)$"{pair.Key}={pair.Value}")]),
                ["Entrypoint"] = new JsonArray([.. options.EntryPoint.Select(part => (JsonNode)part)]),
                ["WorkingDir"] = "/app",
                ["Labels"] = new JsonObject(labels.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. diffs.Select(x => (JsonNode)x)]) },
        };
    }
}
