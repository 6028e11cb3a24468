using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Identity;

namespace TriageAgent;

/// <summary>Asks the other agent what this one was asked.</summary>
/// <param name="support">Where it answers.</param>
/// <param name="scope">What it wants a token for; null: for nothing.</param>
internal sealed class Handoff(Uri support, string? scope) : IDisposable
{
    private readonly ManagedIdentityCredential _identity = new(Environment.GetEnvironmentVariable("AZURE_CLIENT_ID") is { Length: > 0 } clientId ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned);
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync, PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { BaseAddress = support, Timeout = TimeSpan.FromSeconds(60) };

    public Task<(int Status, JsonNode? Body)> AskAsync(HttpRequest request, CancellationToken cancellationToken) => SendAsync("ask", request, cancellationToken);

    public Task<(int Status, JsonNode? Body)> RespondAsync(HttpRequest request, CancellationToken cancellationToken) => SendAsync("responses", request, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, JsonNode? Body)> SendAsync(string path, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage handed = new(HttpMethod.Post, path) { Content = new StreamContent(request.Body) };
            handed.Content.Headers.ContentType = new("application/json");
            if (scope is not null) handed.Headers.Authorization = new("Bearer", (await _identity.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken)).Token);
            using var response = await _http.SendAsync(handed, cancellationToken);
            return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or AuthenticationFailedException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (503, new JsonObject { ["title"] = "Ask again later", ["detail"] = "The agent that this question is handed off to does not answer." });
        }
    }

    // Not every system resolver knows that *.localhost is this machine (RFC 6761, section 6.3).
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            EndPoint target = context.DnsEndPoint.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port) : context.DnsEndPoint;
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
