using System.Formats.Tar;
using System.Security.Cryptography;
using CsCheck;
using GenAIOps.Delivery.Images;
using Compression = GenAIOps.Delivery.Images.Compression;

namespace GenAIOps.Delivery.Tests.Images;

/// <summary>Compression and tar: the same bytes whatever wrote them, and the content comes back.</summary>
public sealed class LayersAreReproducible : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("layers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Compress(Compression compression, byte[] content, int chunk)
    {
        using MemoryStream target = new();
        using (var stream = compression.Compress(target))
        {
            for (var i = 0; i < content.Length; i += chunk) stream.Write(content, i, Math.Min(chunk, content.Length - i));
        }

        return target.ToArray();
    }

    private static byte[] Content(int length, int seed)
    {
        // Half noise, half text: blocks that cannot be compressed, and such that can.
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        for (var i = 0; i < length / 2; i++) content[i] = (byte)"the quick brown fox "[i % 20];
        return content;
    }

    [Theory]
    [InlineData(Compression.Gzip)]
    [InlineData(Compression.Zstd)]
    public void TheBytesDependOnTheContentAndNotOnHowItWasWritten(Compression compression) =>
        Gen.Select(Gen.Int[0, 9_500_000], Gen.Int[1, 2_000_000], Gen.Int).Sample((length, chunk, seed) =>
        {
            var content = Content(length, seed);
            var compressed = Compress(compression, content, chunk);
            Assert.Equal(Compress(compression, content, 4096 * 7), compressed);
            using MemoryStream back = new();
            using (var stream = Compressions.Decompress(compression.MediaType(), new MemoryStream(compressed))) stream.CopyTo(back);
            Assert.True(back.ToArray().AsSpan().SequenceEqual(content));
        }, iter: 20);

    /// <summary>Known digests: another processor, runtime or version of a package that gave other bytes would change every image.</summary>
    [Theory]
    [InlineData(Compression.Gzip, "ba7134cc126b05e013b6accc6f2d966548581dddd8c1a711fe2963863b10985b")]
    [InlineData(Compression.Zstd, "baa6ac26d13f80e0bae3bb9fdacee4acb43d238e061fa556330f330492454f01")]
    public void TheBytesAreTheSameOnEveryMachine(Compression compression, string digest)
    {
        var content = new byte[2_500_000];
        for (var i = 0; i < content.Length; i++) content[i] = (byte)((i * 31 / 7) ^ (i >> 9));
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(Compress(compression, content, 81920))));
    }

    /// <summary>As other tools read it: gzip itself, where it is there.</summary>
    [Fact]
    public void GzipReadsIt()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("gzip is not there.");
        var content = Content(9_000_000, 1);
        var file = Path.Combine(_folder, "layer.gz");
        File.WriteAllBytes(file, Compress(Compression.Gzip, content, 100_000));
        using var gzip = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("gzip", ["-dc", file]) { RedirectStandardOutput = true })!;
        using MemoryStream back = new();
        gzip.StandardOutput.BaseStream.CopyTo(back);
        gzip.WaitForExit();
        Assert.Equal(0, gzip.ExitCode);
        Assert.True(back.ToArray().AsSpan().SequenceEqual(content));
    }

    [Fact]
    public void NamesModesAndOrderAreFixed()
    {
        var longName = "app/" + string.Join('/', Enumerable.Repeat("a-folder-with-a-long-name", 6)) + "/ünïcode.txt";
        Dictionary<string, string> files = new()
        {
            ["app/run.sh"] = Write("#!/bin/sh\n"),
            ["app/program"] = Write("\u007fELF…"),
            ["app/libnative.so"] = Write("\u007fELF…"),
            [longName] = Write("deep"),
            ["app/A.dll"] = Write("MZ"),
        };
        var time = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using MemoryStream tar = new();
        LayerWriter.Write(files, time, tar);
        tar.Position = 0;
        using TarReader reader = new(tar);
        Dictionary<string, UnixFileMode> modes = [];
        while (reader.GetNextEntry() is { } entry)
        {
            modes.Add(entry.Name, entry.Mode);
            Assert.Equal(time, entry.ModificationTime);
            Assert.Equal((0, 0), (entry.Uid, entry.Gid));
        }

        Assert.Equal(modes.Keys.Where(x => !x.EndsWith('/')), files.Keys.Order(StringComparer.Ordinal));
        Assert.True(modes["app/run.sh"].HasFlag(UnixFileMode.UserExecute));
        Assert.True(modes["app/program"].HasFlag(UnixFileMode.UserExecute));
        Assert.False(modes["app/libnative.so"].HasFlag(UnixFileMode.UserExecute));
        Assert.False(modes["app/A.dll"].HasFlag(UnixFileMode.UserExecute));

        using MemoryStream again = new();
        LayerWriter.Write(files.Reverse().ToDictionary(), time, again);
        Assert.Equal(tar.ToArray(), again.ToArray());
    }

    [Fact]
    public void AKeptLayerIsUsedAndADamagedOneIsNot()
    {
        var cache = Path.Combine(_folder, "cache");
        Dictionary<string, string> files = new() { ["app/A.dll"] = Write("content") };
        var first = Build("one");
        Assert.Equal(first, Build("two"));
        var kept = Assert.Single(Directory.GetFiles(cache));
        File.WriteAllText(kept, "damaged");
        Assert.Equal(first, Build("three"));
        Assert.NotEqual("damaged", File.ReadAllText(Assert.Single(Directory.GetFiles(cache))));

        (ImageBlob, string) Build(string name)
        {
            var blobs = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
            return new LayerCache(cache).Write("app", files, DateTimeOffset.UnixEpoch, Compression.Gzip, blobs);
        }
    }

    private string Write(string content)
    {
        var file = Path.Combine(_folder, Guid.NewGuid().ToString("n"));
        File.WriteAllText(file, content);
        return file;
    }
}
