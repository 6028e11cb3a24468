using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.ContainerRegistry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GenAIOps.Fakes;

/// <summary>A registry over real connections, which can be told to misbehave.</summary>
internal sealed class MemoryRegistry : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, MemoryStream> _uploads = [];

    private MemoryRegistry(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = [];

    public ConcurrentDictionary<string, (string Type, byte[] Content)> Manifests { get; } = [];

    public ConcurrentQueue<string> Log { get; } = [];

    public InstantTime Time { get; } = new();

    /// <summary>Whether it knows of subjects, as 1.1 says.</summary>
    public bool HasReferrers { get; set; }

    /// <summary>Comes before everything; true: the request is dealt with.</summary>
    public Func<HttpContext, Task<bool>> Misbehave { get; set; } = _ => Task.FromResult(false);

    public string Server { get; private set; } = "";

    public static async Task<MemoryRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var registry = new MemoryRegistry(app);
        app.Run(registry.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        registry.Server = app.Urls.First();
        return registry;
    }

    public RegistryClient Client(RegistryOptions? options = null, string repository = "agent") =>
        new(AzureCloud.At("fake", new Uri("https://arm.example/"), new NoCredential(), time: Time, retryDelay: TimeSpan.FromMilliseconds(1)), Server, repository,
            (options ?? new RegistryOptions()) is { Credentials: null } given ? given with { Credentials = RegistryCredentials.Anonymous } : options);

    public static string DigestOf(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    public int Count(string start) => Log.Count(line => line.StartsWith(start, StringComparison.Ordinal));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Log.Enqueue($"{http.Request.Method} {http.Request.Path}");
        try
        {
            if (!await Misbehave(http))
            {
                await RouteAsync(http, http.Request.Path.Value!.Split('/'));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
        {
            http.Abort();
        }
    }

    private Task RouteAsync(HttpContext http, string[] path) => (http.Request.Method, path) switch
    {
        ("POST", [_, _, _, "blobs", "uploads", ..]) => StartAsync(http),
        ("PATCH" or "PUT", [_, _, _, "blobs", "uploads", var id]) => AppendAsync(http, id),
        ("GET", [_, _, _, "blobs", "uploads", var id]) => Progress(http, id, 204),
        ("DELETE", [_, _, _, "blobs", "uploads", var id]) => Forget(http, id),
        ("HEAD" or "GET", [_, _, _, "blobs", var digest]) => Blobs.TryGetValue(digest, out var blob) ? Results.Bytes(blob, enableRangeProcessing: true).ExecuteAsync(http) : Error(http, 404, "BLOB_UNKNOWN"),
        ("PUT", [_, _, _, "manifests", var reference]) => PutManifestAsync(http, reference),
        ("HEAD" or "GET", [_, _, _, "manifests", var reference]) => Manifests.TryGetValue(reference, out var manifest) ? Results.Bytes(manifest.Content, manifest.Type).ExecuteAsync(http) : Error(http, 404, "MANIFEST_UNKNOWN"),
        ("GET", [_, _, _, "referrers", var subject]) when HasReferrers => ListAsync(http, subject),
        _ => Error(http, 404, "NAME_UNKNOWN"),
    };

    public static Task Error(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync($$"""{"errors":[{"code":"{{code}}","message":"refused"}]}""");
    }

    private Task StartAsync(HttpContext http)
    {
        var id = Guid.NewGuid().ToString("n");
        _uploads[id] = new MemoryStream();
        return Progress(http, id, 202);
    }

    private async Task AppendAsync(HttpContext http, string id)
    {
        if (!_uploads.TryGetValue(id, out var upload))
        {
            await Error(http, 404, "BLOB_UPLOAD_UNKNOWN");
            return;
        }

        var from = http.Request.Headers.ContentRange.ToString().Split('-')[0];
        if (from is not "" && long.Parse(from, CultureInfo.InvariantCulture) != upload.Length)
        {
            await Error(http, 416, "BLOB_UPLOAD_INVALID");
            return;
        }

        // What came before a break is kept.
        var buffer = new byte[1 << 16];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            upload.Write(buffer, 0, read);
        }

        if (http.Request.Method == "PATCH")
        {
            await Progress(http, id, 202);
            return;
        }

        var digest = http.Request.Query["digest"].ToString();
        _uploads.TryRemove(id, out _);
        if (DigestOf(upload.ToArray()) != digest)
        {
            await Error(http, 400, "DIGEST_INVALID");
            return;
        }

        Blobs[digest] = upload.ToArray();
        http.Response.StatusCode = 201;
    }

    private Task Progress(HttpContext http, string id, int status)
    {
        if (!_uploads.TryGetValue(id, out var upload))
        {
            return Error(http, 404, "BLOB_UPLOAD_UNKNOWN");
        }

        http.Response.StatusCode = status;
        http.Response.Headers.Location = $"/v2/agent/blobs/uploads/{id}";
        http.Response.Headers.Range = string.Create(CultureInfo.InvariantCulture, $"0-{Math.Max(0, upload.Length - 1)}");
        return Task.CompletedTask;
    }

    private Task Forget(HttpContext http, string id)
    {
        http.Response.StatusCode = _uploads.TryRemove(id, out _) ? 204 : 404;
        return Task.CompletedTask;
    }

    private async Task PutManifestAsync(HttpContext http, string reference)
    {
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content, http.RequestAborted);
        var bytes = content.ToArray();
        Manifests[reference] = Manifests[DigestOf(bytes)] = (http.Request.ContentType!, bytes);
        http.Response.StatusCode = 201;
        if (HasReferrers && (string?)JsonNode.Parse(bytes)?["subject"]?["digest"] is { } subject)
        {
            http.Response.Headers["OCI-Subject"] = subject;
        }
    }

    private Task ListAsync(HttpContext http, string subject)
    {
        var entries = from each in Manifests
                      where each.Key.StartsWith("sha256:", StringComparison.Ordinal)
                      let json = JsonNode.Parse(each.Value.Content)!
                      where (string?)json["subject"]?["digest"] == subject
                      orderby each.Key
                      select (JsonNode)new JsonObject { ["mediaType"] = each.Value.Type, ["digest"] = each.Key, ["size"] = each.Value.Content.Length, ["artifactType"] = (string?)json["artifactType"] };

        // One to a page.
        var at = int.TryParse(http.Request.Query["at"], out var given) ? given : 0;
        var all = entries.ToArray();
        if (at + 1 < all.Length)
        {
            http.Response.Headers.Link = $"<{http.Request.Path}?at={at + 1}>; rel=\"next\"";
        }

        return http.Response.WriteAsync(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray([.. all.Skip(at).Take(1)]) }.ToJsonString());
    }

    private sealed class NoCredential : global::Azure.Core.TokenCredential
    {
        public override global::Azure.Core.AccessToken GetToken(global::Azure.Core.TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The cloud's credential is for the cloud's registries only.");

        public override ValueTask<global::Azure.Core.AccessToken> GetTokenAsync(global::Azure.Core.TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
