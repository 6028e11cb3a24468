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
    public async Task AnEmulatorsCertificateIsTrustedByItsFingerprintUnderAnyLocalName()
    {
        using var server = new TlsServer();
        using var http = AzureCloud.Emulator(Write(server.Port, server.Fingerprint)).CreateHttpClient();

        Assert.Equal("ok", await http.GetStringAsync($"https://127.0.0.1:{server.Port}/", Ct));
        Assert.Equal("ok", await http.GetStringAsync($"https://support-agent---green.prod.localhost:{server.Port}/", Ct));
    }

    [Fact]
    public async Task AnotherCertificateIsRefused()
    {
        using var server = new TlsServer();
        using var http = AzureCloud.Emulator(Write(server.Port, new string('A', 64))).CreateHttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync($"https://127.0.0.1:{server.Port}/", Ct));
    }

    [Fact]
    public async Task TheEmulatorsTokenIsTheOneOfItsInstance()
    {
        var cloud = AzureCloud.Emulator(Write(47443, new string('A', 64)));

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
        var apps = new ContainerAppsClient(AzureCloud.Emulator(Write(port, new string('A', 64))), "s", "g");

        var error = await Assert.ThrowsAsync<AzureCloudException>(() => apps.GetAsync("support-agent", Ct));

        Assert.Contains("did not answer", error.Message);
        Assert.Contains(port.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message);
    }

    [Fact]
    public void AnAddressThatIsNotHttpsIsRefused() =>
        Assert.Throws<AzureCloudException>(() => AzureCloud.At("mine", new Uri("http://arm.example/"), AzureCloud.Emulator(Write(1, new string('A', 64))).Credential));

    private string Write(int port, string fingerprint)
    {
        var path = Path.Combine(_folder, "instance.json");
        File.WriteAllText(path, $$"""{"version":1,"pid":1,"port":{{port}},"endpoint":"https://127.0.0.1:{{port}}","certificateSha256":"{{fingerprint}}","certificatePath":"x","token":"the-token","build":"b","startedAt":"2026-09-01T00:00:00Z"}""");
        return path;
    }

    /// <summary>Answers "ok" to every request, with a self-signed certificate.</summary>
    private sealed class TlsServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;

        public TlsServer()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
            using var ephemeral = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
            _certificate = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pfx), null);
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public string Fingerprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

        public void Dispose()
        {
            _listener.Dispose();
            _certificate.Dispose();
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
                    await tls.AuthenticateAsServerAsync(_certificate);
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
