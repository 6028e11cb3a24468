using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using GenAIOps.Azure;
using GenAIOps.Azure.ContainerRegistry;

namespace GenAIOps.Delivery.Tests.Images;

/// <summary>A registry of one repository, filled by tests; it only answers reads, and notes them.</summary>
internal sealed class FakeRegistry : HttpMessageHandler
{
    private readonly Dictionary<string, (string Type, byte[] Content)> _contents = [];

    public List<string> Requests { get; } = [];

    public RegistryClient Client => new(AzureCloud.At("test", new Uri("https://arm.example/"), new NoCredential(), this, retryDelay: TimeSpan.FromMilliseconds(1)), "registry.example", "base");

    /// <returns>Its digest.</returns>
    public string Put(JsonObject json, string type, params string[] tags)
    {
        var content = Encoding.UTF8.GetBytes(json.ToJsonString());
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
        foreach (var name in tags.Append(digest)) _contents[name] = (type, content);
        return digest;
    }

    /// <summary>A base of one layer, which itself is not there: nobody has to read it.</summary>
    public string PutBase(string architecture, string layer, string[] tags, string layerType = "application/vnd.oci.image.layer.v1.tar+gzip")
    {
        var config = Put(new JsonObject
        {
            ["os"] = "linux",
            ["architecture"] = architecture,
            ["config"] = new JsonObject { ["Env"] = new JsonArray("PATH=/usr/bin", "DOTNET_VERSION=10.0.0"), ["Labels"] = new JsonObject { ["vendor"] = "base" } },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray("sha256:" + new string('d', 64)) },
        }, "application/octet-stream");
        return Put(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = OciManifest,
            ["config"] = new JsonObject { ["mediaType"] = "application/vnd.oci.image.config.v1+json", ["size"] = _contents[config].Content.Length, ["digest"] = config },
            ["layers"] = new JsonArray(new JsonObject { ["mediaType"] = layerType, ["size"] = 1000, ["digest"] = layer }),
        }, OciManifest, tags);
    }

    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
        if (!_contents.TryGetValue(request.RequestUri.AbsolutePath.Split('/')[^1], out var found)) return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
        ByteArrayContent content = new(found.Content);
        content.Headers.ContentType = new(found.Type);
        return Task.FromResult(new HttpResponseMessage { Content = content });
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
