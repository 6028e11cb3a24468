using System.Formats.Tar;
using System.Security.Cryptography;

namespace GenAIOps.Delivery.Images;

/// <summary>Why two images are not the same, down to the first file.</summary>
public static class ImageDifference
{
    /// <returns>Null if they are the same; else one line.</returns>
    public static string? First(BuiltImage one, BuiltImage other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if (one.Digest == other.Digest) return null;
        foreach (var (a, b) in one.Manifests.Zip(other.Manifests))
        {
            if (a.Digest.Length > 0 && a.Digest == b.Digest) continue;
            if (a.Platform != b.Platform) return $"the platforms differ: {a.Platform} and {b.Platform}";
            if (a.Layers.Count != b.Layers.Count) return $"{a.Platform} has {a.Layers.Count} layers and {b.Layers.Count}";
            foreach (var (left, right) in a.Layers.Zip(b.Layers).Where(x => x.First.Digest != x.Second.Digest))
            {
                return $"{a.Platform}, layer {left.Kind}: {InLayer(one, left, other, right)}";
            }

            if (a.Digest.Length > 0) return $"{a.Platform}: the configurations differ: {Config(one, a)} and {Config(other, b)}";
        }

        return $"they have {one.Manifests.Count} and {other.Manifests.Count} platforms";
    }

    /// <summary>The same, of the layers that are not the base's.</summary>
    public static string? OfOwnLayers(BuiltImage one, BuiltImage other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.Base is null && other.Base is null
            ? First(one, other)
            : First(Own(one), Own(other));

        static BuiltImage Own(BuiltImage image) => image with
        {
            Digest = string.Join(' ', image.Manifests.SelectMany(x => x.Layers).Where(x => x.Kind != "base").Select(x => x.Digest)),
            Manifests = [.. image.Manifests.Select(x => x with { Digest = "", Layers = [.. x.Layers.Where(layer => layer.Kind != "base")] })],
        };
    }

    private static string Config(BuiltImage image, ImageManifest manifest) => File.ReadAllText(OciLayout.BlobPath(image.Path, manifest.Config.Digest));

    private static string InLayer(BuiltImage one, ImageBlob left, BuiltImage other, ImageBlob right)
    {
        var (a, b) = (Entries(one, left), Entries(other, right));
        foreach (var path in a.Keys.Union(b.Keys).Order(StringComparer.Ordinal))
        {
            if (!a.TryGetValue(path, out var x)) return $"{path} is only in the second";
            if (!b.TryGetValue(path, out var y)) return $"{path} is only in the first";
            if (x != y) return $"{path} differs: {x} and {y}";
        }

        return "the files are the same, and their order or compression differs";
    }

    private static Dictionary<string, string> Entries(BuiltImage image, ImageBlob layer)
    {
        Dictionary<string, string> entries = new(StringComparer.Ordinal);
        using var unpacked = Compressions.Decompress(layer.MediaType, File.OpenRead(OciLayout.BlobPath(image.Path, layer.Digest)));
        using TarReader tar = new(unpacked);
        while (tar.GetNextEntry() is { } entry)
        {
            var content = entry.DataStream is null ? "" : $", sha256 {Convert.ToHexStringLower(SHA256.HashData(entry.DataStream))[..12]}, {entry.Length} bytes";
            entries[entry.Name] = $"{entry.EntryType}, mode {Convert.ToString((int)entry.Mode, 8)}, owner {entry.Uid}, {entry.ModificationTime:u}{content}";
        }

        return entries;
    }
}
