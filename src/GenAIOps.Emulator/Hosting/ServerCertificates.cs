using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GenAIOps.Emulator.Hosting;

/// <summary>What the server shows under each name, issued by the authority when a name is first asked for, and kept in memory.</summary>
internal sealed class ServerCertificates(X509Certificate2 authority, TimeProvider time)
{
    private const int Kept = 256;
    // Apple's systems refuse servers whose certificates live longer than 825 days.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(800), Margin = TimeSpan.FromDays(1);
    private readonly OrderedDictionary<string, SslStreamCertificateContext> _issued = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <param name="host">The name that the client asked for (SNI); null or empty: none, as by address.</param>
    public SslStreamCertificateContext For(string? host)
    {
        string domain = DomainOf(host) ?? "";
        lock (_lock)
        {
            if (_issued.TryGetValue(domain, out SslStreamCertificateContext? kept) && IsFresh(kept.TargetCertificate)) return kept;
            if (!_issued.Remove(domain) && _issued.Count == Kept) _issued.RemoveAt(0);
            // Offline: nothing is looked up on the network for it.
            SslStreamCertificateContext issued = SslStreamCertificateContext.Create(Issue(domain), [authority], offline: true);
            _issued.Add(domain, issued);
            return issued;
        }
    }

    /// <summary>The parent of a name below localhost, whose wildcard covers it; of a name right below localhost itself, as clients take no <c>*.localhost</c>. Null: not such a name.</summary>
    private static string? DomainOf(string? host)
    {
        if (host is null || host.Length > 253) return null;
        string[] labels = host.ToLowerInvariant().Split('.');
        return labels.Length < 2 || labels[^1] != "localhost" || !labels.All(IsLabel) ? null
            : string.Join('.', labels.Length == 2 ? labels : labels[1..]);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && !label.StartsWith("xn--", StringComparison.Ordinal) && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private bool IsFresh(X509Certificate2 certificate) =>
        certificate.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime + Margin || certificate.NotAfter >= authority.NotAfter;

    private X509Certificate2 Issue(string domain)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=GenAIOps local Azure server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Names(domain));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        DateTimeOffset from = authority.NotBefore, until = time.GetUtcNow() + Lifetime;
        using X509Certificate2 certificate = request.Create(authority, from, until < authority.NotAfter ? until : authority.NotAfter, RandomNumberGenerator.GetBytes(16));
        X509Certificate2 whole = certificate.CopyWithPrivateKey(key);
        if (!OperatingSystem.IsWindows()) return whole;
        // Windows serves no key that is in memory only.
        using (whole) return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), password: null);
    }

    private static X509Extension Names(string domain)
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(domain is "" ? "localhost" : domain);
        names.AddDnsName(domain is "" ? "*.localhost" : $"*.{domain}");
        if (domain is not "") return names.Build();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }
}
