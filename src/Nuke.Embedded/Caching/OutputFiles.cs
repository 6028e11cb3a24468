using System.Security.Cryptography;
using Nuke.Common.IO;

namespace Nuke.Common.Caching;

/// <summary>A target's outputs on disk.</summary>
internal sealed class OutputFiles(AbsolutePath root, IReadOnlyCollection<string> patterns)
{
    public FileSet Set { get; } = new(root, patterns);

    public IReadOnlyList<FileState> Read() => FileState.Read(root, Set.Find());

    /// <summary>Deletes them all, so that nothing of another run is taken for this one's.</summary>
    public void Delete()
    {
        foreach (var path in Set.Find()) File.Delete(root / path);
    }

    /// <summary>Makes them what an entry says. Nothing is changed before all contents are there and verified.</summary>
    /// <returns>How many files were written.</returns>
    /// <exception cref="InvalidDataException">A content is missing or is not what its digest says, or a folder is a link.</exception>
    /// <exception cref="IOException">The disk or the store failed.</exception>
    public async Task<int> RestoreAsync(CacheEntry entry, ICacheStore store, CancellationToken cancellationToken)
    {
        var present = Set.Find().ToDictionary(x => x, x => FileState.Read(root, x), StringComparer.Ordinal);
        var changed = entry.Outputs.Where(x => !present.TryGetValue(x.Path, out var is_) || is_ != x).ToArray();
        foreach (var file in changed) ThrowIfParentIsLink(file.Path);

        var staging = root / ".nuke" / "temp" / $"restore-{Guid.NewGuid():n}";
        staging.CreateDirectory();
        try
        {
            await FetchAllAsync(store, changed.Where(x => x.Link is null).Select(x => x.Digest).Distinct(StringComparer.Ordinal), staging, cancellationToken);
            foreach (var path in present.Keys.Except(entry.Outputs.Select(x => x.Path))) File.Delete(root / path);
            foreach (var file in changed) Place(file, staging);
            return changed.Length;
        }
        finally
        {
            staging.DeleteDirectory();
        }
    }

    /// <summary>Goes on after a broken one, so that each of them is removed from the store at once.</summary>
    private static async Task FetchAllAsync(ICacheStore store, IEnumerable<string> digests, AbsolutePath staging, CancellationToken cancellationToken)
    {
        InvalidDataException? broken = null;
        foreach (var digest in digests)
        {
            try
            {
                await FetchAsync(store, digest, staging / digest, cancellationToken);
            }
            catch (InvalidDataException e)
            {
                broken ??= e;
            }
        }

        if (broken is not null) throw broken;
    }

    private static async Task FetchAsync(ICacheStore store, string digest, AbsolutePath file, CancellationToken cancellationToken)
    {
        await using FileStream stream = new(file, FileMode.CreateNew, FileAccess.ReadWrite);
        if (!await store.ReadAsync(digest, stream, cancellationToken)) throw new InvalidDataException($"content {digest[..12]} is missing");
        stream.Position = 0;
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == digest) return;
        await store.RemoveAsync(digest, cancellationToken);
        throw new InvalidDataException($"content {digest[..12]} is damaged");
    }

    private void Place(FileState file, AbsolutePath staging)
    {
        var path = root / file.Path;
        path.Parent.CreateDirectory();
        if (file.Link is not null)
        {
            File.Delete(path);
            File.CreateSymbolicLink(path, file.Link);
            return;
        }

        // Copied within the staging folder and moved: a reader of the output never sees half of it.
        var copy = staging / Guid.NewGuid().ToString("n");
        File.Copy(staging / file.Digest, copy);
        if (!OperatingSystem.IsWindows() && file.Executable) File.SetUnixFileMode(copy, File.GetUnixFileMode(copy) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        File.Move(copy, path, overwrite: true);
    }

    private void ThrowIfParentIsLink(string path)
    {
        for (var parent = Path.GetDirectoryName(path); parent is { Length: > 0 }; parent = Path.GetDirectoryName(parent))
        {
            if (new DirectoryInfo(root / parent).LinkTarget is not null) throw new InvalidDataException($"'{parent}' is a link, through which nothing is written");
        }
    }
}
