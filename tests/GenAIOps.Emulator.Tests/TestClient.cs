using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests;

/// <summary>An answer, read whole.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, HttpContentHeaders Content)
{
    public JsonNode Json => JsonNode.Parse(Text)!;
    public string ErrorCode => (string)Json["error"]!["code"]!;
    public string ErrorMessage => (string)Json["error"]!["message"]!;

    /// <summary>Fails with the body, which says why, if the status is another.</summary>
    public Answer Expect(HttpStatusCode status) => Status == status ? this : throw new InvalidOperationException($"Expected {status}, got {Status}: {Text}");
}

/// <summary>Speaks https to an emulator, trusts nothing but its certificate.pem, and finds every *.localhost on this machine.</summary>
internal sealed class TestClient : IDisposable
{
    public const string Subscription = "/subscriptions/00000000-0000-0000-0000-000000000001";
    public string Endpoint { get; }

    public TestClient(string endpoint, string token, string certificatePath)
    {
        (Endpoint, Token) = (endpoint, token);
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(certificatePath) },
        };
        Http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(100) };
    }

    public HttpClient Http { get; }
    public string Token { get; }

    /// <param name="state">The emulator's folder.</param>
    public static TestClient For(JsonNode instance, string state) => new((string)instance["endpoint"]!, (string)instance["token"]!, Path.Combine(state, "certificate.pem"));

    /// <param name="path">A path of the API, or a whole URI.</param>
    /// <param name="authorization">Null: the owner's token; empty: none.</param>
    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? authorization = null,
        IReadOnlyDictionary<string, string>? headers = null)
    {
        using HttpRequestMessage request = new(method, path.StartsWith("https:", StringComparison.Ordinal) ? new Uri(path) : new Uri(Endpoint + path)) { Content = content };
        if (authorization is not "") request.Headers.TryAddWithoutValidation("Authorization", authorization ?? $"Bearer {Token}");
        foreach ((string name, string value) in headers ?? new Dictionary<string, string>())
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) content!.Headers.TryAddWithoutValidation(name, value);
        }
        using HttpResponseMessage response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, text, response.Headers, response.Content.Headers);
    }

    public Task<Answer> GetAsync(string id) => SendAsync(HttpMethod.Get, Versioned(id));

    public Task<Answer> PutAsync(string id, JsonNode body) => SendAsync(HttpMethod.Put, Versioned(id), Body(body));

    public Task<Answer> PatchAsync(string id, JsonNode body) => SendAsync(HttpMethod.Patch, Versioned(id), Body(body));

    public Task<Answer> PostAsync(string id) => SendAsync(HttpMethod.Post, Versioned(id));

    public Task<Answer> DeleteAsync(string id) => SendAsync(HttpMethod.Delete, Versioned(id));

    public static StringContent Body(JsonNode json) => new(json.ToJsonString(), Encoding.UTF8, "application/json");

    public static string Versioned(string id) => id.Contains("api-version=", StringComparison.Ordinal) ? id : $"{id}{(id.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api-version=2025-07-01";

    public void Dispose() => Http.Dispose();
}
