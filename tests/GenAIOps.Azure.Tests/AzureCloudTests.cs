using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Core;
using GenAIOps.Azure.ContainerApps;

namespace GenAIOps.Azure.Tests;

public sealed class AzureCloudTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("genaiops-cloud").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AnEmulatorsCertificateIsTrustedUnderItsNames()
    {
        using var server = new TlsServer();
        using var http = AzureCloud.Emulator(Write(server.Port, server.Certificate)).CreateHttpClient();

        Assert.Equal("ok", await http.GetStringAsync($"https://127.0.0.1:{server.Port}/", Ct));
        Assert.Equal("ok", await http.GetStringAsync($"https://support-agent---green.prod.localhost:{server.Port}/", Ct));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync($"https://support-agent.staging.localhost:{server.Port}/", Ct));
    }

    [Fact]
    public async Task AnotherCertificateIsRefused()
    {
        using var server = new TlsServer();
        using var other = new TlsServer();
        using var http = AzureCloud.Emulator(Write(server.Port, other.Certificate)).CreateHttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync($"https://127.0.0.1:{server.Port}/", Ct));
    }

    [Fact]
    public void ACertificateOfAnotherFingerprintIsReported()
    {
        using var server = new TlsServer();
        using var other = new TlsServer();
        var path = Write(server.Port, server.Certificate);
        File.WriteAllText(Path.Combine(_folder, "certificate.pem"), other.Certificate.ExportCertificatePem());

        Assert.Contains("certificatePath", Assert.Throws<AzureCloudException>(() => AzureCloud.Emulator(path)).Message);
        File.Delete(Path.Combine(_folder, "certificate.pem"));
        Assert.Contains("cannot be used", Assert.Throws<AzureCloudException>(() => AzureCloud.Emulator(path)).Message);
    }

    [Fact]
    public async Task TheEmulatorsTokenIsTheOneOfItsInstance()
    {
        var cloud = AzureCloud.Emulator(Write(47443, null));

        var token = await cloud.Credential.GetTokenAsync(new TokenRequestContext(["https://ai.azure.com/.default"]), Ct);

        Assert.Equal("the-token", token.Token);
        Assert.True(cloud.IsEmulator);
        Assert.Equal(new Uri("https://127.0.0.1:47443/"), cloud.ResourceManager);
    }

    [Fact]
    public void AnEmulatorThatIsNotRunningIsNamedWithTheFileThatIsMissing()
    {
        var error = Assert.Throws<AzureCloudException>(() => AzureCloud.Emulator(Path.Combine(_folder, "instance.json")));

        Assert.Contains("not running", error.Message);
        Assert.Contains(_folder, error.Message);
    }

    [Fact]
    public void ACorruptInstanceListsEveryProblemAndNotTheToken()
    {
        var path = Path.Combine(_folder, "instance.json");
        File.WriteAllText(path, """{"version":7,"endpoint":"http://10.0.0.1:80","certificateSha256":"abc","token":"hush"}""");

        var error = Assert.Throws<AzureCloudException>(() => AzureCloud.Emulator(path));

        Assert.Contains("version: is 7", error.Message);
        Assert.Contains("http://10.0.0.1", error.Message);
        Assert.Contains("certificateSha256", error.Message);
        Assert.DoesNotContain("hush", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    public void AHalfWrittenInstanceIsReported(string content)
    {
        var path = Path.Combine(_folder, "instance.json");
        File.WriteAllText(path, content);

        Assert.Contains("cannot be used", Assert.Throws<AzureCloudException>(() => AzureCloud.Emulator(path)).Message);
    }

    [Fact]
    public async Task AnEmulatorThatDiedIsReportedAsUnusable()
    {
        int port;
        using (var server = new TlsServer())
            port = server.Port;
        var apps = new ContainerAppsClient(AzureCloud.Emulator(Write(port, null)), "s", "g");

        var error = await Assert.ThrowsAsync<AzureCloudException>(() => apps.GetAsync("support-agent", Ct));

        Assert.Contains("did not answer", error.Message);
        Assert.Contains(port.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message);
    }

    [Fact]
    public void AnAddressThatIsNotHttpsIsRefused() =>
        Assert.Throws<AzureCloudException>(() => AzureCloud.At("mine", new Uri("http://arm.example/"), AzureCloud.Emulator(Write(1, null)).Credential));

    private string Write(int port, X509Certificate2? certificate)
    {
        using var any = certificate is null ? new TlsServer() : null;
        certificate ??= any!.Certificate;
        File.WriteAllText(Path.Combine(_folder, "certificate.pem"), certificate.ExportCertificatePem());
        var path = Path.Combine(_folder, "instance.json");
        File.WriteAllText(path, $$"""{"version":1,"pid":1,"port":{{port}},"endpoint":"https://127.0.0.1:{{port}}","certificateSha256":"{{certificate.GetCertHashString(HashAlgorithmName.SHA256)}}","certificatePath":"certificate.pem","token":"the-token","build":"b","startedAt":"2026-09-01T00:00:00Z"}""");
        return path;
    }

    /// <summary>Answers "ok" to every request, with a self-signed certificate, as emulators of earlier versions.</summary>
    private sealed class TlsServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public TlsServer()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            names.AddDnsName("*.prod.localhost");
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
            using var ephemeral = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
            Certificate = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pfx), null);
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public X509Certificate2 Certificate { get; }

        public void Dispose()
        {
            _listener.Dispose();
            Certificate.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                    _ = AnswerAsync(await _listener.AcceptTcpClientAsync(Ct));
            }
            catch (Exception ended) when (ended is ObjectDisposedException or SocketException or OperationCanceledException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(TcpClient client)
        {
            try
            {
                using (client)
                {
                    await using var tls = new SslStream(client.GetStream());
                    await tls.AuthenticateAsServerAsync(Certificate);
                    var request = new byte[4096];
                    if (await tls.ReadAsync(request, Ct) > 0)
                        await tls.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"), Ct);
                }
            }
            catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client did not trust us.
            }
        }
    }
}
