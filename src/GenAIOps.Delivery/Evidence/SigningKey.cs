using System.Security.Cryptography;

namespace GenAIOps.Delivery.Evidence;

/// <summary>An ECDSA P-256 key kept in a file that only its owner may read.</summary>
public sealed class SigningKey : ISigner, IDisposable
{
    private readonly ECDsa _key;

    private SigningKey(ECDsa key)
    {
        _key = key;
        KeyId = IdOf(key);
    }

    public string KeyId { get; }

    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>Opens the key at <paramref name="path"/>, or makes it there with mode 0600, and its public half beside it.</summary>
    /// <exception cref="InvalidDataException">The file holds no such key, or others may read it.</exception>
    public static SigningKey OpenOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
        {
            throw new InvalidDataException($"The signing key {path} can be read by others. Nothing was signed. Run: chmod 600 {path}");
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return new SigningKey(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new InvalidDataException($"{path} holds no ECDSA private key. Nothing was signed. Restore it, or delete it: then a new key is made, and evidence of the old one counts no more.", e);
        }
    }

    public Task<byte[]> SignAsync(byte[] message, CancellationToken cancellationToken) =>
        Task.FromResult(_key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    public void Dispose() => _key.Dispose();

    internal static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    private static void Create(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new StreamWriter(path, options))
        {
            file.Write(key.ExportPkcs8PrivateKeyPem());
        }

        File.WriteAllText(Path.ChangeExtension(path, ".pub"), key.ExportSubjectPublicKeyInfoPem());
    }
}

/// <summary>Public keys whose signatures count; several during a rotation.</summary>
public sealed class TrustedKeys
{
    private readonly Dictionary<string, string> _pems = [];

    /// <summary>The key of a signer, and those in a folder: <c>*.pub</c> and <c>*.pem</c>, one key each.</summary>
    /// <exception cref="InvalidDataException">A file holds no public key.</exception>
    public static TrustedKeys Of(ISigner signer, string folder)
    {
        ArgumentNullException.ThrowIfNull(signer);
        List<string> pems = [signer.PublicKeyPem];
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        foreach (var file in files.Where(x => Path.GetExtension(x) is ".pub" or ".pem").Order(StringComparer.Ordinal))
        {
            var pem = File.ReadAllText(file);
            if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal)) throw new InvalidDataException($"{file} holds a private key, in a folder that is committed. Nothing was believed. Remove it from there and from history, make a new key, and keep public halves only.");
            try
            {
                using var key = Import(pem);
                pems.Add(pem);
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException)
            {
                throw new InvalidDataException($"{file} holds no public key. Nothing was believed. Write it as PEM, -----BEGIN PUBLIC KEY-----.", e);
            }
        }

        return Of(pems);
    }

    public static TrustedKeys Of(params IEnumerable<string> publicKeyPems)
    {
        var trusted = new TrustedKeys();
        foreach (var pem in publicKeyPems)
        {
            using var key = Import(pem);
            trusted._pems[SigningKey.IdOf(key)] = pem;
        }

        return trusted;
    }

    /// <returns>Null: the key is not trusted; otherwise whether the signature fits.</returns>
    internal bool? Verify(string keyId, byte[] message, byte[] signature)
    {
        // DSSE: a keyid is a hint, and decides nothing. It may be missing, or be another tool's.
        var hinted = _pems.GetValueOrDefault(keyId);
        if (hinted is not null && Fits(hinted, message, signature)) return true;
        if (_pems.Values.Any(pem => pem != hinted && Fits(pem, message, signature))) return true;
        return hinted is null ? null : false;
    }

    private static bool Fits(string pem, byte[] message, byte[] signature)
    {
        // DSSE leaves the form of an ECDSA signature open: DER is what tools write, the specification's own example is r and s.
        using var key = Import(pem);
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            || (signature.Length == 64 && key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    private static ECDsa Import(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return key;
    }
}
