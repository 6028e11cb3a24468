using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GenAIOps.Emulator.Hosting;

/// <summary>The certificate authority of a state folder, the same one for its life. It can vouch for names under localhost only.</summary>
internal static class EmulatorCertificate
{
    /// <summary>Loads <c>certificate.pfx</c>, or makes it when it is missing, is a server's certificate of an earlier version, or expires within a month; <c>certificate.pem</c> is always that of it.</summary>
    /// <exception cref="EmulatorExitException">The file is not a certificate with its key.</exception>
    public static X509Certificate2 LoadOrCreate(string state, TimeProvider time)
    {
        string pfx = Path.Combine(state, "certificate.pfx");
        X509Certificate2? authority = File.Exists(pfx) ? Load(pfx) : null;
        if (authority is null || !IsAuthority(authority) || authority.NotAfter.ToUniversalTime() <= time.GetUtcNow().UtcDateTime.AddDays(30))
        {
            authority?.Dispose();
            StateFile.Write(pfx, Create(time.GetUtcNow()));
            authority = Load(pfx);
        }
        StateFile.Write(PemPath(state), authority.ExportCertificatePem());
        return authority;
    }

    public static string PemPath(string state) => Path.Combine(state, "certificate.pem");

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);

    private static X509Certificate2 Load(string path)
    {
        try
        {
            X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password: null);
            return certificate.HasPrivateKey ? certificate : throw new CryptographicException("it has no private key");
        }
        catch (CryptographicException error)
        {
            throw new EmulatorExitException(EmulatorExitException.Unusable,
                $"The emulator's state is damaged: {path} is not a certificate ({error.Message.TrimEnd('.')}). Nothing was changed. "
                + "Start with an empty state: ./build.sh LocalReset", error);
        }
    }

    private static byte[] Create(DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=GenAIOps local Azure", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(new X509Extension("2.5.29.30", OnlyLocalhost(), critical: true));
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        return certificate.Export(X509ContentType.Pfx);
    }

    /// <summary>Name constraints (RFC 5280, section 4.2.1.10): whoever trusts this authority trusts it for this machine alone.</summary>
    private static byte[] OnlyLocalhost()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            using (writer.PushSequence())
                writer.WriteCharacterString(UniversalTagNumber.IA5String, "localhost", new Asn1Tag(TagClass.ContextSpecific, 2));
            foreach (IPAddress loopback in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
            {
                byte[] address = loopback.GetAddressBytes();
                using (writer.PushSequence())
                    writer.WriteOctetString([.. address, .. address.Select(_ => byte.MaxValue)], new Asn1Tag(TagClass.ContextSpecific, 7));
            }
        }
        return writer.Encode();
    }
}
