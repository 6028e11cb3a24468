using System.Formats.Tar;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using GenAIOps.Emulator.Registry;

namespace GenAIOps.Emulator.Tests.Registry;

public sealed class LayerTests
{
    private const string Gzip = "application/vnd.oci.image.layer.v1.tar+gzip";

    [Fact]
    public async Task LaterLayersAddReplaceAndRemove()
    {
        using TemporaryFolder folder = new();
        LayerExtractor extractor = new(folder);
        await ApplyAsync(extractor, TestRegistry.File("app/a", "1"), TestRegistry.File("app/b", "1"), TestRegistry.File("data/old/x", "1"), Link("current", "app"));
        await ApplyAsync(extractor, TestRegistry.File("app/a", "2"), TestRegistry.File("app/.wh.b", ""), TestRegistry.File("data/new", "2"), TestRegistry.File("data/.wh..wh..opq", ""));

        Assert.Equal("2", await ReadAsync(folder, "current/a"));
        Assert.False(Path.Exists(Path.Combine(folder, "app", "b")));
        Assert.Equal(["new"], Directory.GetFileSystemEntries(Path.Combine(folder, "data")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AbsoluteLinksPointIntoTheImage()
    {
        using TemporaryFolder folder = new();
        LayerExtractor extractor = new(folder);

        await ApplyAsync(extractor, TestRegistry.File("usr/lib/x", "inside"), Link("a/b/lib", "/usr/lib"), TestRegistry.File("a/b/lib/y", "also inside"),
            new PaxTarEntry(TarEntryType.HardLink, "copy") { LinkName = "usr/lib/x" });

        Assert.Equal("inside", await ReadAsync(folder, "a/b/lib/x"));
        Assert.Equal("also inside", await ReadAsync(folder, "usr/lib/y"));
        Assert.Equal("inside", await ReadAsync(folder, "copy"));
    }

    [Fact]
    public async Task ALayerMayBeZstd()
    {
        using TemporaryFolder folder = new();
        using System.IO.Compression.GZipStream tar = new(new MemoryStream(TestRegistry.Layer(TestRegistry.File("app/a", "1"))), System.IO.Compression.CompressionMode.Decompress);
        using MemoryStream zstd = new();
        await using (ZstdSharp.CompressionStream compression = new(zstd, leaveOpen: true)) await tar.CopyToAsync(compression, TestContext.Current.CancellationToken);
        zstd.Position = 0;
        const string Zstd = "application/vnd.oci.image.layer.v1.tar+zstd";

        await new LayerExtractor(folder).ExtractAsync(zstd, Zstd, TestContext.Current.CancellationToken);
        Assert.Equal("1", await ReadAsync(folder, "app/a"));
        byte[] damaged = zstd.ToArray();
        damaged[0] ^= 1;
        await Assert.ThrowsAsync<InvalidDataException>(() => new LayerExtractor(folder).ExtractAsync(new MemoryStream(damaged), Zstd, TestContext.Current.CancellationToken));
    }

    public static TheoryData<string, TarEntry[]> Escapes => new()
    {
        { "a path that climbs", [TestRegistry.File("../outside", "x")] },
        { "a path that climbs later", [TestRegistry.File("app/../../outside", "x")] },
        { "a link that climbs", [Link("app/link", "../../outside")] },
        { "a link that climbs through an absolute path", [Link("link", "/../outside")] },
        { "a link whose folder is less deep than it looks", [Link("a/b/c", "/"), Link("a/b/c/up", "../outside")] },
        { "a hard link to the outside", [new PaxTarEntry(TarEntryType.HardLink, "hard") { LinkName = "../outside" }] },
        { "a whiteout of the parent", [TestRegistry.File("app/.wh...", "")] },
        { "a link that goes in circles", [Link("a", "b"), Link("b", "a"), TestRegistry.File("a/x", "x")] },
    };

    [Theory]
    [MemberData(nameof(Escapes), DisableDiscoveryEnumeration = true)]
    public async Task ALayerThatReachesOutsideTheImageIsRefused(string how, TarEntry[] entries)
    {
        using TemporaryFolder folder = new();
        string root = Path.Combine(folder, "image", "rootfs"), outside = Path.Combine(folder, "image", "outside");
        Directory.CreateDirectory(root);
        await File.WriteAllTextAsync(outside, "untouched", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidDataException>(() => ApplyAsync(new LayerExtractor(root), entries));

        Assert.True(await File.ReadAllTextAsync(outside, TestContext.Current.CancellationToken) is "untouched", how);
        Assert.Equal(["outside", "rootfs"], Directory.GetFileSystemEntries(Path.GetDirectoryName(root)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task AnAppWhoseImageReachesOutsideIsNotStartedAndSaysWhy()
    {
        await using World world = await World.WithImageAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        string image = await registry.PushImageAsync("evil", [TestRegistry.Layer(TestRegistry.File("../../token", "mine"))], new JsonObject { ["Entrypoint"] = new JsonArray("dotnet") });

        Assert.Equal("Failed", await world.DeployAsync(World.Body("blue", image)));

        Assert.Contains("layer entry '../../token' reaches outside the image", (string)(await world.RevisionAsync("blue"))["provisioningError"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await world.Client.GetAsync(World.Group)).Status);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(world.State, "images")));
    }

    /// <summary>A million zeros take a kilobyte in a layer.</summary>
    [Fact]
    public async Task ALayerThatUnpacksToTooMuchIsRefused()
    {
        using TemporaryFolder folder = new();
        byte[] bomb = TestRegistry.Layer(TestRegistry.File("zeros", new string('\0', 1_000_000)));
        Assert.InRange(bomb.Length, 1, 10_000);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new LayerExtractor(folder, largest: 999_999).ExtractAsync(new MemoryStream(bomb), Gzip, TestContext.Current.CancellationToken));
        Assert.Contains("more than 999999 bytes", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "zeros")));
    }

    [Fact]
    public async Task HardLinksAndEntriesCountToo()
    {
        using TemporaryFolder folder = new();
        var links = Enumerable.Range(0, 10).Select(i => (TarEntry)new PaxTarEntry(TarEntryType.HardLink, $"copy{i}") { LinkName = "file" }).Prepend(TestRegistry.File("file", new string('x', 100))).ToArray();
        await Assert.ThrowsAsync<InvalidDataException>(() => ApplyAsync(new LayerExtractor(folder, largest: 1000), links));
        await Assert.ThrowsAsync<InvalidDataException>(() => ApplyAsync(new LayerExtractor(folder, most: 10), links));
        await ApplyAsync(new LayerExtractor(folder), links);
    }

    /// <summary>Whatever the bytes: a layer is applied inside the image or refused with one kind of error.</summary>
    [Fact]
    public void AnyBytesAreALayerOrAreRefused()
    {
        using System.IO.Compression.GZipStream gzip = new(new MemoryStream(TestRegistry.Layer(
            TestRegistry.File("app/a", "content"), Link("app/link", "a"), new PaxTarEntry(TarEntryType.HardLink, "hard") { LinkName = "app/a" }, TestRegistry.File("data/.wh.b", ""))), System.IO.Compression.CompressionMode.Decompress);
        using MemoryStream sound = new();
        gzip.CopyTo(sound);
        byte[] tar = sound.ToArray();
        Gen.Select(Gen.Int[0, tar.Length - 1], Gen.Byte).Array[1, 12].Select(Gen.Int[0, tar.Length]).Sample((changes, length) =>
        {
            byte[] layer = tar.ToArray();
            foreach (var (at, value) in changes) layer[at] = value;
            using TemporaryFolder folder = new();
            string root = Path.Combine(folder, "rootfs");
            try
            {
                new LayerExtractor(root, largest: 1 << 20).ExtractAsync(new MemoryStream(layer, 0, length), "application/vnd.oci.image.layer.v1.tar", CancellationToken.None).GetAwaiter().GetResult();
            }
            catch (InvalidDataException)
            {
                // Refused.
            }

            Assert.Equal(["rootfs"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
        }, iter: 2000);
    }

    /// <summary>The reader has an exception of its own for what is said to be longer than it may be.</summary>
    [Fact]
    public async Task AttributesLargerThanTheyMayBeAreRefused()
    {
        byte[] layer = new byte[1024];
        Encoding.ASCII.GetBytes("PaxHeaders/a").CopyTo(layer, 0);
        Encoding.ASCII.GetBytes("77777777777\0").CopyTo(layer, 124);
        layer[156] = (byte)'x';
        Encoding.ASCII.GetBytes("ustar\0" + "00").CopyTo(layer, 257);
        layer.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(layer[..512].Sum(x => x), 8).PadLeft(6, '0') + "\0 ").CopyTo(layer, 148);
        using TemporaryFolder folder = new();
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => new LayerExtractor(Path.Combine(folder, "rootfs"))
            .ExtractAsync(new MemoryStream(layer), "application/vnd.oci.image.layer.v1.tar", TestContext.Current.CancellationToken));
        Assert.Contains("a layer is no tar", error.Message, StringComparison.Ordinal);
    }

    private static Task ApplyAsync(LayerExtractor extractor, params TarEntry[] entries) =>
        extractor.ExtractAsync(new MemoryStream(TestRegistry.Layer(entries)), Gzip, TestContext.Current.CancellationToken);

    private static PaxTarEntry Link(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };

    private static Task<string> ReadAsync(string folder, string path) => File.ReadAllTextAsync(Path.Combine(folder, path), TestContext.Current.CancellationToken);
}
