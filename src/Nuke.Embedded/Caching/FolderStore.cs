using Nuke.Common.IO;

namespace Nuke.Common.Caching;

/// <summary>
/// A folder: <c>entries/&lt;key&gt;.json</c>, and <c>blobs/&lt;digest&gt;</c> for contents. Files appear whole or not at all. When the folder grows beyond its limit,
/// what was used the longest ago goes first.
/// </summary>
internal sealed class FolderStore(AbsolutePath folder, long limit = FolderStore.DefaultLimit) : ICacheStore
{
    public const long DefaultLimit = 5L << 30;

    private readonly AbsolutePath _entries = folder / "entries";
    private readonly AbsolutePath _blobs = folder / "blobs";

    public string Name => folder;

    public async Task<byte[]?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var file = _entries / $"{key}.json";
        try
        {
            var entry = await File.ReadAllBytesAsync(file, cancellationToken);
            Touch(file);
            return entry;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public async Task<bool> ReadAsync(string digest, Stream destination, CancellationToken cancellationToken)
    {
        var file = _blobs / digest;
        try
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await stream.CopyToAsync(destination, cancellationToken);
            Touch(file);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public async Task WriteAsync(string key, byte[] entry, IReadOnlyDictionary<string, Func<Stream>> contents, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (digest, open) in contents)
            {
                if (File.Exists(_blobs / digest)) Touch(_blobs / digest);
                else await PlaceAsync(_blobs / digest, open, cancellationToken);
            }

            await PlaceAsync(_entries / $"{key}.json", () => new MemoryStream(entry), cancellationToken);
            Shrink();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public Task RemoveAsync(string keyOrDigest, CancellationToken cancellationToken)
    {
        (_entries / $"{keyOrDigest}.json").DeleteFile();
        (_blobs / keyOrDigest).DeleteFile();
        return Task.CompletedTask;
    }

    private async Task PlaceAsync(AbsolutePath file, Func<Stream> open, CancellationToken cancellationToken)
    {
        var draft = folder / "drafts" / Guid.NewGuid().ToString("n");
        draft.Parent.CreateDirectory();
        file.Parent.CreateDirectory();
        try
        {
            await using (FileStream stream = new(draft, FileMode.CreateNew))
            await using (var content = open())
            {
                await content.CopyToAsync(stream, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, file, overwrite: true);
        }
        catch
        {
            draft.DeleteFile();
            throw;
        }
    }

    private static void Touch(AbsolutePath file)
    {
        try
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another build removed it, or the folder is only readable: what is read is verified all the same.
        }
    }

    private void Shrink()
    {
        var files = new[] { _blobs, _entries, folder / "drafts" }.Where(x => x.DirectoryExists())
            .SelectMany(x => new DirectoryInfo(x).EnumerateFiles()).OrderBy(x => x.LastWriteTimeUtc).ToArray();
        var excess = files.Sum(x => x.Length) - limit;
        foreach (var file in files.TakeWhile(_ => excess > 0))
        {
            excess -= file.Length;
            file.Delete();
        }
    }
}
