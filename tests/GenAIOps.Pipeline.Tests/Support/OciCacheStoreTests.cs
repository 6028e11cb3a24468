using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using GenAIOps.Azure;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Pipeline.Caching;
using Nuke.Common;
using Nuke.Common.Caching;
using Nuke.Common.IO;
using Nuke.Common.Testing;
using Serilog;
using That = Xunit.Assert;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>The cache in a registry that keeps to the Distribution specification 1.1.</summary>
public sealed class OciCacheStoreTests : IDisposable
{
    private static readonly AsyncLocal<Registry> s_registry = new();
    private static readonly AsyncLocal<bool> s_readOnly = new();
    private readonly Registry _registry = new();

    public OciCacheStoreTests() => s_registry.Value = _registry;

    public void Dispose() => _registry.Dispose();

    private sealed class Build : NukeBuild, IOpenCacheStores
    {
        public Target Make => _ => _.Inputs("in.txt").Outputs("out/**").Executes(() =>
        {
            Log.Information("made");
            (RootDirectory / "out/a.txt").WriteAllText("a" + (RootDirectory / "in.txt").ReadAllText());
            (RootDirectory / "out/b.txt").WriteAllText("b");
        });

        public ICacheStore? OpenCacheStore(string address)
        {
            var cloud = AzureCloud.At("test", new Uri("https://arm.example/"), new NoCredential(), s_registry.Value!, retryDelay: TimeSpan.FromMilliseconds(1));
            return new OciCacheStore(address, _ => Task.FromResult(new RegistryClient(cloud, "registry.example", "cache")), s_readOnly.Value);
        }
    }

    /// <summary>Runs in a fresh clone each time.</summary>
    private static async Task<(bool Made, string Output, Dictionary<string, string> Files)> RunAsync(string input = "1")
    {
        using BuildTest<Build> test = new();
        (test.RootDirectory / "in.txt").WriteAllText(input);
        var result = await test.RunAsync("Make", "--cache", "oci://registry.example/cache");
        That.Equal(0, result.ExitCode);
        return (result.Output.Contains("made", StringComparison.Ordinal), result.Output, (test.RootDirectory / "out").GlobFiles("**").ToDictionary(x => x.Name, x => x.ReadAllText()));
    }

    [Fact]
    public async Task WhatOneCloneMadeAnotherRestores()
    {
        var first = await RunAsync();
        That.True(first.Made);
        var second = await RunAsync();
        That.False(second.Made);
        That.Equal(first.Files, second.Files);
        That.Contains("restored 2 files", second.Output, StringComparison.Ordinal);
        That.True((await RunAsync("2")).Made);
    }

    [Fact]
    public async Task TheManifestIsAnOciArtifact()
    {
        await RunAsync();
        var (tag, manifest) = That.Single(_registry.Manifests);
        That.Matches("^[0-9a-f]{64}$", tag);
        var json = JsonNode.Parse(manifest)!;
        That.Equal(OciCacheStore.ArtifactType, (string?)json["artifactType"]);
        That.Equal("application/vnd.oci.empty.v1+json", (string?)json["config"]!["mediaType"]);
        That.Equal(3, json["layers"]!.AsArray().Count);
        That.All(json["layers"]!.AsArray(), x => That.Equal(_registry.Blobs[(string)x!["digest"]!].Length, (long)x["size"]!));
    }

    [Fact]
    public async Task ARegistryThatIsDownCostsOneWarning()
    {
        _registry.IsDown = true;
        var result = await RunAsync();
        That.True(result.Made);
        That.Equal(2, result.Output.Split("the shared cache oci://registry.example/cache cannot be used and is left out").Length);
    }

    [Fact]
    public async Task AContentThatIsNotWhatItsDigestSaysIsNotUsed()
    {
        await RunAsync();
        foreach (var digest in _registry.Blobs.Keys.Where(x => _registry.Blobs[x].Length < 10).ToArray()) _registry.Blobs[digest] = "evil"u8.ToArray();
        var result = await RunAsync();
        That.True(result.Made);
        That.Contains("is damaged", result.Output, StringComparison.Ordinal);
        That.DoesNotContain("evil", result.Files.Values);
    }

    [Fact]
    public async Task AManifestOfSomebodyElseIsNotUsed()
    {
        await RunAsync();
        foreach (var tag in _registry.Manifests.Keys) _registry.Manifests[tag] = """{"schemaVersion":2,"layers":[]}"""u8.ToArray();
        var result = await RunAsync();
        That.True(result.Made);
        That.Contains("is no artifact of this cache", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReaderWritesNothing()
    {
        s_readOnly.Value = true;
        That.True((await RunAsync()).Made);
        That.Empty(_registry.Manifests);
        That.Empty(_registry.Blobs);
    }

    [Fact]
    public async Task WhatTheRegistryHasIsNotUploadedAgain()
    {
        await RunAsync();
        var uploads = _registry.Uploads;
        await RunAsync("2");

        // The entry and out/a.txt are new; out/b.txt and the empty config are there.
        That.Equal(uploads + 2, _registry.Uploads);
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }

    private sealed class Registry : HttpMessageHandler
    {
        public Dictionary<string, byte[]> Manifests { get; } = [];
        public Dictionary<string, byte[]> Blobs { get; } = [];
        public int Uploads { get; private set; }
        public bool IsDown { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (IsDown) throw new HttpRequestException("connection refused");
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var path = request.RequestUri!.AbsolutePath;
            var name = path.Split('/')[^1];
            return (request.Method.Method, path.Split('/')[3]) switch
            {
                ("GET" or "HEAD", "manifests") => Answer(Manifests.GetValueOrDefault(name)),
                ("GET" or "HEAD", "blobs") => Answer(Blobs.GetValueOrDefault(name)),
                ("PUT", "manifests") => Keep(() => Manifests[name] = body),
                ("POST", _) => new HttpResponseMessage(HttpStatusCode.Accepted) { Headers = { Location = new Uri("/v2/cache/blobs/uploads/1", UriKind.Relative) } },
                ("PUT", _) => Upload(Uri.UnescapeDataString(request.RequestUri.Query.Split("digest=")[1]), body),
                _ => new HttpResponseMessage(HttpStatusCode.MethodNotAllowed),
            };
        }

        private HttpResponseMessage Upload(string digest, byte[] body)
        {
            Uploads++;
            return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(body)) == digest
                ? Keep(() => Blobs[digest] = body)
                : new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("""{"errors":[{"code":"DIGEST_INVALID"}]}""", Encoding.UTF8, "application/json") };
        }

        private static HttpResponseMessage Answer(byte[]? content) => content is null ? new HttpResponseMessage(HttpStatusCode.NotFound) : new HttpResponseMessage { Content = new ByteArrayContent(content) };

        private static HttpResponseMessage Keep(Action keep)
        {
            keep();
            return new HttpResponseMessage(HttpStatusCode.Created);
        }
    }
}
