using System.Security.Cryptography;

namespace GenAIOps.Evidence;

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

    /// <summary>Opens the key at <paramref name="path"/>, or makes it there with mode 0600, and its public half beside it. For a key that nobody named.</summary>
    /// <exception cref="InvalidDataException">The file holds no such key, or others may read it.</exception>
    public static SigningKey OpenOrCreate(string path)
    {
        if (!File.Exists(path)) Create(path);
        return Open(path);
    }

    /// <summary>Opens a key that somebody named, and makes none.</summary>
    /// <exception cref="InvalidDataException">There is no such file, it holds no such key, or others may read it.</exception>
    public static SigningKey Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"The signing key {path} does not exist. Nothing was signed, and no key was made. Check the path in --signing-key or the variable SIGNING_KEY; a new key is made by: openssl ecparam -name prime256v1 -genkey -noout -out {path} && chmod 600 {path}");
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
            throw new InvalidDataException($"{path} holds no ECDSA private key. Nothing was signed. Restore it: evidence that it signed counts no more with another key in its place.", e);
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

    internal bool IsEmpty => _pems.Count == 0;

    /// <summary>Keys that are known already, and those in a folder: <c>*.pub</c> and <c>*.pem</c>, one key each. No private key is needed.</summary>
    /// <exception cref="InvalidDataException">A file holds no public key.</exception>
    public static TrustedKeys In(string folder, params IEnumerable<string> publicKeyPems)
    {
        List<string> pems = [.. publicKeyPems];
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

    /// <summary>The public half of a key that is kept in a file: of the file beside it, or of the key itself. Nothing is made.</summary>
    /// <returns>Null where neither file is there.</returns>
    /// <exception cref="InvalidDataException">What is there is no key.</exception>
    public static string? PublicHalf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var file = new[] { Path.ChangeExtension(path, ".pub"), path }.FirstOrDefault(File.Exists);
        if (file is null) return null;
        try
        {
            using var key = Import(File.ReadAllText(file));
            return key.ExportSubjectPublicKeyInfoPem();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException($"{file} holds no ECDSA key. Nothing was believed. Restore it; keep its public half, as PEM, beside it or in keys/.", e);
        }
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
