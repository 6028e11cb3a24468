using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Models;
using Yarp.ReverseProxy.Forwarder;

namespace GenAIOps.Emulator.Foundry;

/// <summary>Passes calls on to the processes of hosted versions; streams go through as they come.</summary>
internal sealed class AgentCalls(HostedAgents hosted, IHttpForwarder forwarder) : IDisposable
{
    private static readonly ForwarderRequestConfig Limits = new()
    {
        ActivityTimeout = TimeSpan.FromSeconds(240),
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
    });

    /// <exception cref="OpenAIErrorException">The version does not run or does not answer.</exception>
    public async Task ForwardAsync(HttpContext http, Agent agent, AgentVersion version, JsonObject body)
    {
        if (version.Definition["protocol_versions"] is JsonArray { Count: > 0 } protocols && !protocols.Any(each => OpenAIRequest.Text(each?["protocol"]) is "responses"))
            throw OpenAIErrorException.Invalid($"Version '{version.Number}' of agent '{agent.Name}' does not speak the protocol 'responses'; its definition names {protocols.ToJsonString()}.", code: "unsupported_protocol");
        byte[] content = Encoding.UTF8.GetBytes(body.ToJsonString());
        RunningProcess process = await StartedAsync(agent, version, http.RequestAborted);
        ForwarderError error = await SendAsync(http, process, content);
        if (Refused(http) && await IsGoneAsync(process, http.RequestAborted))
        {
            process = await StartedAsync(agent, version, http.RequestAborted);
            // The forwarder has set 502, and forwards into an untouched response only.
            http.Response.Clear();
            error = await SendAsync(http, process, content);
        }
        if (error == ForwarderError.None || http.RequestAborted.IsCancellationRequested || http.Response.HasStarted) return;
        throw new OpenAIErrorException(502, "agent_unreachable",
            $"Version '{version.Number}' of agent '{agent.Name}' did not answer ({error}). Its log is {process.LogPath}. Send the request again to start it anew.");
    }

    private async Task<ForwarderError> SendAsync(HttpContext http, RunningProcess process, byte[] content)
    {
        http.Features.Set<IForwarderErrorFeature>(null);
        http.Request.Body = new MemoryStream(content);
        http.Request.ContentLength = content.Length;
        return await forwarder.SendAsync(http, process.Address.ToString(), _client, Limits, ToResponses.Instance);
    }

    /// <summary>No connection was made: the version has not seen the request, so that it may be sent again.</summary>
    private static bool Refused(HttpContext http) =>
        http.GetForwarderErrorFeature()?.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    /// <summary>A process that ended just now refuses connections a moment before its end is known.</summary>
    private static async Task<bool> IsGoneAsync(RunningProcess process, CancellationToken cancellationToken)
    {
        try
        {
            await process.Exited.WaitAsync(TimeSpan.FromSeconds(1), cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false; // It lives, and does not listen.
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<RunningProcess> StartedAsync(Agent agent, AgentVersion version, CancellationToken cancellationToken)
    {
        try
        {
            return await hosted.EnsureAsync(agent, version, forCall: true, cancellationToken);
        }
        catch (WorkloadStartException error)
        {
            throw new OpenAIErrorException(503, "agent_unavailable", $"Version '{version.Number}' of agent '{agent.Name}' does not start. {error.Message}");
        }
    }

    /// <summary>To <c>/responses</c> of the process, without the caller's credentials.</summary>
    private sealed class ToResponses : HttpTransformer
    {
        public static readonly ToResponses Instance = new();

        public override async ValueTask TransformRequestAsync(HttpContext http, HttpRequestMessage request, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(http, request, destinationPrefix, cancellationToken);
            request.RequestUri = new Uri(new Uri(destinationPrefix), "responses");
            request.Headers.Host = null;
            request.Headers.Authorization = null;
        }
    }
}
