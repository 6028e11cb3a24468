using Nuke.Common;
using Nuke.Common.Caching;
using Nuke.Common.IO;
using Serilog;
using That = Xunit.Assert;

namespace Nuke.Embedded.Tests;

/// <summary>What the store holds comes back exactly as it was made, or the target runs: damaged, hostile, shared or full.</summary>
public sealed class CacheStores : CachedWorld
{
    [Fact]
    public async Task OutputsThatWereTamperedWithAreMended()
    {
        await RunAsync();
        File("out/A.cs.o").WriteAllText("object of class Z;\nDebug");
        File("out/stale.o").WriteAllText("stale");
        File("out/B.cs.o").DeleteFile();
        That.Equal("Restore", await RanAsync());
        That.Equal("object of class A;\nDebug", File("out/A.cs.o").ReadAllText());
        That.Equal(["A.cs.o", "B.cs.o"], File("out").GlobFiles("**").Select(x => x.Name));
    }

    [Theory]
    [InlineData("blobs", "truncate")]
    [InlineData("blobs", "flip")]
    [InlineData("blobs", "delete")]
    [InlineData("entries", "truncate")]
    [InlineData("entries", "flip")]
    public async Task ADamagedStoreMeansARunAndHealsItself(string folder, string damage)
    {
        await RunAsync();
        File("out").DeleteDirectory();
        foreach (var file in File(".nuke/temp/cache/" + folder).GlobFiles("*"))
        {
            var bytes = file.ReadAllBytes();
            if (damage == "truncate") System.IO.File.WriteAllBytes(file, bytes[..^1]);
            else if (damage == "flip") System.IO.File.WriteAllBytes(file, [(byte)(bytes[0] ^ 1), .. bytes[1..]]);
            else file.DeleteFile();
        }

        var result = await RunAsync();
        That.Equal("Restore Compile", result.Ran);
        That.Contains("warning: Compile runs: the cache's entry cannot be used", result.Output, StringComparison.Ordinal);
        That.Equal("object of class A;\nDebug", File("out/A.cs.o").ReadAllText());
        File("out").DeleteDirectory();
        That.Equal("Restore", await RanAsync());
        That.Equal("object of class A;\nDebug", File("out/A.cs.o").ReadAllText());
    }

    [Theory]
    [InlineData("../escape.txt")]
    [InlineData("/tmp/escape.txt")]
    [InlineData("out/../../escape.txt")]
    [InlineData("src/A.cs")]
    [InlineData("out/./x")]
    public async Task AHostileEntryWritesNothing(string path)
    {
        await RunAsync();
        foreach (var entry in File(".nuke/temp/cache/entries").GlobFiles("*")) entry.WriteAllText(entry.ReadAllText().Replace("out/A.cs.o", path, StringComparison.Ordinal));
        var before = File("src/A.cs").ReadAllText();
        var result = await RunAsync();
        That.Equal("Restore Compile", result.Ran);
        That.Contains("which is no output of Compile", result.Output, StringComparison.Ordinal);
        That.Equal(before, File("src/A.cs").ReadAllText());
        That.False((Here.Root.Parent / "escape.txt").FileExists());
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("../../..")]
    public async Task AHostileLinkIsNotMade(string link)
    {
        await RunAsync();
        foreach (var entry in File(".nuke/temp/cache/entries").GlobFiles("*"))
            entry.WriteAllText(entry.ReadAllText().Replace("\"executable\":false}", $"\"executable\":false,\"link\":\"{link}\"}}", StringComparison.Ordinal));
        That.Contains("no valid content", (await RunAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingIsWrittenThroughALinkedFolder()
    {
        await RunAsync();
        File("out").DeleteDirectory();
        File("elsewhere").CreateDirectory();
        Directory.CreateSymbolicLink(File("out"), "elsewhere");
        var result = await RunAsync();
        That.Contains("'out' is a link", result.Output, StringComparison.Ordinal);
        That.Equal("Restore Compile", result.Ran);
    }

    [Fact]
    public async Task LinksModesAndDeepFoldersComeBackAsTheyWere()
    {
        if (OperatingSystem.IsWindows()) That.Skip("Windows has no mode bits.");
        await Here.RunAsync<Shapes>("Make");
        File("out").DeleteDirectory();
        var result = await Here.RunAsync<Shapes>("Make");
        That.Equal("", result.Ran);
        That.Equal("a/tool", new FileInfo(File("out/link")).LinkTarget);
        That.True(IsExecutable(File("out/a/tool")));
        That.False(IsExecutable(File("out/a/b/empty")));
        That.Equal(0, new FileInfo(File("out/a/b/empty")).Length);
    }

    private sealed class Shapes : NukeBuild
    {
        public Target Make => _ => _.Inputs("src/A.cs").Outputs("out/**").Executes(() =>
        {
            Log.Information("ran Make");
            (RootDirectory / "out/a/b").CreateDirectory();
            (RootDirectory / "out/a/tool").WriteAllText("#!");
            (RootDirectory / "out/a/b/empty").WriteAllText("", eofLineBreak: false);
            MakeExecutable(RootDirectory / "out/a/tool");
            System.IO.File.CreateSymbolicLink(RootDirectory / "out/link", "a/tool");
        });
    }

    [Fact]
    public async Task ASharedFolderServesAnotherClone()
    {
        using World other = new World().With("src/A.cs", "class A;\n").With("src/B.cs", "class B;\n");
        var shared = (File("shared").ToString()).Replace('\\', '/');
        await RunAsync($"Compile --cache {shared}");
        var result = await other.RunAsync<Build>($"Compile --cache {shared}");
        That.Equal("Restore", result.Ran);
        That.Equal("object of class A;\nDebug", (other.Root / "out/A.cs.o").ReadAllText());
    }

    [Fact]
    public async Task AStoreThatNobodyOpensIsRefused()
    {
        var result = await RunAsync("Compile --cache ftp://x/y");
        That.Equal(2, result.ExitCode);
        That.Contains("this build opens no 'ftp' stores", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheStoreStaysWithinItsLimit()
    {
        FolderStore store = new(File("small"), limit: 300);
        for (var i = 0; i < 5; i++)
        {
            var content = new byte[100];
            content[0] = (byte)i;
            var digest = new string((char)('a' + i), 64);
            await store.WriteAsync(digest, "{}"u8.ToArray(), new Dictionary<string, Func<Stream>> { [digest] = () => new MemoryStream(content) }, CancellationToken.None);
            foreach (var file in File("small").GlobFiles("**")) System.IO.File.SetLastWriteTimeUtc(file, System.IO.File.GetLastWriteTimeUtc(file).AddHours(-1));
        }

        That.True(File("small").GlobFiles("**").Sum(x => new FileInfo(x).Length) <= 300);
        That.Null(await store.FindAsync(new string('a', 64), CancellationToken.None));
        That.NotNull(await store.FindAsync(new string('e', 64), CancellationToken.None));
    }
}
