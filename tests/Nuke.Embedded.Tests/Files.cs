using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Nuke.Common.IO;
using Nuke.Common.ProjectModel;
using static Nuke.Common.IO.HttpTasks;

namespace Nuke.Embedded.Tests;

public sealed class Files : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private AbsolutePath Tree() => _world.With("tree/b.txt", "bee").With("tree/sub/a.txt", "ay").With("tree/sub/skip.log", "log").Root / "tree";

    private static string[] Names(AbsolutePath directory) =>
        [.. directory.GetFiles(depth: int.MaxValue).Select(x => directory.GetUnixRelativePathTo(x).ToString()).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData("out/tree.zip")]
    [InlineData("out/tree.tar.gz")]
    [InlineData("out/tree.tgz")]
    public void ADirectoryGoesIntoAnArchiveAndBack(string name)
    {
        var archive = _world.Root / name;
        Tree().CompressTo(archive, x => !x.HasExtension(".log"));
        archive.UncompressTo(_world.Root / "back");
        Assert.Equal(["b.txt", "sub/a.txt"], Names(_world.Root / "back"));
        Assert.Equal("bee\n", (_world.Root / "back" / "b.txt").ReadAllText());
        Assert.Throws<IOException>(() => Tree().CompressTo(archive));
    }

    [Fact]
    public void AnArchiveOfAnotherKindIsRefused() =>
        Assert.Contains("must end in .zip, .tar.gz or .tgz", Assert.Throws<ArgumentException>(() => Tree().CompressTo(_world.Root / "a.rar")).Message);

    [Fact]
    public void HashesFollowContentsAndNames()
    {
        var tree = Tree();
        Assert.Equal("5d41402abc4b2a76b9719d911017c592", (_world.Root / "hello").WriteAllText("hello", eofLineBreak: false).GetFileHash());
        var before = tree.GetDirectoryHash();
        Assert.Equal(before, tree.GetFiles(depth: 9).Reverse().GetFileSetHash(tree));

        (tree / "b.txt").Move(tree / "c.txt");
        var renamed = tree.GetDirectoryHash();
        Assert.NotEqual(before, renamed);
        (tree / "sub" / "skip.log").WriteAllText("other");
        Assert.NotEqual(renamed, tree.GetDirectoryHash());
    }

    [Fact]
    public void FilesAreFoundToADepth()
    {
        var tree = Tree();
        Assert.Equal(["b.txt"], tree.GetFiles().Select(x => x.Name));
        Assert.Equal(2, tree.GetFiles("*.txt", depth: 2).Count());
        Assert.Equal(["sub"], tree.GetDirectories().Select(x => x.Name));
        Assert.Equal(_world.Root, (tree / "sub").FindParentOrSelf(x => x.ContainsDirectory(".nuke")));
        Assert.Null(tree.FindParent(x => x.Name == "nowhere"));
        Assert.True(_world.Root.Contains(tree) && !tree.Contains(_world.Root));
        Assert.Equal([tree / "b.txt"], new[] { tree / "b.txt", tree / "none" }.WhereFileExists());
    }

    [Fact]
    public void RelativePathsAreJoined()
    {
        var relative = (_world.Root / "a").GetUnixRelativePathTo(_world.Root / "b" / "c");
        Assert.Equal("../b/c", relative);
        Assert.Equal("../b/c/d.txt", relative / "d" + ".txt");
        Assert.Equal(Path.Combine("x", "y"), (RelativePath)"x" / "y");
        Assert.Throws<ArgumentException>(() => (RelativePath)Path.GetFullPath("/x"));
    }

    private sealed record Package(string Name, string Version);

    [Fact]
    public void JsonIsReadWrittenAndChanged()
    {
        var file = _world.With("package.json", """{ "name": "a", "version": "1", /* kept out */ "extra": [1] }""").Root / "package.json";
        Assert.Equal(new Package("a", "1"), file.ReadJson<Package>());
        file.UpdateJson(json => json["version"] = "2");
        Assert.Equal(new Package("a", "2"), file.ReadJson<Package>());
        Assert.Equal(1, file.ReadJson()["extra"]![0]!.GetValue<int>());
        Assert.Equal(new Package("b", "3"), (_world.Root / "new" / "b.json").WriteJson(new Package("b", "3")).ReadJson<Package>());

        _world.With("package.json", "{");
        Assert.Contains("package.json' cannot be read as Package", Assert.Throws<JsonException>(() => file.ReadJson<Package>()).Message);
    }

    [Fact]
    public void TextIsChanged() =>
        Assert.Equal("1.1\n", (_world.Root / "version.txt").WriteAllText("1.0").UpdateText(x => x.Replace("1.0", "1.1", StringComparison.Ordinal)).ReadAllText());

    [Fact]
    public async Task FilesAreDownloaded()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, "200 OK", "404 Not Found");
        var uri = $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/file";
        await HttpDownloadFileAsync(uri, _world.Root / "down" / "file.txt", headerConfigurator: x => x.Add("X-Who", "me"));
        Assert.Equal("GET me", (_world.Root / "down" / "file.txt").ReadAllText());
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<HttpRequestException>(() => HttpDownloadStringAsync(uri))).StatusCode);
        await answering;
    }

    /// <summary>Answers one connection for each status with the request's method and its header X-Who.</summary>
    private static async Task AnswerAsync(TcpListener listener, params string[] statuses)
    {
        foreach (var status in statuses)
        {
            using var client = await listener.AcceptTcpClientAsync();
            using StreamReader reader = new(client.GetStream(), Encoding.ASCII, leaveOpen: true);
            var method = (await reader.ReadLineAsync())!.Split(' ')[0];
            var who = "";
            while (await reader.ReadLineAsync() is { Length: > 0 } header) if (header.StartsWith("X-Who: ", StringComparison.Ordinal)) who = header[7..];
            var body = $"{method} {who}";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        }
    }

    [Fact]
    public void MSBuildTellsWhatAProjectIs()
    {
        _world
            .With("Demo.slnx", """<Solution><Project Path="src/Demo.csproj" /><Project Path="src/Other.csproj" /></Solution>""")
            .With("src/Demo.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFrameworks>net9.0;net10.0</TargetFrameworks><IsPackable>false</IsPackable></PropertyGroup>
                  <ItemGroup><PackageReference Include="Serilog" Version="4.3.0" /><None Include="a.txt;b.txt" /></ItemGroup>
                </Project>
                """)
            .With("src/Other.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        var solution = (_world.Root / "Demo.slnx").ReadSolution();
        var demo = solution.GetProject("Demo");
        Assert.Same(demo, solution.GetProject("src/Demo.csproj"));
        Assert.Null(solution.GetProject("None"));
        Assert.Equal(["net9.0", "net10.0"], demo.GetTargetFrameworks());
        Assert.False(demo.GetProperty<bool>("IsPackable"));
        Assert.Null(demo.GetProperty("NoSuchProperty"));
        Assert.Equal("4.3.0", demo.GetPackageReferenceVersion("serilog"));
        Assert.Contains("b.txt", demo.GetItems("None"));
        Assert.Equal(["net10.0"], solution.GetProject("Other").GetTargetFrameworks());
    }
}
