using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GenAIOps.Emulator.Hosting;

/// <summary>The server's self-signed certificate; the same one for the life of a state folder.</summary>
internal static class EmulatorCertificate
{
    private static readonly string[] Names = ["localhost", "*.localhost", "*.dev.localhost", "*.qa.localhost", "*.prod.localhost"];

    /// <summary>Loads <c>certificate.pfx</c>, or makes it (and <c>certificate.pem</c> beside it) when it is missing or expires within a month.</summary>
    /// <exception cref="EmulatorExitException">The file is not a certificate with its key.</exception>
    public static X509Certificate2 LoadOrCreate(string state, TimeProvider time)
    {
        string pfx = Path.Combine(state, "certificate.pfx");
        if (File.Exists(pfx))
        {
            X509Certificate2 saved = Load(pfx);
            if (saved.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime.AddDays(30))
            {
                StateFile.Write(PemPath(state), saved.ExportCertificatePem());
                return saved;
            }
            saved.Dispose();
        }
        StateFile.Write(pfx, Create(time.GetUtcNow()));
        X509Certificate2 certificate = Load(pfx);
        StateFile.Write(PemPath(state), certificate.ExportCertificatePem());
        return certificate;
    }

    public static string PemPath(string state) => Path.Combine(state, "certificate.pem");

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
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        foreach (string name in Names) names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        return certificate.Export(X509ContentType.Pfx);
    }
}
