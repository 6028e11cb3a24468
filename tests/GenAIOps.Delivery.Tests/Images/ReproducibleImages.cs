using System.Formats.Tar;
using System.IO.Compression;
using GenAIOps.Delivery.Images;

namespace GenAIOps.Delivery.Tests.Images;

public sealed class ReproducibleImages : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("image-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TwoFoldersTwoTimesOneDigest()
    {
        var one = Build(Publish("one"), "layout1");
        var two = Publish("two");
        foreach (var file in Directory.EnumerateFiles(two, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        }

        Assert.Equal(one.Digest, Build(two, "layout2").Digest);
    }

    [Fact]
    public void AChangedPromptChangesTheLastLayerOnly()
    {
        var before = Build(Publish("one"), "layout1");
        var folder = Publish("two");
        File.WriteAllText(Path.Combine(folder, "prompts", "system.md"), "Be brief.");
        var after = Build(folder, "layout2");
        Assert.NotEqual(before.Digest, after.Digest);
        Assert.Equal(before.Layers.Select(layer => layer.Kind), ["dependencies", "app", "content"]);
        Assert.Equal(before.Layers.Take(2), after.Layers.Take(2));
        Assert.NotEqual(before.Layers[2], after.Layers[2]);
    }

    [Fact]
    public void ALayerHoldsNothingOfThisMachine()
    {
        var image = Build(Publish("one"), "layout1");
        using var gzip = new GZipStream(File.OpenRead(OciLayout.BlobPath(image.Path, image.Layers[1].Digest)), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        while (tar.GetNextEntry() is { } entry)
        {
            Assert.StartsWith("app", entry.Name, StringComparison.Ordinal);
            Assert.Equal((0, 0, new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero)), (entry.Uid, entry.Gid, entry.ModificationTime));
        }
    }

    [Fact]
    public void ALayoutIsReadBack()
    {
        var image = Build(Publish("one"), "layout1");
        Assert.Equal(image.Layers, OciLayout.Open(image.Path).Layers);
    }

    [Fact]
    public void AChangedBlobIsNamed()
    {
        var image = Build(Publish("one"), "layout1");
        var layer = OciLayout.BlobPath(image.Path, image.Layers[2].Digest);
        var bytes = File.ReadAllBytes(layer);
        bytes[^1] ^= 1;
        File.WriteAllBytes(layer, bytes);
        Assert.Contains($"{image.Layers[2].Digest} was changed (its bytes are sha256:", Assert.Throws<InvalidDataException>(() => OciLayout.Open(image.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(image.Digest, OciLayout.Open(image.Path, readLayers: false).Digest);

        File.AppendAllText(layer, "x");
        Assert.Contains($"{image.Layers[2].Digest} was changed (it has {bytes.Length + 1} bytes", Assert.Throws<InvalidDataException>(() => OciLayout.Open(image.Path, readLayers: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyFolderIsNoImage()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;
        Assert.Throws<InvalidDataException>(() => Build(empty, "layout1"));
    }

    [Fact]
    public void ALargeFileIsALayerByItself()
    {
        var one = Publish("one");
        Write(one, "prompts/model.onnx", ImageBuilder.LargeFile);
        Write(one, "models/second.onnx", ImageBuilder.LargeFile + 1);
        Write(one, "prompts/small.bin", ImageBuilder.LargeFile - 1);
        var before = Build(one, "layout1", Path.Combine(_folder, "cache"));
        Assert.Equal(["large", "large", "dependencies", "app", "content"], before.Layers.Select(layer => layer.Kind));

        File.WriteAllText(Path.Combine(one, "prompts", "system.md"), "Be brief.");
        var edited = Build(one, "layout2", Path.Combine(_folder, "cache"));
        Assert.Equal(before.Layers.Take(4), edited.Layers.Take(4));
        Assert.NotEqual(before.Layers[4], edited.Layers[4]);

        Write(one, "models/second.onnx", ImageBuilder.LargeFile + 2);
        var tuned = Build(one, "layout3");
        Assert.NotEqual(edited.Digest, tuned.Digest);
        Assert.Equal(4, edited.Layers.Intersect(tuned.Layers).Count());
    }

    [Fact]
    public void LayersOfLargeFilesAreNoMoreThanAFileSystemStacks()
    {
        var one = Publish("one");
        for (var i = 0; i < ImageBuilder.MostLarge + 3; i++) Write(one, $"prompts/{i:00}.bin", ImageBuilder.LargeFile + i);
        var large = ImageBuilder.Group(new ImageOptions { PublishFolders = new Dictionary<string, string>(), Created = default, LayoutFolder = "", EntryPoint = [], AppFiles = ["Agent.dll"], Content = ["prompts"] }, one);
        Assert.Equal(Enumerable.Range(3, ImageBuilder.MostLarge).Select(i => $"app/prompts/{i:00}.bin"), large.Where(group => group.Kind == "large").Select(group => Assert.Single(group.Files).Key));
        Assert.Equal(["app/prompts/00.bin", "app/prompts/01.bin", "app/prompts/02.bin", "app/prompts/system.md"], large.Single(group => group.Kind == "content").Files.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>A file that takes no room on the disk.</summary>
    private static void Write(string folder, string name, long length)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
        using var file = File.Create(Path.Combine(folder, name));
        file.SetLength(length);
    }

    private BuiltImage Build(string publish, string layout, string? cache = null) => ImageBuilder.Build(new ImageOptions
    {
        PublishFolders = new Dictionary<string, string> { ["linux/amd64"] = publish },
        Created = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero),
        LayoutFolder = Path.Combine(_folder, layout),
        CacheFolder = cache,
        EntryPoint = ["dotnet", "Agent.dll"],
        AppFiles = ["Agent.dll"],
        Content = ["prompts"],
    });

    private string Publish(string name)
    {
        var folder = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.Combine(folder, "prompts"));
        File.WriteAllText(Path.Combine(folder, "Agent.dll"), "code");
        File.WriteAllText(Path.Combine(folder, "Library.dll"), "library");
        File.WriteAllText(Path.Combine(folder, "prompts", "system.md"), "Be kind.");
        return folder;
    }
}
