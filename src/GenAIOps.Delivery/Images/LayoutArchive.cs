using System.Formats.Tar;

namespace GenAIOps.Delivery.Images;

/// <summary>Takes in what an engine wrote: an OCI layout as a tar.</summary>
internal static class LayoutArchive
{
    private const long LargestBlob = 16L << 30;

    /// <summary>Unpacks <c>index.json</c> and <c>blobs/sha256/…</c>; anything else in the archive is left there.</summary>
    /// <exception cref="InvalidDataException">It is no archive of a layout of one image.</exception>
    public static BuiltImage Read(string archive, string layoutFolder)
    {
        try
        {
            return OciLayout.Write(layoutFolder, blobs =>
            {
                var index = Unpack(archive, blobs) ?? throw new InvalidDataException("it has no index.json");
                var entry = System.Text.Json.Nodes.JsonNode.Parse(index)!["manifests"]!.AsArray().Single()!;
                return (OciLayout.Blob(entry, "manifest"), null);
            });
        }
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException or System.Text.Json.JsonException or FormatException or EndOfStreamException)
        {
            throw new InvalidDataException($"The engine's image cannot be read: {e.Message}", e);
        }
    }

    private static byte[]? Unpack(string archive, string blobs)
    {
        byte[]? index = null;
        using TarReader tar = new(File.OpenRead(archive));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.DataStream is null) continue;
            var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (name == "index.json" && entry.Length < 1 << 20)
            {
                index = new byte[entry.Length];
                entry.DataStream.ReadExactly(index);
            }
            else if (name.StartsWith("blobs/sha256/", StringComparison.Ordinal) && name["blobs/sha256/".Length..] is { Length: 64 } hex && hex.All(char.IsAsciiHexDigitLower))
            {
                if (entry.Length > LargestBlob) throw new InvalidDataException($"blob {hex} is larger than {LargestBlob >> 30} GiB");
                using var file = File.Create(Path.Combine(blobs, hex));
                entry.DataStream.CopyTo(file);
            }
        }

        return index;
    }
}
