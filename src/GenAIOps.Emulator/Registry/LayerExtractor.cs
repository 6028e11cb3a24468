using System.Formats.Tar;
using System.IO.Compression;

namespace GenAIOps.Emulator.Registry;

/// <summary>Applies the layers of an image on top of each other (OCI Image 1.1, "Image Layer Filesystem Changeset"), in one folder and nowhere else.</summary>
internal sealed class LayerExtractor
{
    private const long LargestImage = 8L << 30;
    private const int MostEntries = 1_000_000;
    private const string Whiteout = ".wh.", OpaqueWhiteout = ".wh..wh..opq";
    private readonly ImageRoot _root;
    private readonly long _largest;
    private readonly int _most;
    private long _bytes;
    private int _entries;

    /// <param name="root">Where the image goes.</param>
    /// <param name="largest">Bytes that all layers may unpack to; a few kilobytes can hold terabytes.</param>
    /// <param name="most">Entries that all layers may have.</param>
    public LayerExtractor(string root, long largest = LargestImage, int most = MostEntries)
    {
        (_largest, _most) = (largest, most);
        Directory.CreateDirectory(root);
        _root = new ImageRoot(root);
    }

    /// <exception cref="InvalidDataException">The layer is damaged, of an unknown form, too large, or reaches outside the image.</exception>
    public async Task ExtractAsync(Stream layer, string mediaType, CancellationToken cancellationToken)
    {
        await using Stream? unzipped = mediaType switch
        {
            _ when mediaType.EndsWith("+gzip", StringComparison.Ordinal) || mediaType.EndsWith(".gzip", StringComparison.Ordinal) => new GZipStream(layer, CompressionMode.Decompress),
            _ when mediaType.EndsWith("+zstd", StringComparison.Ordinal) => new ZstdSharp.DecompressionStream(layer),
            _ when mediaType.EndsWith(".tar", StringComparison.Ordinal) => null,
            _ => throw new InvalidDataException($"layer media type '{mediaType}' is not tar, tar+gzip or tar+zstd."),
        };
        await using TarReader reader = new(unzipped ?? layer);
        HashSet<string> written = new(StringComparer.Ordinal);
        try
        {
            while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry) await ApplyAsync(entry, written, cancellationToken);
        }
        catch (ZstdSharp.ZstdException error)
        {
            throw new InvalidDataException($"a layer is no zstd: {error.Message}", error);
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException or InvalidOperationException) // As TarReader refuses.
        {
            throw new InvalidDataException($"a layer is no tar: {error.Message}", error);
        }
    }

    private async Task ApplyAsync(TarEntry entry, HashSet<string> written, CancellationToken cancellationToken)
    {
        if (++_entries > _most) throw new InvalidDataException($"its layers have more than {_most} entries.");
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) return;
        string[] parts = ImageRoot.Parts(entry.Name, entry.Name);
        if (parts.Length == 0) return;
        string parent = _root.Enter(parts[..^1], entry.Name);
        string name = parts[^1];
        if (name == OpaqueWhiteout)
        {
            foreach (string child in Directory.EnumerateFileSystemEntries(parent).Where(path => !written.Contains(path)).ToList()) ImageRoot.Remove(child);
            return;
        }
        if (name.StartsWith(Whiteout, StringComparison.Ordinal))
        {
            string hidden = name[Whiteout.Length..];
            if (hidden is "" or "." or "..") throw new InvalidDataException($"layer entry '{entry.Name}' reaches outside the image.");
            ImageRoot.Remove(Path.Combine(parent, hidden));
            return;
        }
        string path = Path.Combine(parent, name);
        for (string? at = path; at is not null && written.Add(at);) at = Path.GetDirectoryName(at);
        await WriteAsync(entry, path, parts, cancellationToken);
    }

    private async Task WriteAsync(TarEntry entry, string path, string[] parts, CancellationToken cancellationToken)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                if (!ImageRoot.IsRealFolder(path))
                {
                    ImageRoot.Remove(path);
                    Directory.CreateDirectory(path);
                }
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                ImageRoot.Remove(path);
                await WriteFileAsync(entry, path, cancellationToken);
                break;
            case TarEntryType.SymbolicLink:
                string target = _root.LinkTarget(parts[..^1], entry.LinkName, entry.Name);
                ImageRoot.Remove(path);
                File.CreateSymbolicLink(path, target);
                break;
            case TarEntryType.HardLink:
                string[] source = ImageRoot.Parts(entry.LinkName, entry.Name);
                string existing = Path.Combine(_root.Enter(source[..^1], entry.Name), source[^1]);
                if (new FileInfo(existing) is not { Exists: true, LinkTarget: null })
                    throw new InvalidDataException($"layer entry '{entry.Name}' is a hard link to '{entry.LinkName}', which is not a file of the image.");
                // Links are copied, so they count.
                Count(new FileInfo(existing).Length);
                ImageRoot.Remove(path);
                File.Copy(existing, path);
                break;
            default:
                break; // Devices and pipes mean nothing to a process that is not in a container.
        }
    }

    private async Task WriteFileAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        Count(entry.Length);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            UnixFileMode executable = entry.Mode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead | executable;
        }
        await using FileStream file = new(path, options);
        if (entry.DataStream is not null) await entry.DataStream.CopyToAsync(file, cancellationToken);
    }

    private void Count(long bytes)
    {
        _bytes += bytes;
        if (_bytes > _largest) throw new InvalidDataException($"its layers unpack to more than {_largest} bytes.");
    }
}
