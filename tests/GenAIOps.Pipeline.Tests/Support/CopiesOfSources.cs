using GenAIOps.Pipeline.Support;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>The copy that an image is built from has what the sources have, and nothing that they had.</summary>
public sealed class CopiesOfSources : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    private AbsolutePath To => _folder.Beside("copy");

    private void Copy() => SourceCopy.Run(SourceTree.Of(_folder.Root, git: null), new HashSet<string>(), To);

    private string[] Copied => [.. Directory.EnumerateFiles(To, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(To, file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void FilesComeChangeAndGoAndTheCompilersOwnStay()
    {
        _folder.Write("a/One.cs", "1").Write("a/Two.cs", "1").Write("b/c/Three.cs", "1").Write("a/obj/x", "1");
        Copy();
        Assert.Equal(["a/One.cs", "a/Two.cs", "b/c/Three.cs"], Copied);

        (To / "a" / "obj" / "kept.cache").WriteAllText("1");
        (To / "a" / "Stray.cs").WriteAllText("1");
        Directory.Delete(_folder.Root / "b", recursive: true);
        _folder.Write("a/One.cs", "2").Write("b", "a file now");
        Copy();
        Assert.Equal(["a/One.cs", "a/Two.cs", "a/obj/kept.cache", "b"], Copied);
        Assert.Equal("2", (To / "a" / "One.cs").ReadAllText());
    }

    [Fact]
    public void AChangedFileIsNewerThanWhatWasCompiledAndOthersKeepTheirTime()
    {
        _folder.Write("One.cs", "1").Write("Two.cs", "1");
        Copy();
        DateTime compiled = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(To / "One.cs", compiled);
        File.SetLastWriteTimeUtc(To / "Two.cs", compiled);

        // As a restored backup has it.
        _folder.Write("One.cs", "2");
        File.SetLastWriteTimeUtc(_folder.Root / "One.cs", new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Copy();
        Assert.True(File.GetLastWriteTimeUtc(To / "One.cs") > compiled);
        Assert.Equal(compiled, File.GetLastWriteTimeUtc(To / "Two.cs"));
    }

    [Fact]
    public void LinksStayLinksAndFilesThatMayNotBeWrittenAreReplaced()
    {
        _folder.Write("data/a.txt", "1");
        File.CreateSymbolicLink(_folder.Root / "link.txt", "data/a.txt");
        Directory.CreateSymbolicLink(_folder.Root / "linked", "data");
        File.SetAttributes(_folder.Root / "data" / "a.txt", FileAttributes.ReadOnly);
        Copy();
        Assert.Equal(("data/a.txt", "data"), (new FileInfo(To / "link.txt").LinkTarget, new DirectoryInfo(To / "linked").LinkTarget));

        File.SetAttributes(_folder.Root / "data" / "a.txt", FileAttributes.Normal);
        _folder.Write("data/a.txt", "2");
        File.Delete(_folder.Root / "link.txt");
        Directory.Delete(_folder.Root / "linked");
        Copy();
        Assert.Equal(["data/a.txt"], Copied);
        Assert.Equal("2", (To / "data" / "a.txt").ReadAllText());
    }

    [Fact]
    public void WhatGitWroteWithCarriageReturnsIsCopiedAsItWasCommitted()
    {
        _folder.Write(".gitattributes", "*.txt text\n*.bat text eol=crlf\n").Write("a.txt", "1\n2\n").Write("a.md", "1\n2\n").Write("a.bat", "1\r\n2\r\n").Write("b.md", "1\r\n2\r\n").Commit();
        AbsolutePath windows = _folder.Beside("windows");
        Folder.Git(_folder.Root, "clone", "--quiet", "-c", "core.autocrlf=true", "-c", "core.eol=crlf", _folder.Root, windows);
        Assert.Equal("1\r\n2\r\n", (windows / "a.md").ReadAllText());
        foreach (var clone in new[] { windows, _folder.Root })
        {
            // An edit that nobody committed is what it is.
            (clone / "new.md").WriteAllText("1\r\n", eofLineBreak: false);
            SourceCopy.Run(SourceTree.Of(clone), new HashSet<string>(), To);
            Assert.Equal(["1\n2\n", "1\n2\n", "1\r\n2\r\n", "1\r\n2\r\n", "1\r\n"], new[] { "a.txt", "a.md", "a.bat", "b.md", "new.md" }.Select(name => (To / name).ReadAllText()));
        }
    }

    [Fact]
    public void ALargeFileIsCopiedOnlyWhereItIsNeeded()
    {
        foreach (var name in new[] { "agent/model.bin", "data/set.bin" })
        {
            (_folder.Root / name).Parent.CreateDirectory();
            using var file = File.Create(_folder.Root / name);
            file.SetLength(16 << 20);
        }

        SourceCopy.Run(SourceTree.Of(_folder.Root, git: null), new HashSet<string> { _folder.Root / "agent/model.bin" }, To);
        Assert.Equal(["agent/model.bin"], Copied);
    }
}
