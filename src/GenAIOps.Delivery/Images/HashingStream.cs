using System.Security.Cryptography;

namespace GenAIOps.Delivery.Images;

/// <summary>Hashes what passes on its way to the target; without a target it only hashes.</summary>
internal sealed class HashingStream(Stream? target = null) : WriteOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Written { get; private set; }

    /// <summary>The digest of everything so far.</summary>
    public string Digest => "sha256:" + Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        target?.Write(buffer);
        Written += buffer.Length;
    }

    public override void Flush() => target?.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
