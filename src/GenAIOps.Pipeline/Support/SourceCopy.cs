using System.Text;

namespace GenAIOps.Pipeline.Support;

/// <summary>
/// Copies sources to a folder of their own, in which an image is built: what git ignores, and what other builds left beside the sources, cannot get into it.
/// A second time only what changed is copied, so that the compiler has as little to do as in place.
/// </summary>
internal static class SourceCopy
{
    /// <summary>Files from this size on are copied only where the image needs them: no compiler reads such.</summary>
    private const long Large = 16 << 20;

    private static readonly string[] s_made = ["bin", "obj"];

    /// <param name="tree">The sources.</param>
    /// <param name="needed">Those that are copied whatever their size.</param>
    /// <param name="to">The folder; what is in it beside the sources goes, but for the compiler's own.</param>
    public static void Run(SourceTree tree, IReadOnlySet<string> needed, string to)
    {
        var wanted = tree.Files.Where(file => needed.Contains(file) || new FileInfo(file) is { LinkTarget: not null } or { Length: < Large })
            .ToDictionary(file => Path.Combine(to, Path.GetRelativePath(tree.Root, file)), StringComparer.Ordinal);
        Directory.CreateDirectory(to);
        Prune(new DirectoryInfo(to), wanted.Keys.ToHashSet(StringComparer.Ordinal));
        var withReturns = tree.WithCarriageReturns();
        foreach (var (copy, file) in wanted)
        {
            if (withReturns.Contains(file)) CopyAsCommitted(file, copy);
            else Copy(new FileInfo(file), new FileInfo(copy));
        }
    }

    private static void CopyAsCommitted(string file, string copy)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file)).Replace("\r\n", "\n", StringComparison.Ordinal);
        var bytes = Encoding.Latin1.GetBytes(text);
        if (File.Exists(copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(bytes)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Delete(copy);
        File.WriteAllBytes(copy, bytes);
    }

    private static void Prune(DirectoryInfo folder, HashSet<string> wanted)
    {
        foreach (var file in folder.EnumerateFiles().Where(file => !wanted.Contains(file.FullName))) file.Delete();
        foreach (var inner in folder.EnumerateDirectories().Where(inner => !s_made.Contains(inner.Name)))
        {
            if (inner.LinkTarget is not null)
            {
                if (!wanted.Contains(inner.FullName)) inner.Delete();
                continue;
            }

            Prune(inner, wanted);
            if (!inner.EnumerateFileSystemInfos().Any()) inner.Delete();
        }
    }

    private static void Copy(FileInfo file, FileInfo copy)
    {
        if (Same(file, copy)) return;
        copy.Directory!.Create();
        if (copy.Exists || copy.LinkTarget is not null) copy.Delete();
        if (file.LinkTarget is { } target)
        {
            File.CreateSymbolicLink(copy.FullName, target);
            return;
        }

        file.CopyTo(copy.FullName);

        // Whatever the time of the source: newer than what was compiled of the file before.
        File.SetLastWriteTimeUtc(copy.FullName, DateTime.UtcNow);
    }

    private static bool Same(FileInfo one, FileInfo other)
    {
        if (one.LinkTarget is not null || other.LinkTarget is not null) return one.LinkTarget == other.LinkTarget;
        if (!other.Exists || one.Length != other.Length) return false;
        using var a = one.OpenRead();
        using var b = other.OpenRead();
        byte[] x = new byte[1 << 16], y = new byte[1 << 16];
        while (a.ReadAtLeast(x, x.Length, throwOnEndOfStream: false) is > 0 and var read)
        {
            if (b.ReadAtLeast(y, y.Length, throwOnEndOfStream: false) != read || !x.AsSpan(0, read).SequenceEqual(y.AsSpan(0, read))) return false;
        }

        return true;
    }
}
