using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Images;
using GenAIOps.Delivery.Registry;

namespace GenAIOps.Scenarios;

/// <summary>Images in registries that run, read by clients that others wrote.</summary>
public sealed class RegistryScenarios
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    public static TheoryData<string> Registries => ["docker-registry", "emulator"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Registries))]
    public async Task WhatWasPushedIsReadBySkopeoByteForByte(string kind)
    {
        RealPart.Need("skopeo");
        await using var registry = await StartAsync(kind);
        using var app = new RegistryImage();
        var image = app.Build();
        await ImagePush.PushAsync(registry.Client("team/agent"), image, "v1", Ct);

        var copy = app.Folder("copy");
        await RealPart.RunAsync("skopeo", ["copy", .. registry.SkopeoOptions("src"), $"docker://{registry.Server}/team/agent:v1", $"oci:{copy}:v1"]);
        Assert.Equal(image.Digest, OciLayout.Open(copy).Digest);
        foreach (var digest in image.Layers.Select(layer => layer.Digest).Append(image.Config.Digest).Append(image.Digest))
        {
            Assert.Equal(await File.ReadAllBytesAsync(OciLayout.BlobPath(image.Path, digest), Ct), await File.ReadAllBytesAsync(OciLayout.BlobPath(copy, digest), Ct));
        }
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public async Task WhatSkopeoPushedIsRead(string kind)
    {
        RealPart.Need("skopeo");
        await using var registry = await StartAsync(kind);
        using var app = new RegistryImage();
        var image = app.Build();
        await RealPart.RunAsync("skopeo", ["copy", .. registry.SkopeoOptions("dest"), $"oci:{image.Path}", $"docker://{registry.Server}/team/agent:v1"]);
        var client = registry.Client("team/agent");
        Assert.Equal(image.Digest, (await client.GetManifestAsync("v1", Ct))!.Digest);
        Assert.Equal(image.Layers[0].Size, (await client.GetBlobAsync(image.Layers[0].Digest, Ct)).Length);
    }

    /// <summary>The base is in one registry and the image goes to another: what that lacks is fetched, and skopeo reads the whole of each platform.</summary>
    [Fact]
    public async Task AnIndexOnABaseOfAnotherRegistryArrivesWhole()
    {
        RealPart.Need("skopeo");
        await using var origin = await StartAsync("docker-registry");
        await using var target = await StartAsync("docker-registry");
        using var app = new RegistryImage();
        var below = app.Build();
        await ImagePush.PushAsync(origin.Client("base"), below, "10.0", Ct);
        var resolved = await BaseImage.ResolveAsync(origin.Client("base"), ImageReference.Parse($"{origin.Server}/base:10.0@{below.Digest}"), Ct);
        app.Edit("App.dll", "two");
        var image = ImageBuilder.Build(app.Options with { Base = resolved, LayoutFolder = app.Folder("on-base") });
        Assert.Equal(3, image.Layers.Count(x => x.Kind == "base"));

        var pushed = await ImagePush.PushAsync(target.Client("agent"), image, "v1", [], origin.Client("base"), Ct);
        Assert.Equal(image.Blobs.Count, pushed.Uploaded);
        var copy = app.Folder("copy-on-base");
        await RealPart.RunAsync("skopeo", ["copy", .. target.SkopeoOptions("src"), $"docker://{target.Server}/agent:v1", $"oci:{copy}:v1"]);
        Assert.Equal(image.Layers.Select(x => x.Digest), OciLayout.Open(copy).Layers.Select(x => x.Digest));

        // An existing image is shipped by its digest, from where it is.
        var existing = await ImageImport.DescribeAsync(target.Client("agent"), ImageReference.Parse($"{target.Server}/agent@{image.Digest}"), app.Folder("existing"), Ct);
        await ImagePush.PushAsync(origin.Client("shipped"), existing, "v1", [], target.Client("agent"), Ct);
        Assert.Equal(image.Digest, (await origin.Client("shipped").GetManifestAsync("v1", Ct))!.Digest);

        // What no registry has any more is said before anything is published.
        var broken = ImageBuilder.Build(app.Options with { Base = resolved, LayoutFolder = app.Folder("broken"), Labels = new Dictionary<string, string> { ["x"] = "y" } });
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ImagePush.PushAsync(target.Client("elsewhere"), broken, "v1", [], target.Client("nothing"), Ct));
        Assert.Contains("neither in the layout nor in its registry", error.Message, StringComparison.Ordinal);
        Assert.Null(await target.Client("elsewhere").GetManifestAsync("v1", Ct));
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public async Task AnUnchangedImageCostsThreeRequestsAndAnEditOneSmallLayer(string kind)
    {
        await using var registry = await StartAsync(kind);
        using var app = new RegistryImage();
        var first = await ImagePush.PushAsync(registry.Client("agent"), app.Build(), "v1", Ct);
        Assert.Equal((4, 0), (first.Uploaded, first.Skipped));
        Assert.True(first.Bytes > RegistryImage.DependencyBytes);

        var client = registry.Client("agent");
        Assert.Equal(new PushResult(0, 4, 0), await ImagePush.PushAsync(client, app.Build(), "v1", Ct));
        Assert.InRange(client.Requests, 1, 3);

        app.Edit("App.dll", "two");
        var changed = await ImagePush.PushAsync(registry.Client("agent"), app.Build(), "v1", Ct);
        Assert.Equal((2, 2), (changed.Uploaded, changed.Skipped));
        Assert.InRange(changed.Bytes, 1, 1 << 20);
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public async Task LayersOfAnotherRepositoryAreTakenOverAndNotSent(string kind)
    {
        await using var registry = await StartAsync(kind);
        using var app = new RegistryImage();
        var image = app.Build();
        await ImagePush.PushAsync(registry.Client("base"), image, "v1", Ct);
        var pushed = await ImagePush.PushAsync(registry.Client("agent"), image, "v1", ["base"], null, Ct);
        Assert.Equal((0, 4, 0), (pushed.Uploaded, pushed.Mounted, pushed.Bytes));
        Assert.Equal(image.Digest, (await registry.Client("agent").GetManifestAsync("v1", Ct))!.Digest);
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public async Task WhatRefersToAnImageIsFoundThoughManyWriteAtOnce(string kind)
    {
        await using var registry = await StartAsync(kind);
        using var app = new RegistryImage();
        var image = app.Build();
        await ImagePush.PushAsync(registry.Client("agent"), image, "v1", Ct);
        // Several upload the empty blob that all share at once: docker-registry then now and then refuses a manifest that names it (DIGEST_INVALID).
        var attached = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => AttachAsync(registry.Client("agent"), image, $"statement {i}")));
        Assert.Equal(attached.Order(), (await registry.Client("agent").GetReferrersAsync(image.Digest, Ct)).Select(each => each.Digest).Order());
        Assert.Equal(4, (await registry.Client("agent").ListReferrersAsync(image.Digest, "application/vnd.test", Ct)).Count);
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public async Task OrasFindsWhatWasAttached(string kind)
    {
        RealPart.Need("oras");
        await using var registry = await StartAsync(kind);
        using var app = new RegistryImage();
        var image = app.Build();
        await ImagePush.PushAsync(registry.Client("agent"), image, "v1", Ct);
        var attached = await AttachAsync(registry.Client("agent"), image, "statement");
        Assert.Contains(attached, await RealPart.RunAsync("oras", ["discover", .. registry.OrasOptions, "--format", "json", $"{registry.Server}/agent:v1"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADockerLoginSignsInAndAWrongOneIsNamed()
    {
        // bcrypt, cost 5, of "correct horse": a registry for one test.
        await using var registry = await DockerRegistry.StartAsync("me:$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2");
        using var app = new RegistryImage();
        var config = app.Folder("config.json");
        RegistryClient Client() => registry.Client("agent", new RegistryOptions { Credentials = RegistryCredentials.DockerConfig(config) });

        await File.WriteAllTextAsync(config, Login(registry.Server, "me:correct horse"), Ct);
        Assert.Equal(4, (await ImagePush.PushAsync(Client(), app.Build(), "v1", Ct)).Uploaded);

        await File.WriteAllTextAsync(config, Login(registry.Server, "me:wrong"), Ct);
        var problem = await Assert.ThrowsAsync<Azure.AzureCloudException>(() => Client().GetManifestAsync("v1", Ct));
        Assert.Contains("docker login", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", problem.Message, StringComparison.Ordinal);
    }

    private static async Task<IRegistryPart> StartAsync(string kind) => kind == "emulator" ? await RegistryEmulator.StartAsync() : await DockerRegistry.StartAsync();

    private static string Login(string server, string pair) =>
        new JsonObject { ["auths"] = new JsonObject { [server] = new JsonObject { ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)) } } }.ToJsonString();

    private static async Task<string> AttachAsync(RegistryClient client, BuiltImage image, string text)
    {
        var empty = "{}"u8.ToArray();
        var config = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        await client.EnsureBlobAsync(config, () => new MemoryStream(empty), [], Ct);
        JsonObject Empty() => new() { ["mediaType"] = "application/vnd.oci.empty.v1+json", ["digest"] = config, ["size"] = empty.Length };
        var manifest = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["artifactType"] = "application/vnd.test",
            ["config"] = Empty(),
            ["layers"] = new JsonArray(Empty()),
            ["subject"] = new JsonObject { ["mediaType"] = ManifestType, ["digest"] = image.Digest, ["size"] = image.Size },
            ["annotations"] = new JsonObject { ["text"] = text },
        }.ToJsonString());
        var digest = "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(manifest));
        await client.PutManifestAsync(digest, ManifestType, manifest, Ct);
        return digest;
    }
}
