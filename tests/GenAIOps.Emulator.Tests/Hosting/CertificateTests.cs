using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Tests.Access;
using GenAIOps.Emulator.Tests.KeyVault;
using GenAIOps.Emulator.Tests.Monitor;

namespace GenAIOps.Emulator.Tests.Hosting;

/// <summary>The clients here trust <c>certificate.pem</c> alone, and check names.</summary>
public sealed class CertificateTests
{
    [Fact]
    public async Task AppsAreCalledByTheirNamesWhateverTheEnvironmentIsCalled()
    {
        await using World world = await World.WithImageAsync();
        foreach (string environment in new[] { "staging", "prod-eu" })
        {
            JsonNode app = await DeployAsync(world, environment, external: true);
            string fqdn = (string)app["configuration"]!["ingress"]!["fqdn"]!;
            Assert.StartsWith($"echo-{environment}.{environment}.localhost", fqdn, StringComparison.Ordinal);

            foreach (string host in new[] { fqdn, (string)app["latestRevisionFqdn"]!, fqdn.Replace($".{environment}.", $"---green.{environment}.", StringComparison.Ordinal) })
            {
                Assert.StartsWith($"echo-{environment}--blue ", (await AskAsync(world, $"https://{host}/who")).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task AnAppThatIsInternalIsCalledByItsName()
    {
        await using World world = await World.WithImageAsync();

        JsonNode app = await DeployAsync(world, "staging", external: false);

        string fqdn = (string)app["configuration"]!["ingress"]!["fqdn"]!;
        Assert.StartsWith("echo-staging.internal.staging.localhost", fqdn, StringComparison.Ordinal);
        (await AskAsync(world, $"https://{fqdn}/who")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task VaultsAndTheTokenEndpointAndTheServerItselfAreCalledByTheirNames()
    {
        await using World world = await World.EmptyAsync();
        await world.AddVaultAsync();
        int port = world.Instance.Port;

        (await world.SetSecretAsync("key", "value")).Expect(HttpStatusCode.OK);
        Dictionary<string, string> form = SignIn.Form(Guid.NewGuid().ToString(), world.Client.Token, "https://management.azure.com/.default");
        foreach (string host in new[] { "localhost", "127.0.0.1" })
        {
            (await world.Client.SendAsync(HttpMethod.Post, $"https://{host}:{port}/{SignIn.Tenant}/oauth2/v2.0/token", new FormUrlEncodedContent(form), authorization: "")).Expect(HttpStatusCode.OK);
        }
        using HttpRequestMessage second = new(HttpMethod.Get, $"https://localhost:{port}/healthz") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using HttpResponseMessage answer = await world.Client.Http.SendAsync(second, TestContext.Current.CancellationToken);
        Assert.Equal(HttpVersion.Version20, answer.Version);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("localhost.example.com")]
    [InlineData("notlocalhost")]
    public async Task AHostOutsideLocalhostFails(string host)
    {
        await using World world = await World.EmptyAsync();

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(world, $"https://{host}:{world.Instance.Port}/healthz"));

        Assert.Contains(nameof(SslPolicyErrors.RemoteCertificateNameMismatch), Assert.IsType<AuthenticationException>(error.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheAuthorityDoesNotVouchForOtherHosts()
    {
        await using World world = await World.EmptyAsync();
        using X509Certificate2 authority = X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(world.State, "certificate.pfx"), password: null);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        bool Vouches(string name)
        {
            CertificateRequest request = new("CN=server", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            using X509Certificate2 server = request.Create(authority, authority.NotBefore, authority.NotAfter, [1]);
            using X509Chain chain = new() { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            return chain.Build(server);
        }

        Assert.True(Vouches("app.staging.localhost"));
        Assert.False(Vouches("login.microsoftonline.com"));
    }

    [Fact]
    public async Task TheSelfSignedCertificateOfAnEarlierVersionIsReplaced()
    {
        using TemporaryFolder state = new();
        string pfx = Path.Combine(state, "certificate.pfx"), pem = Path.Combine(state, "certificate.pem");
        using (X509Certificate2 old = SelfSigned())
        {
            await File.WriteAllBytesAsync(pfx, old.Export(X509ContentType.Pfx), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(pem, old.ExportCertificatePem(), TestContext.Current.CancellationToken);
        }

        await using EmulatorServer server = await EmulatorServer.StartAsync(new EmulatorOptions(state, FreePort.Next()), TestContext.Current.CancellationToken);

        using TestClient client = new(server.Instance.Endpoint, server.Instance.Token, pem);
        Assert.Equal("ok", (await client.SendAsync(HttpMethod.Get, "/healthz", authorization: "")).Text);
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(pem);
        Assert.True(authority.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        if (OperatingSystem.IsWindows()) return;
        foreach (string file in new[] { pfx, pem }) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void AnAuthorityIsKeptUntilAMonthBeforeItsEnd()
    {
        using TemporaryFolder state = new();
        ManualClock clock = ManualClock.Started();
        using X509Certificate2 first = EmulatorCertificate.LoadOrCreate(state, clock);

        clock.Advance(TimeSpan.FromDays((5 * 365) - 40));
        using X509Certificate2 kept = EmulatorCertificate.LoadOrCreate(state, clock);
        clock.Advance(TimeSpan.FromDays(20));
        using X509Certificate2 renewed = EmulatorCertificate.LoadOrCreate(state, clock);

        Assert.Equal(first, kept);
        Assert.NotEqual(first, renewed);
        using X509Certificate2 pem = X509CertificateLoader.LoadCertificateFromFile(EmulatorCertificate.PemPath(state));
        Assert.Equal(renewed, pem);
    }

    [Fact]
    public void AHostGetsTheCertificateOfItsDomainAndAnyOtherTheServersOwn()
    {
        using TemporaryFolder state = new();
        using X509Certificate2 authority = EmulatorCertificate.LoadOrCreate(state, TimeProvider.System);
        ServerCertificates certificates = new(authority, TimeProvider.System);

        Assert.Equal(["staging.localhost", "*.staging.localhost"], NamesOf(certificates.For("app.staging.localhost")));
        Assert.Equal(["staging.localhost", "*.staging.localhost"], NamesOf(certificates.For("staging.localhost")));
        Assert.Same(certificates.For("app.staging.localhost"), certificates.For("APP---green.Staging.LOCALHOST"));
        Assert.Equal(["localhost", "*.localhost"], NamesOf(certificates.For("localhost")));
        foreach (string? other in new[] { null, "", "127.0.0.1", "example.com", ".localhost", "a..localhost", "*.prod.localhost", "ü.prod.localhost", "xn--a.xn--a.localhost", $"{new string('a', 64)}.prod.localhost" })
        {
            Assert.Same(certificates.For("localhost"), certificates.For(other));
        }
    }

    [Fact]
    public void NoMoreThanAFewHundredCertificatesAreKept()
    {
        using TemporaryFolder state = new();
        using X509Certificate2 authority = EmulatorCertificate.LoadOrCreate(state, TimeProvider.System);
        ServerCertificates certificates = new(authority, TimeProvider.System);
        SslStreamCertificateContext first = certificates.For("a.e0.localhost");

        for (int i = 1; i < 256; i++) certificates.For($"a.e{i}.localhost");
        Assert.Same(first, certificates.For("a.e0.localhost"));
        certificates.For("a.e256.localhost");

        Assert.NotSame(first, certificates.For("a.e0.localhost"));
        Assert.Equal(["e0.localhost", "*.e0.localhost"], NamesOf(certificates.For("a.e0.localhost")));
    }

    [Fact]
    public void AServerThatRunsForYearsRenewsWhatItShows()
    {
        using TemporaryFolder state = new();
        ManualClock clock = ManualClock.Started();
        using X509Certificate2 authority = EmulatorCertificate.LoadOrCreate(state, clock);
        ServerCertificates certificates = new(authority, clock);
        SslStreamCertificateContext first = certificates.For("a.prod.localhost");

        clock.Advance(TimeSpan.FromDays(798));
        Assert.Same(first, certificates.For("a.prod.localhost"));
        clock.Advance(TimeSpan.FromDays(2));

        Assert.NotSame(first, certificates.For("a.prod.localhost"));
        Assert.InRange(certificates.For("a.prod.localhost").TargetCertificate.NotAfter, clock.GetUtcNow().LocalDateTime.AddDays(700), authority.NotAfter);
    }

    [Theory]
    [InlineData("prod-eu.localhost")]
    [InlineData("app.prod-eu.localhost")]
    [InlineData("app.internal.prod-eu.localhost")]
    [InlineData("shop.vault.localhost")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task CurlTrustsIt(string host)
    {
        await using World world = await World.EmptyAsync();

        Assert.SkipUnless(await CurlAsync("--version") == 0, "curl is not on the PATH.");
        Assert.Equal(0, await CurlAsync("--cacert", world.Instance.CertificatePath, "--resolve", $"{host}:{world.Instance.Port}:127.0.0.1", $"https://{host}:{world.Instance.Port}/healthz"));
    }

    [Fact]
    public async Task CurlRefusesAnotherHost()
    {
        await using World world = await World.EmptyAsync();

        Assert.SkipUnless(await CurlAsync("--version") == 0, "curl is not on the PATH.");
        Assert.Equal(60, await CurlAsync("--cacert", world.Instance.CertificatePath, "--resolve", $"example.com:{world.Instance.Port}:127.0.0.1", $"https://example.com:{world.Instance.Port}/healthz"));
    }

    private static async Task<int?> CurlAsync(params string[] arguments)
    {
        try
        {
            using Process curl = Process.Start(new ProcessStartInfo("curl", ["--silent", "--noproxy", "*", .. arguments]) { RedirectStandardOutput = true })!;
            await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await curl.WaitForExitAsync(TestContext.Current.CancellationToken);
            return curl.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static Task<Answer> AskAsync(World world, string url) => world.Client.SendAsync(HttpMethod.Get, url, authorization: "");

    /// <returns>The app's properties; its revision has the label green.</returns>
    private static async Task<JsonNode> DeployAsync(World world, string environment, bool external)
    {
        string id = World.Environment.Replace("/dev", $"/{environment}", StringComparison.Ordinal), app = $"{World.App}-{environment}";
        (await world.Client.PutAsync(id, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        JsonObject body = world.Body("blue", traffic: new JsonArray(new JsonObject { ["latestRevision"] = true, ["weight"] = 100, ["label"] = "green" }));
        body["properties"]!["managedEnvironmentId"] = id;
        body["properties"]!["configuration"]!["ingress"]!["external"] = external;
        Assert.Equal("Succeeded", await world.DeployAsync(body, app));
        return (await world.Client.GetAsync(app)).Expect(HttpStatusCode.OK).Json["properties"]!;
    }

    private static IEnumerable<string> NamesOf(SslStreamCertificateContext context) =>
        context.TargetCertificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames();

    private static X509Certificate2 SelfSigned()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=GenAIOps local Azure", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        foreach (string name in new[] { "localhost", "*.localhost", "*.dev.localhost", "*.qa.localhost", "*.prod.localhost", "*.vault.localhost" }) names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
    }
}
