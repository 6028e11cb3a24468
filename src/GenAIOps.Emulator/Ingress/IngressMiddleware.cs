using System.Net;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;
using GenAIOps.Emulator.KeyVault;
using Yarp.ReverseProxy.Forwarder;

namespace GenAIOps.Emulator.Ingress;

/// <summary>What stands before the apps: requests to <c>*.localhost</c> go to a ready revision, by the weights of the app.</summary>
internal sealed class IngressMiddleware : IDisposable
{
    /// <summary>Azure's limit for a request without a byte in either direction.</summary>
    private static readonly ForwarderRequestConfig Limits = new() { ActivityTimeout = TimeSpan.FromSeconds(240), Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
    /// <summary>How long a request waits for a revision that is starting when no other is ready.</summary>
    private static readonly TimeSpan StartWait = TimeSpan.FromSeconds(30);
    private const int MostAttempts = 3;

    private readonly RequestDelegate _next;
    private readonly IngressTable _table;
    private readonly IHttpForwarder _forwarder;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        // Below the time after which Kestrel and its like close an idle connection, so that a request never meets a closed one.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
    });

    private readonly Gate _gate;
    private readonly EmulatorInstance _instance;
    private readonly AccessTokens _tokens;

    /// <param name="gate">Closed when the emulator stops: what is inside ends while the API still answers the apps.</param>
    public IngressMiddleware(RequestDelegate next, IngressTable table, IHttpForwarder forwarder, TimeProvider time, Gate gate, EmulatorInstance instance, AccessTokens tokens) =>
        (_next, _table, _forwarder, _time, _gate, _instance, _tokens) = (next, table, forwarder, time, gate, instance, tokens);

    public async Task InvokeAsync(HttpContext http)
    {
        string host = http.Request.Host.Host;
        if (!host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(Vaults.Domain, StringComparison.OrdinalIgnoreCase))
        {
            await _next(http);
            return;
        }
        if (!_gate.TryEnter())
        {
            await Pages.WriteAsync(http, 503, "The emulator is stopping.");
            return;
        }
        try
        {
            await ForwardAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        finally
        {
            _gate.Leave();
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task ForwardAsync(HttpContext http)
    {
        for (int attempt = 1; ; attempt++)
        {
            (Backend? backend, Uri? address) = await ChooseAsync(http);
            if (backend is null) return;
            try
            {
                ForwarderError error = await _forwarder.SendAsync(http, address!.ToString(), _client, Limits, ForwardedHeaders.Instance);
                if (attempt == MostAttempts || !CanRepeat(http, error)) return;
                http.Response.Clear();
            }
            finally
            {
                backend.Leave();
            }
        }
    }

    /// <returns>A backend that has taken the request in; null when the request was answered with an error.</returns>
    private async Task<(Backend?, Uri?)> ChooseAsync(HttpContext http)
    {
        long began = _time.GetTimestamp();
        while (true)
        {
            Task tableChanged = _table.Changed;
            if (_table.Find(http.Request.Host.Host) is not { } route)
            {
                await Pages.WriteAsync(http, 404, "This Container App is stopped or does not exist.");
                return default;
            }
            if (await IsRefusedAsync(http, route)) return default;
            Task anyChange = route.AnyChange;
            if (route.Choose(Random.Shared) is { } backend)
            {
                if (backend.TryEnter() is { } address) return (backend, address);
                continue;
            }
            TimeSpan left = StartWait - _time.GetElapsedTime(began);
            if (!route.IsStarting || left <= TimeSpan.Zero)
            {
                http.Response.Headers.RetryAfter = "1";
                await Pages.WriteAsync(http, 503, "No revision of this Container App with traffic is ready.");
                return default;
            }
            using CancellationTokenSource wait = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            await Task.WhenAny(anyChange, tableChanged, Task.Delay(left, _time, wait.Token));
            await wait.CancelAsync();
            http.RequestAborted.ThrowIfCancellationRequested();
        }
    }

    private async Task<bool> IsRefusedAsync(HttpContext http, HostRoute route)
    {
        int? status = route.IsClosed ? 403 : route.Authentication?.Refusal(http.Request, _instance, _tokens);
        if (status is not { } refused) return false;
        if (refused == 302) http.Response.Headers.Location = "/.auth/login/aad";
        if (refused == 401)
            http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{http.Request.Host.Host}\" authorization_uri=\"{_instance.Endpoint}/{EmulatorInstance.TenantId}/oauth2/v2.0/authorize\" resource_id=\"{route.Authentication!.ClientId}\"";
        await Pages.WriteAsync(http, refused, route.IsClosed ? "This address may not connect." : "You do not have permission to view this directory or page.");
        return true;
    }

    /// <summary>Nothing reached the app (its process ended just now) and nothing of the request was used up.</summary>
    private static bool CanRepeat(HttpContext http, ForwarderError error) =>
        error is ForwarderError.Request && !http.Response.HasStarted
        && http.GetForwarderErrorFeature()?.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
        && (http.Request.ContentLength ?? 0) == 0 && !http.Request.Headers.ContainsKey("Transfer-Encoding")
        && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || http.Request.ContentLength == 0);
}
