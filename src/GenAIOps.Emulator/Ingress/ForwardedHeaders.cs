using Yarp.ReverseProxy.Forwarder;

namespace GenAIOps.Emulator.Ingress;

/// <summary>Tells the app who asked for what; the Host header stays as the client sent it.</summary>
internal sealed class ForwardedHeaders : HttpTransformer
{
    public static readonly ForwardedHeaders Instance = new();

    private ForwardedHeaders() { }

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        HttpRequest request = httpContext.Request;
        // The ingress is the edge: what a client says about the way before it is not to be believed.
        Replace(proxyRequest, "X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1");
        Replace(proxyRequest, "X-Forwarded-Proto", request.Scheme);
        Replace(proxyRequest, "X-Forwarded-Host", request.Host.Value ?? "");
        if (!request.Headers.ContainsKey("X-Request-Id")) proxyRequest.Headers.TryAddWithoutValidation("X-Request-Id", Guid.NewGuid().ToString());
    }

    private static void Replace(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
