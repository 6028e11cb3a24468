namespace Nuke.Common.Caching;

/// <summary>Where entries and the contents of files are kept. Any number of builds may use one at once.</summary>
public interface ICacheStore
{
    /// <summary>For people, such as a folder or <c>oci://…</c>.</summary>
    string Name { get; }

    /// <summary>Finds what was kept for a key.</summary>
    /// <param name="key">64 hexadecimal digits.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The entry's bytes (UTF-8 JSON); null if there is none.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    Task<byte[]?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Copies a file's content.</summary>
    /// <param name="digest">SHA-256, 64 hexadecimal digits. The caller checks that the content has it.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    /// <returns>False if the store does not have it.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    Task<bool> ReadAsync(string digest, Stream destination, CancellationToken cancellationToken);

    /// <summary>Keeps an entry. Whoever finds it finds all its contents: they are written first.</summary>
    /// <param name="key">64 hexadecimal digits.</param>
    /// <param name="entry">UTF-8 JSON.</param>
    /// <param name="contents">For each digest, how to open the file's content.</param>
    /// <param name="cancellationToken">Cancels it; nothing half written is found later.</param>
    /// <exception cref="IOException">The store cannot be written.</exception>
    Task WriteAsync(string key, byte[] entry, IReadOnlyDictionary<string, Func<Stream>> contents, CancellationToken cancellationToken);

    /// <summary>Forgets an entry or a content that was found to be broken. A store that does not delete does nothing.</summary>
    Task RemoveAsync(string keyOrDigest, CancellationToken cancellationToken);
}

/// <summary>A component of a build that knows more kinds of stores than folders.</summary>
public interface IOpenCacheStores : INukeBuild
{
    /// <param name="address">As given with <c>--cache</c>, such as <c>oci://registry/repository</c>.</param>
    /// <returns>Null if the address is of no kind that it knows.</returns>
    ICacheStore? OpenCacheStore(string address);
}
