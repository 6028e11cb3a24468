using System.Collections.Concurrent;
using System.Net;
using Azure.Core;
using GenAIOps.Azure;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Images;
using GenAIOps.Delivery.Registry;

namespace GenAIOps.Delivery.Tests.Registry;

/// <summary>What goes over the wire, in which order, when an image is pushed.</summary>
public sealed class ImagePushTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("genaiops-").FullName;
    private readonly MemoryRegistry _registry = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _registry.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task TheManifestComesAfterItsBlobsAndTheTagLast()
    {
        var image = Image("one");
        var result = await ImagePush.PushAsync(Client(), image, "v1", Ct);
        Assert.Equal((3, 0), (result.Uploaded, result.Skipped));
        Assert.Equal(image.Layers.Sum(layer => layer.Size) + image.Config.Size, result.Bytes);
        var puts = _registry.Log.Where(line => line.StartsWith("PUT", StringComparison.Ordinal)).ToArray();
        Assert.Equal([$"PUT /v2/agent/manifests/{image.Digest}", "PUT /v2/agent/manifests/v1"], puts[^2..]);
        Assert.Equal(3, puts[..^2].Count(line => line.Contains("/blobs/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnUnchangedImageCostsOneRequest()
    {
        await ImagePush.PushAsync(Client(), Image("one"), "v1", Ct);
        var again = Client();
        Assert.Equal(new PushResult(0, 3, 0), await ImagePush.PushAsync(again, Image("one"), "v1", Ct));
        Assert.Equal(1, again.Requests);
    }

    [Fact]
    public async Task AnImageOfAnotherTagGetsTheTagAndNothingElse()
    {
        await ImagePush.PushAsync(Client(), Image("one"), "v1", Ct);
        _registry.Log.Clear();
        await ImagePush.PushAsync(Client(), Image("one"), "v2", Ct);
        Assert.Equal(["PUT /v2/agent/manifests/v2"], _registry.Log.Where(line => line.StartsWith("PUT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnEditSendsItsLayerAndTheConfigAndAsksForNoOther()
    {
        var first = Image("one");
        await ImagePush.PushAsync(Client(), first, "v1", Ct);
        _registry.Log.Clear();
        var result = await ImagePush.PushAsync(Client(), Image("two"), "v1", Ct);
        Assert.Equal((2, 1), (result.Uploaded, result.Skipped));
        Assert.DoesNotContain(_registry.Log, line => line.Contains(first.Layers[0].Digest, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ABlobThatIsRefusedLeavesTheTagWhereItWas()
    {
        var first = Image("one");
        await ImagePush.PushAsync(Client(), first, "v1", Ct);
        _registry.RefusesBlobs = true;
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => ImagePush.PushAsync(Client(), Image("two"), "v1", Ct));
        Assert.Contains("AcrPush", problem.Message, StringComparison.Ordinal);
        Assert.Equal(first.Digest, (await Client().GetManifestAsync("v1", Ct))!.Digest);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"schemaVersion":2,"manifests":[]}""")]
    public async Task ATagOnSomethingElseIsMoved(string something)
    {
        _registry.Manifests["v1"] = System.Text.Encoding.UTF8.GetBytes(something);
        var image = Image("one");
        Assert.Equal(3, (await ImagePush.PushAsync(Client(), image, "v1", Ct)).Uploaded);
        Assert.Equal(image.Digest, (await Client().GetManifestAsync("v1", Ct))!.Digest);
    }

    private RegistryClient Client()
    {
        var nobody = DelegatedTokenCredential.Create((_, _) => throw new InvalidOperationException("This registry is not Azure's."));
        return new RegistryClient(
            AzureCloud.At("test", new Uri("https://arm.example/"), nobody, _registry, retryDelay: TimeSpan.FromMilliseconds(1)), "registry.example", "agent", new RegistryOptions { Credentials = RegistryCredentials.Anonymous });
    }

    private BuiltImage Image(string app)
    {
        var publish = Directory.CreateDirectory(Path.Combine(_folder, "publish")).FullName;
        File.WriteAllText(Path.Combine(publish, "Dependency.dll"), "dependency");
        File.WriteAllText(Path.Combine(publish, "App.dll"), app);
        return ImageBuilder.Build(new ImageOptions
        {
            PublishFolders = new Dictionary<string, string> { ["linux/amd64"] = publish },
            Created = DateTimeOffset.UnixEpoch,
            LayoutFolder = Path.Combine(_folder, "layout"),
            EntryPoint = ["dotnet", "App.dll"],
            AppFiles = ["App.dll"],
        });
    }

    private sealed class MemoryRegistry : HttpMessageHandler
    {
        public ConcurrentQueue<string> Log { get; } = [];

        public ConcurrentDictionary<string, byte[]> Manifests { get; } = [];

        public bool RefusesBlobs { get; set; }

        private readonly ConcurrentDictionary<string, byte[]> _blobs = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            Log.Enqueue($"{request.Method} {path}");
            var (kind, name) = (path.Split('/')[3], path.Split('/')[^1]);
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            switch (request.Method.Method, kind)
            {
                case ("POST", _):
                    return new HttpResponseMessage(HttpStatusCode.Accepted) { Headers = { Location = new Uri("/v2/agent/blobs/uploads/1", UriKind.Relative) } };
                case ("PUT", "blobs"):
                    if (RefusesBlobs) return new HttpResponseMessage(HttpStatusCode.Forbidden);
                    _blobs[Uri.UnescapeDataString(request.RequestUri.Query).Split("digest=")[1]] = body;
                    return new HttpResponseMessage(HttpStatusCode.Created);
                case ("PUT", _):
                    Manifests[name] = body;
                    return new HttpResponseMessage(HttpStatusCode.Created);
                default:
                    return (kind == "blobs" ? _blobs : Manifests).TryGetValue(name, out var found)
                        ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(found) }
                        : new HttpResponseMessage(HttpStatusCode.NotFound);
            }
        }
    }
}
