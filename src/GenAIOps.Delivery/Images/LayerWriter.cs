using System.Formats.Tar;

namespace GenAIOps.Delivery.Images;

/// <summary>A layer's tar, whose bytes depend on names and contents only: sorted entries, fixed owner, mode and time.</summary>
/// <remarks>OCI image-spec v1.1, layer.md. Ustar where names fit, else PAX headers without access times, so nothing of this machine enters.</remarks>
internal static class LayerWriter
{
    /// <summary>The non-root user of Microsoft's .NET images.</summary>
    public const int User = 1654;

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <param name="files">Paths in the image, without a leading slash, and the files that hold their bytes.</param>
    /// <param name="created">The time stamp of every entry.</param>
    /// <param name="target">Receives the tar.</param>
    public static void Write(IReadOnlyDictionary<string, string> files, DateTimeOffset created, Stream target)
    {
        using TarWriter tar = new(target, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (var folder in files.Keys.SelectMany(Parents).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            tar.WriteEntry(Entry(TarEntryType.Directory, folder + "/", created, Readable | Executable));
        }

        foreach (var (path, file) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            using var content = File.OpenRead(file);
            var entry = Entry(TarEntryType.RegularFile, path, created, IsProgram(path, content) ? Readable | Executable : Readable);
            entry.DataStream = content;
            tar.WriteEntry(entry);
        }
    }

    private static PosixTarEntry Entry(TarEntryType type, string path, DateTimeOffset created, UnixFileMode mode)
    {
        // 100 bytes for the name is what ustar holds without a prefix.
        PosixTarEntry entry = System.Text.Encoding.UTF8.GetByteCount(path) <= 100
            ? new UstarTarEntry(type, path)
            : new PaxTarEntry(type, path, [new("mtime", created.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        entry.Uid = 0;
        entry.Gid = 0;
        entry.UserName = "";
        entry.GroupName = "";
        entry.ModificationTime = created;
        entry.Mode = mode;
        return entry;
    }

    /// <summary>By content, since modes are lost on the way through some checkouts and file systems: an ELF file that is no library, or a script.</summary>
    private static bool IsProgram(string path, FileStream content)
    {
        Span<byte> start = stackalloc byte[4];
        var length = content.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        content.Position = 0;
        return start[..length].StartsWith("#!"u8)
            || (start[..length].SequenceEqual("\u007fELF"u8) && !Path.GetFileName(path).Contains(".so", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1)) yield return path[..slash];
    }
}
