using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GenAIOps.Azure;

internal static class CloudHandler
{
    public static SocketsHttpHandler System() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        // Long enough to reuse connections, short enough to follow DNS changes.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    /// <param name="certificateSha256">Upper hex SHA-256 of the certificate's DER: the only certificate that is trusted.</param>
    public static SocketsHttpHandler Pinned(string certificateSha256)
    {
        var handler = System();
        handler.UseProxy = false;
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        handler.ConnectCallback = ConnectAsync;
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => Fingerprint(certificate) == certificateSha256,
        };
        return handler;
    }

    private static string? Fingerprint(X509Certificate? certificate) =>
        certificate is null ? null : certificate.GetCertHashString(HashAlgorithmName.SHA256);

    // Not every system resolver knows that *.localhost is this machine (RFC 6761, section 6.3).
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var isLocal = target.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || target.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (isLocal)
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target.Port), cancellationToken);
            else
                await socket.ConnectAsync(target, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
