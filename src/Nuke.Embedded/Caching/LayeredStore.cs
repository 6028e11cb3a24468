namespace Nuke.Common.Caching;

/// <summary>A folder before a store that others share: what is found there is kept here. A shared store that fails is left out for the rest of the run.</summary>
internal sealed class LayeredStore(FolderStore near, ICacheStore far, Action<string> warn) : ICacheStore
{
    private volatile bool _farFailed;

    public string Name => $"{near.Name} before {far.Name}";

    public async Task<byte[]?> FindAsync(string key, CancellationToken cancellationToken) =>
        await near.FindAsync(key, cancellationToken) ?? await FarAsync(() => far.FindAsync(key, cancellationToken));

    public async Task<bool> ReadAsync(string digest, Stream destination, CancellationToken cancellationToken) =>
        await near.ReadAsync(digest, destination, cancellationToken) || await FarAsync(() => far.ReadAsync(digest, destination, cancellationToken));

    public async Task WriteAsync(string key, byte[] entry, IReadOnlyDictionary<string, Func<Stream>> contents, CancellationToken cancellationToken)
    {
        await near.WriteAsync(key, entry, contents, cancellationToken);
        await FarAsync(async () =>
        {
            await far.WriteAsync(key, entry, contents, cancellationToken);
            return true;
        });
    }

    /// <summary>Keeps here what was found there.</summary>
    public Task KeepNearAsync(string key, byte[] entry, IReadOnlyDictionary<string, Func<Stream>> contents, CancellationToken cancellationToken) =>
        near.WriteAsync(key, entry, contents, cancellationToken);

    /// <summary>Here only: whether the others' is broken is not known.</summary>
    public Task RemoveAsync(string keyOrDigest, CancellationToken cancellationToken) => near.RemoveAsync(keyOrDigest, cancellationToken);

    private async Task<T?> FarAsync<T>(Func<Task<T>> ask)
    {
        if (_farFailed) return default;
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            if (!_farFailed) warn($"the shared cache {far.Name} cannot be used and is left out: {e.Message}");
            _farFailed = true;
            return default;
        }
    }
}
