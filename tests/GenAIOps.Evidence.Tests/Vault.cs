using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure.Core;

namespace GenAIOps.Evidence.Tests;

/// <summary>A Key Vault of one key, by its REST API.</summary>
internal sealed class Vault : HttpMessageHandler
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public List<string> Requests { get; } = [];

    public bool Fault { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.Method} {request.RequestUri} {request.Headers.Authorization?.Parameter}");
        if (Fault) return new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("""{"error":{"code":"Forbidden"}}""") };
        var point = _key.ExportParameters(false).Q;
        var answer = request.Method == HttpMethod.Get
            ? new JsonObject { ["key"] = new JsonObject { ["kty"] = "EC-HSM", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) } }
            : new JsonObject { ["value"] = Base64Url.EncodeToString(_key.SignHash(Base64Url.DecodeFromChars((string)JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!["value"]!))) };
        return new HttpResponseMessage { Content = new StringContent(answer.ToJsonString()) };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _key.Dispose();
        base.Dispose(disposing);
    }

    internal sealed class Credential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new($"token-for-{requestContext.Scopes[0]}", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
