using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageAgent;

/// <summary>Asks the other agent what this one was asked.</summary>
/// <param name="support">Where it answers.</param>
internal sealed class Handoff(Uri support) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync, PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { BaseAddress = support, Timeout = TimeSpan.FromSeconds(60) };

    public Task<(int Status, JsonNode? Body)> AskAsync(HttpRequest request, CancellationToken cancellationToken) => SendAsync("ask", request, cancellationToken);

    public Task<(int Status, JsonNode? Body)> RespondAsync(HttpRequest request, CancellationToken cancellationToken) => SendAsync("responses", request, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, JsonNode? Body)> SendAsync(string path, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using StreamContent content = new(request.Body);
            content.Headers.ContentType = new("application/json");
            using var response = await _http.PostAsync(path, content, cancellationToken);
            return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
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
