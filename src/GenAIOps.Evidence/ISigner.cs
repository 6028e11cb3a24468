using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using GenAIOps.Azure;
using GenAIOps.Azure.KeyVault;

namespace GenAIOps.Evidence;

/// <summary>Signs with an ECDSA P-256 key.</summary>
public interface ISigner
{
    /// <summary>SHA-256 of the public key's SubjectPublicKeyInfo, lower-case hex.</summary>
    string KeyId { get; }

    /// <summary>The public half, as PEM: what others need to verify.</summary>
    string PublicKeyPem { get; }

    /// <returns>ECDSA over SHA-256 in DER (RFC 3279), as cosign and most tools write it.</returns>
    Task<byte[]> SignAsync(byte[] message, CancellationToken cancellationToken);
}

/// <summary>Signs with a key in Azure Key Vault.</summary>
public sealed class KeyVaultSigner : ISigner
{
    private readonly KeyVaultKey _key;
    private readonly ECParameters _public;

    private KeyVaultSigner(KeyVaultKey key, ECParameters publicKey)
    {
        _key = key;
        _public = publicKey;
        using var ecdsa = ECDsa.Create(publicKey);
        KeyId = SigningKey.IdOf(ecdsa);
        PublicKeyPem = ecdsa.ExportSubjectPublicKeyInfoPem();
    }

    public string KeyId { get; }

    public string PublicKeyPem { get; }

    /// <exception cref="AzureCloudException">The vault cannot be used.</exception>
    public static async Task<KeyVaultSigner> OpenAsync(AzureCloud cloud, Uri key, CancellationToken cancellationToken)
    {
        KeyVaultKey vault = new(cloud, key);
        return new KeyVaultSigner(vault, await vault.GetPublicKeyAsync(cancellationToken));
    }

    public async Task<byte[]> SignAsync(byte[] message, CancellationToken cancellationToken)
    {
        var signature = await _key.SignAsync(SHA256.HashData(message), cancellationToken);
        using var ecdsa = ECDsa.Create(_public);

        // A vault that signed with something else must not fill the registry with evidence that nobody can believe.
        return ecdsa.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            ? Der(signature)
            : throw new AzureCloudException("Key Vault answered a signature that does not fit its own public key. Nothing was signed. Check the key's version.");
    }

    private static byte[] Der(byte[] signature)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature.AsSpan(0, signature.Length / 2), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature.AsSpan(signature.Length / 2), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }
}
