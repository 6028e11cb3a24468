using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Registry;

/// <summary>Bytes by their digest. What is in <c>registry/blobs/sha256</c> is whole and has that digest.</summary>
internal sealed class BlobStore
{
    /// <summary>An upload that nobody went on with is forgotten at the first start after this time.</summary>
    private static readonly TimeSpan UploadLifetime = TimeSpan.FromDays(1);
    private readonly string _blobs, _uploads;

    public BlobStore(EmulatorInstance instance, TimeProvider time)
    {
        _blobs = Path.Combine(instance.State, "registry", "blobs", "sha256");
        _uploads = Path.Combine(instance.State, "registry", "uploads");
        StateFile.CreateFolder(_blobs);
        StateFile.CreateFolder(_uploads);
        foreach (string path in Directory.EnumerateFiles(_blobs).Where(StateFile.IsTemporary)) StateFile.TryDelete(path);
        DateTime oldest = time.GetUtcNow().UtcDateTime - UploadLifetime;
        foreach (string path in Directory.EnumerateFiles(_uploads).Where(path => File.GetLastWriteTimeUtc(path) < oldest)) StateFile.TryDelete(path);
    }

    public bool Has(Digest digest) => File.Exists(PathOf(digest));

    public long Size(Digest digest) => new FileInfo(PathOf(digest)).Length;

    public FileStream Open(Digest digest) =>
        new(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);

    public Digest Put(ReadOnlySpan<byte> bytes)
    {
        Digest digest = Digest.Of(bytes);
        if (!Has(digest)) StateFile.Write(PathOf(digest), bytes);
        return digest;
    }

    public void Delete(Digest digest) => StateFile.TryDelete(PathOf(digest));

    public string StartUpload()
    {
        string id = Guid.NewGuid().ToString();
        StateFile.Create(UploadPath(id)).Dispose();
        return id;
    }

    /// <returns>The bytes received so far, or null when there is no such upload.</returns>
    public long? UploadSize(string id) => Guid.TryParseExact(id, "D", out _) && new FileInfo(UploadPath(id)) is { Exists: true } file ? file.Length : null;

    /// <summary>Adds the body at the end of the upload; a body that breaks off adds nothing.</summary>
    /// <returns>The size of the upload now.</returns>
    /// <exception cref="RegistryException">Another request is writing to the upload.</exception>
    public async Task<long> AppendAsync(string id, Stream body, CancellationToken cancellationToken)
    {
        await using FileStream file = OpenUpload(id);
        long before = file.Length;
        file.Position = before;
        try
        {
            await body.CopyToAsync(file, cancellationToken);
            await file.FlushAsync(cancellationToken);
            return file.Length;
        }
        catch
        {
            file.SetLength(before);
            throw;
        }
    }

    /// <summary>Makes the upload a blob, if it has the digest that its sender said.</summary>
    public async Task FinishAsync(string id, Digest expected, CancellationToken cancellationToken)
    {
        await using (FileStream file = OpenUpload(id))
        {
            file.Position = 0;
            Digest actual = await Digest.OfAsync(file, cancellationToken);
            if (actual != expected)
            {
                CancelUpload(id);
                throw RegistryException.DigestInvalid($"the upload's bytes have digest {actual}, not {expected}; nothing was kept, upload it again");
            }
            file.Flush(flushToDisk: true);
        }
        File.Move(UploadPath(id), PathOf(expected), overwrite: true);
    }

    public void CancelUpload(string id) => StateFile.TryDelete(UploadPath(id));

    private FileStream OpenUpload(string id)
    {
        try
        {
            return new FileStream(UploadPath(id), FileMode.Open, FileAccess.ReadWrite, FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
        }
        catch (FileNotFoundException)
        {
            throw RegistryException.UploadUnknown(id);
        }
        catch (IOException error) when (!StateFile.IsFull(error))
        {
            throw new RegistryException(409, "BLOB_UPLOAD_INVALID", $"another request is writing to upload {id}");
        }
    }

    private string PathOf(Digest digest) => Path.Combine(_blobs, digest.Hex);
    private string UploadPath(string id) => Path.Combine(_uploads, id);
}
