using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace GenAIOps.Delivery.Images;

/// <summary>A layer whose bytes depend on names and contents only: sorted entries, fixed owner, mode and time, one gzip setting.</summary>
/// <remarks>OCI image-spec v1.1, layer.md. PAX headers carry no access times, so nothing of this machine enters.</remarks>
internal static class LayerWriter
{
    /// <summary>The non-root user of Microsoft's .NET images.</summary>
    public const int User = 1654;

    /// <param name="files">Paths in the image, without a leading slash, and the files that hold their bytes.</param>
    /// <param name="created">The time stamp of every entry.</param>
    /// <param name="target">Receives the compressed layer.</param>
    /// <returns>The digest of the uncompressed tar (its DiffID).</returns>
    public static string Write(IReadOnlyDictionary<string, string> files, DateTimeOffset created, Stream target)
    {
        using var diff = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        using (var hashing = new HashingStream(gzip, diff))
        using (var tar = new TarWriter(hashing, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var folder in files.Keys.SelectMany(Parents).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                tar.WriteEntry(Entry(TarEntryType.Directory, folder + "/", created, UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));
            }

            foreach (var (path, file) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                var entry = Entry(TarEntryType.RegularFile, path, created, default);
                using var content = File.OpenRead(file);
                entry.DataStream = content;
                tar.WriteEntry(entry);
            }
        }

        return "sha256:" + Convert.ToHexStringLower(diff.GetHashAndReset());
    }

    private static UstarTarEntry Entry(TarEntryType type, string path, DateTimeOffset created, UnixFileMode execute) => new(type, path)
    {
        Uid = 0,
        Gid = 0,
        UserName = "",
        GroupName = "",
        ModificationTime = created,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead | execute,
    };

    private static IEnumerable<string> Parents(string path)
    {
        for (var slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }

    private sealed class HashingStream(Stream inner, IncrementalHash hash) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => inner.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            hash.AppendData(buffer);
            inner.Write(buffer);
        }
    }
}
