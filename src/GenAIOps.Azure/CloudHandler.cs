using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GenAIOps.Azure;

/// <summary>One pool of connections for all who reach the same hosts by the same rules: whoever asks is told by each request.</summary>
internal static class CloudHandler
{
    private static readonly Lazy<SocketsHttpHandler> s_system = new(Make);
    private static readonly ConcurrentDictionary<string, Lazy<SocketsHttpHandler>> s_trusting = new();

    public static SocketsHttpHandler System => s_system.Value;

    /// <param name="authority">The only one whose certificates are trusted.</param>
    public static SocketsHttpHandler Trusting(X509Certificate2 authority) => s_trusting.GetOrAdd(authority.GetCertHashString(HashAlgorithmName.SHA256), _ => new(() => Make(authority))).Value;

    private static SocketsHttpHandler Make() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        // Long enough to reuse connections, short enough to follow DNS changes.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    private static SocketsHttpHandler Make(X509Certificate2 authority)
    {
        var handler = Make();
        handler.UseProxy = false;
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        handler.ConnectCallback = ConnectAsync;
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { authority },
            },
        };
        return handler;
    }

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
