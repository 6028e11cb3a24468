using System.Text.Json.Nodes;
using GenAIOps.Delivery.Images;

namespace GenAIOps.Delivery.Tests.Images;

/// <summary>Images on a base, for several platforms, from a registry, from an engine.</summary>
public sealed class BasesAndPlatforms : IDisposable
{
    private static readonly string s_layer = "sha256:" + new string('a', 64);
    private static readonly string s_armLayer = "sha256:" + new string('b', 64);

    private readonly string _folder = Directory.CreateTempSubdirectory("bases-").FullName;
    private readonly FakeRegistry _registry = new();

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _registry.Dispose();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ImageReference Reference(string digest) => ImageReference.Parse($"registry.example/base:10.0@{digest}");

    private BuiltImage Build(BaseImage? below = null, Compression compression = Compression.Gzip, params string[] platforms)
    {
        Dictionary<string, string> folders = [];
        foreach (var platform in platforms.Length == 0 ? ["linux/amd64"] : platforms)
        {
            var folder = folders[platform] = Path.Combine(_folder, "publish-" + platform.Replace('/', '-'));
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "Agent.dll"), "code");
            File.WriteAllText(Path.Combine(folder, "libhost.so"), "native for " + platform);
            File.WriteAllText(Path.Combine(folder, "System.Private.CoreLib.dll"), "runtime for " + platform);
        }

        return ImageBuilder.Build(new ImageOptions
        {
            PublishFolders = folders,
            LayoutFolder = Path.Combine(_folder, "layout-" + Guid.NewGuid().ToString("n")),
            EntryPoint = ["dotnet", "Agent.dll"],
            AppFiles = ["Agent.dll"],
            RuntimeFiles = new HashSet<string> { "System.Private.CoreLib.dll" },
            Base = below,
            Compression = compression,
            Environment = new Dictionary<string, string> { ["PATH"] = "/app:/usr/bin" },
            Labels = new Dictionary<string, string> { ["org.opencontainers.image.revision"] = "abc" },
            Created = DateTimeOffset.UnixEpoch,
        });
    }

    private static JsonNode Config(BuiltImage image, int i = 0) => JsonNode.Parse(File.ReadAllText(OciLayout.BlobPath(image.Path, image.Manifests[i].Config.Digest)))!;

    [Fact]
    public async Task LayersArePutOnABaseWithoutDownloadingIt()
    {
        var digest = _registry.PutBase("amd64", s_layer, ["10.0"], "application/vnd.docker.image.rootfs.diff.tar.gzip");
        var image = Build(await BaseImage.ResolveAsync(_registry.Client, Reference(digest), Ct));

        Assert.Equal(["base", "runtime", "dependencies", "app"], image.Layers.Select(x => x.Kind));
        Assert.Equal((s_layer, 1000L, "application/vnd.oci.image.layer.v1.tar+gzip"), (image.Layers[0].Digest, image.Layers[0].Size, image.Layers[0].MediaType));
        Assert.Equal($"registry.example/base@{digest}", image.Base);
        Assert.DoesNotContain(_registry.Requests, x => x.Contains(s_layer, StringComparison.Ordinal));

        var config = Config(image);
        Assert.Equal("sha256:" + new string('d', 64), (string?)config["rootfs"]!["diff_ids"]![0]);
        Assert.Equal(4, config["rootfs"]!["diff_ids"]!.AsArray().Count);
        Assert.Equal(["DOTNET_VERSION=10.0.0", "PATH=/app:/usr/bin"], config["config"]!["Env"]!.AsArray().Select(x => (string)x!));
        Assert.Equal(("base", "abc"), ((string?)config["config"]!["Labels"]!["vendor"], (string?)config["config"]!["Labels"]!["org.opencontainers.image.revision"]));
        Assert.Equal(image.Layers, OciLayout.Open(image.Path).Layers);
    }

    [Fact]
    public async Task AnotherBaseIsAnotherImageWithTheSameLayers()
    {
        var one = Build(await BaseImage.ResolveAsync(_registry.Client, Reference(_registry.PutBase("amd64", s_layer, [])), Ct));
        var two = Build(await BaseImage.ResolveAsync(_registry.Client, Reference(_registry.PutBase("amd64", s_armLayer, [])), Ct));
        Assert.NotEqual(one.Digest, two.Digest);
        Assert.Equal(one.Layers.Skip(1), two.Layers.Skip(1));
    }

    [Fact]
    public async Task SeveralPlatformsAreOneIndex()
    {
        var index = _registry.Put(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = OciLayout.IndexType,
            ["manifests"] = new JsonArray(
                Entry("amd64", _registry.PutBase("amd64", s_layer, [])), Entry("arm64", _registry.PutBase("arm64", s_armLayer, [])), Entry("s390x", "sha256:" + new string('c', 64))),
        }, OciLayout.IndexType, "10.0");
        var image = Build(await BaseImage.ResolveAsync(_registry.Client, Reference(index), Ct), Compression.Zstd, "linux/arm64", "linux/amd64");

        Assert.Equal(OciLayout.IndexType, image.MediaType);
        Assert.Equal(["linux/amd64", "linux/arm64"], image.Manifests.Select(x => x.Platform));
        Assert.Equal([s_layer, s_armLayer], image.Manifests.Select(x => x.Layers[0].Digest));
        Assert.Equal(image.Manifests[0].Layers[3], image.Manifests[1].Layers[3]);
        Assert.NotEqual(image.Manifests[0].Layers[1], image.Manifests[1].Layers[1]);
        Assert.EndsWith("tar+zstd", image.Layers[1].MediaType, StringComparison.Ordinal);
        Assert.Equal(image.Digest, Build(await BaseImage.ResolveAsync(_registry.Client, Reference(index), Ct), Compression.Zstd, "linux/amd64", "linux/arm64").Digest);

        static JsonObject Entry(string architecture, string digest) => new() { ["digest"] = digest, ["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = architecture } };
    }

    [Fact]
    public async Task ABaseWithoutThePlatformIsNamed()
    {
        var digest = _registry.PutBase("amd64", s_layer, []);
        var below = await BaseImage.ResolveAsync(_registry.Client, Reference(digest), Ct);
        Assert.Contains("has no linux/arm64; it has linux/amd64", Assert.Throws<InvalidDataException>(() => Build(below, Compression.Gzip, "linux/arm64")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABaseWithoutADigestIsRefusedWithTheOneThatItHas()
    {
        var digest = _registry.PutBase("amd64", s_layer, ["10.0"]);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => BaseImage.ResolveAsync(_registry.Client, ImageReference.Parse("registry.example/base:10.0"), Ct));
        Assert.Contains($"registry.example/base:10.0@{digest}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATagThatHasMovedOnIsToldWithItsDigest()
    {
        var pinned = _registry.PutBase("amd64", s_layer, ["10.0"]);
        Assert.Null(await BaseImage.NewerAsync(_registry.Client, Reference(pinned), Ct));
        var newer = _registry.PutBase("amd64", s_armLayer, ["10.0"]);
        Assert.Equal(newer, await BaseImage.NewerAsync(_registry.Client, Reference(pinned), Ct));
        await Assert.ThrowsAsync<InvalidDataException>(() => BaseImage.NewerAsync(_registry.Client, ImageReference.Parse($"registry.example/base@{pinned}"), Ct));
    }

    [Fact]
    public async Task ABaseThatIsNotThereOrNoImageIsNamed()
    {
        Assert.Contains("does not exist", (await Assert.ThrowsAsync<InvalidDataException>(() => BaseImage.ResolveAsync(_registry.Client, Reference(s_layer), Ct))).Message, StringComparison.Ordinal);
        var nonsense = _registry.Put(new JsonObject { ["layers"] = "none" }, FakeRegistry.OciManifest);
        Assert.Contains("no image that can be read", (await Assert.ThrowsAsync<InvalidDataException>(() => BaseImage.ResolveAsync(_registry.Client, Reference(nonsense), Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExistingImageIsTakenInByItsDigest()
    {
        var digest = _registry.PutBase("amd64", s_layer, ["1"]);
        var image = await ImageImport.DescribeAsync(_registry.Client, ImageReference.Parse($"registry.example/base@{digest}"), Path.Combine(_folder, "existing"), Ct);
        Assert.Equal((digest, "base", $"registry.example/base@{digest}"), (image.Digest, image.Layers[0].Kind, image.Base));
        await Assert.ThrowsAsync<InvalidDataException>(() => ImageImport.DescribeAsync(_registry.Client, ImageReference.Parse("registry.example/base:1"), Path.Combine(_folder, "tagged"), Ct));
    }

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "mcr.microsoft.com", "dotnet/aspnet", "10.0-noble-chiseled")]
    [InlineData("localhost:5000/agent", "localhost:5000", "agent", null)]
    [InlineData("registry:5000/a/b__c", "registry:5000", "a/b__c", null)]
    public void ANameIsTakenApart(string text, string registry, string repository, string? tag)
    {
        var reference = ImageReference.Parse(text);
        Assert.Equal((registry, repository, tag), (reference.Registry, reference.Repository, reference.Tag));
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("aspnet:10.0")]
    [InlineData("dotnet/aspnet")]
    [InlineData("registry.example/UPPER")]
    [InlineData("registry.example/a@sha256:abc")]
    [InlineData("https://registry.example/a")]
    [InlineData("registry.example/../a")]
    public void WhatIsNoNameIsRefused(string text) => Assert.Throws<InvalidDataException>(() => ImageReference.Parse(text));

    [Fact]
    public void TheFirstDifferenceIsNamed()
    {
        var one = Build();
        Assert.Null(ImageDifference.First(one, Build()));
        var folder = Path.Combine(_folder, "publish-linux-amd64");
        var other = ImageBuilder.Build(new ImageOptions
        {
            PublishFolders = new Dictionary<string, string> { ["linux/amd64"] = Changed(folder) },
            LayoutFolder = Path.Combine(_folder, "other"),
            EntryPoint = ["dotnet", "Agent.dll"],
            AppFiles = ["Agent.dll"],
            RuntimeFiles = new HashSet<string> { "System.Private.CoreLib.dll" },
            Created = DateTimeOffset.UnixEpoch,
        });
        Assert.Contains("linux/amd64, layer dependencies: app/libhost.so differs", ImageDifference.First(one, other)!, StringComparison.Ordinal);

        static string Changed(string folder)
        {
            File.WriteAllText(Path.Combine(folder, "libhost.so"), "changed");
            return folder;
        }
    }

    [Fact]
    public void WithoutAnEngineADockerfileIsToldWhatItNeeds()
    {
        Assert.Contains("docker, podman or buildah", Assert.Throws<InvalidDataException>(() => ContainerEngine.Find(null, _ => false)).Message, StringComparison.Ordinal);
        Assert.Contains("'rkt' is no container engine", Assert.Throws<InvalidDataException>(() => ContainerEngine.Find("rkt", _ => true)).Message, StringComparison.Ordinal);
        Assert.Equal("podman", ContainerEngine.Find(null, name => name != "docker").Name);
    }

    /// <summary>A real engine; from two folders, the same image.</summary>
    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    [InlineData("buildah")]
    public async Task ADockerfileIsBuilt(string engine)
    {
        if (!ContainerEngine.IsThere(engine)) Assert.Skip($"{engine} is not on the PATH.");
        var one = await BuildAsync("one");
        Assert.Equal("linux", one.Manifests[0].Platform.Split('/')[0]);
        Assert.Equal(["FLAVOUR=plain"], Config(one)["config"]!["Env"]!.AsArray().Select(x => (string)x!).Where(x => x.StartsWith("FLAVOUR", StringComparison.Ordinal)));
        Assert.Equal(one.Layers.Select(x => x.Digest), (await BuildAsync("two")).Layers.Select(x => x.Digest));

        File.WriteAllText(Path.Combine(_folder, "one", "Dockerfile"), "FROM scratch\nCOPY absent /absent\n");
        Assert.Contains("absent", (await Assert.ThrowsAsync<InvalidDataException>(() => ImageImport.BuildAsync(
            Image.FromDockerfile() with { Engine = engine }, Path.Combine(_folder, "one"), DateTimeOffset.UnixEpoch, Path.Combine(_folder, "broken"), Ct))).Message, StringComparison.Ordinal);

        Task<BuiltImage> BuildAsync(string name)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
            File.WriteAllText(Path.Combine(folder, "agent.py"), "print('hello')");
            File.WriteAllText(Path.Combine(folder, "Dockerfile"), "FROM scratch\nARG FLAVOUR\nENV FLAVOUR=$FLAVOUR\nCOPY agent.py /app/agent.py\nENTRYPOINT [\"python\", \"/app/agent.py\"]\n");
            return ImageImport.BuildAsync(
                Image.FromDockerfile() with { Engine = engine, BuildArguments = new Dictionary<string, string> { ["FLAVOUR"] = "plain" } }, folder, DateTimeOffset.UnixEpoch, Path.Combine(_folder, name + "-layout"), Ct);
        }
    }

    [Fact]
    public void AnEnginesArchiveIsTakenInAndNothingElseOfIt()
    {
        var image = Build();
        var archive = Path.Combine(_folder, "archive.tar");
        using (System.Formats.Tar.TarWriter tar = new(File.Create(archive)))
        {
            foreach (var file in Directory.EnumerateFiles(image.Path, "*", SearchOption.AllDirectories)) tar.WriteEntry(file, Path.GetRelativePath(image.Path, file));
            tar.WriteEntry(image.Path + "/index.json", "../escaped.json");
            tar.WriteEntry(image.Path + "/index.json", "blobs/sha256/../../escaped.json");
        }

        var taken = LayoutArchive.Read(archive, Path.Combine(_folder, "taken"));
        Assert.Equal(image.Digest, taken.Digest);
        Assert.Empty(Directory.EnumerateFiles(_folder, "escaped.json", SearchOption.AllDirectories));
        File.WriteAllBytes(archive, new byte[1024]);
        Assert.Throws<InvalidDataException>(() => LayoutArchive.Read(archive, Path.Combine(_folder, "empty")));
    }
}
