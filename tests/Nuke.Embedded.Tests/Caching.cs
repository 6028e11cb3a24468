using CsCheck;
using Nuke.Common;
using Nuke.Common.Caching;
using Nuke.Common.IO;
using Serilog;
using That = Xunit.Assert;

namespace Nuke.Embedded.Tests;

/// <summary>The cache brings back exactly what a run would make, or the target runs.</summary>
public sealed class Caching : IDisposable
{
    private readonly World _world = new World().With("src/A.cs", "class A;\n").With("src/B.cs", "class B;\n").With("src/notes.md", "notes");

    public void Dispose() => _world.Dispose();

    internal sealed class Build : NukeBuild
    {
        [Parameter] public readonly string Configuration = "Debug";
        [Parameter] public readonly string? Unread;
        [Parameter, Secret] public readonly string? ApiKey;

        public string Clock { get; set; } = "";

        public Target Restore => _ => _.Executes(() => Log.Information("ran Restore"));

        public Target Compile => _ => _
            .DependsOn(Restore)
            .Inputs("src/**/*.cs")
            .Outputs("out/**")
            .Executes(() =>
            {
                Log.Information("ran Compile");
                foreach (var file in (RootDirectory / "src").GlobFiles("**/*.cs"))
                    (RootDirectory / "out" / (file.Name + ".o")).WriteAllText(Compiler.Compile(file.ReadAllText()) + Configuration, eofLineBreak: false);
                ReportSummary(x =>
                {
                    x["Files"] = "some";
                    return x;
                });
            });

        public Target Sign => _ => _.Inputs("src/A.cs").Outputs("signed.txt").Executes(() =>
        {
            Log.Information("ran Sign");
            (RootDirectory / "signed.txt").WriteAllText($"{ApiKey!.Length}");
        });

        public Target Check => _ => _.DependsOn(Compile).Inputs("out/**").Executes(() => Log.Information("ran Check"));
        public Target Keyed => _ => _.CacheKey(() => Clock).Executes(() => Log.Information("ran Keyed"));
        public Target Failing => _ => _.Inputs("src/A.cs").Outputs("failed.txt").Executes(() =>
        {
            (RootDirectory / "failed.txt").WriteAllText("half");
            Log.Information("ran Failing");
            Assert.Fail("No luck.");
        });
    }

    private static class Compiler
    {
        public static string Compile(string source) => "object of " + source;
    }

    private Task<Result> RunAsync(string arguments = "Compile") => _world.RunAsync<Build>(arguments);

    private async Task<string> RanAsync(string arguments = "Compile")
    {
        var result = await RunAsync(arguments);
        That.Equal(0, result.ExitCode);
        return result.Ran;
    }

    private static bool IsExecutable(AbsolutePath file) => !OperatingSystem.IsWindows() && System.IO.File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute);

    private static void MakeExecutable(AbsolutePath file)
    {
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(file, System.IO.File.GetUnixFileMode(file) | UnixFileMode.UserExecute);
    }

    private AbsolutePath File(string path) => _world.Root / path;

    [Fact]
    public async Task TheSecondRunRestores()
    {
        That.Equal("Restore Compile", await RanAsync());
        File("out").DeleteDirectory();
        var second = await RunAsync();
        That.Equal("Restore", second.Ran);
        That.Equal("object of class A;\nDebug", File("out/A.cs.o").ReadAllText());
        That.Equal(2, File("out").GlobFiles("**").Count);
        That.Contains("= Compile", second.Output, StringComparison.Ordinal);
        That.Contains("restored 2 files", second.Output, StringComparison.Ordinal);
        That.Equal("some", second.Report.GetProperty("targets")[1].GetProperty("summary").GetProperty("Files").GetString());
        That.Contains("nothing changed", (await RunAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEditOfTheSameSizeAndTimeIsSeen()
    {
        await RunAsync();
        var time = System.IO.File.GetLastWriteTimeUtc(File("src/A.cs"));
        File("src/A.cs").WriteAllText("class X;\n");
        System.IO.File.SetLastWriteTimeUtc(File("src/A.cs"), time);
        That.Equal("Restore Compile", await RanAsync());
        That.Equal("object of class X;\nDebug", File("out/A.cs.o").ReadAllText());
    }

    public static TheoryData<string> Edits => ["rename", "delete", "add", "mode", "crlf", "link", "retarget", "move", "swap"];

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task EveryEditIsSeenAndItsUndoIsFoundAgain(string edit)
    {
        if (edit == "retarget") System.IO.File.CreateSymbolicLink(File("src/L.cs"), "A.cs");
        if (edit is "mode" && OperatingSystem.IsWindows()) That.Skip("Windows has no mode bits.");
        await RunAsync();
        That.Equal("Restore", await RanAsync());
        switch (edit)
        {
            case "rename": System.IO.File.Move(File("src/A.cs"), File("src/C.cs")); break;
            case "delete": File("src/A.cs").DeleteFile(); break;
            case "add": File("src/C.cs").WriteAllText(""); break;
            case "mode": MakeExecutable(File("src/A.cs")); break;
            case "crlf": File("src/A.cs").WriteAllText("class A;\r\n"); break;
            case "link":
                System.IO.File.Move(File("src/A.cs"), File("src/A.txt"));
                System.IO.File.CreateSymbolicLink(File("src/A.cs"), "A.txt");
                break;
            case "retarget":
                File("src/L.cs").DeleteFile();
                System.IO.File.CreateSymbolicLink(File("src/L.cs"), "B.cs");
                break;
            case "move":
                File("src/deep").CreateDirectory();
                System.IO.File.Move(File("src/A.cs"), File("src/deep/A.cs"));
                break;
            case "swap":
                File("src/A.cs").WriteAllText("class B;\n");
                File("src/B.cs").WriteAllText("class A;\n");
                break;
        }

        That.Equal("Restore Compile", await RanAsync());
        That.Equal("Restore", await RanAsync());
    }

    [Fact]
    public async Task WhatIsNoInputDoesNotCount()
    {
        await RunAsync();
        File("src/notes.md").WriteAllText("other notes");
        System.IO.File.SetLastWriteTimeUtc(File("src/A.cs"), DateTime.UtcNow.AddDays(1));
        That.Equal("Restore", await RanAsync("Compile --unread x"));
    }

    [Fact]
    public async Task AParameterThatIsReadCounts()
    {
        await RunAsync();
        That.Equal("Restore Compile", await RanAsync("Compile --configuration Release"));
        That.Equal("object of class A;\nRelease", File("out/A.cs.o").ReadAllText());
        That.Equal("Restore", await RanAsync());
        That.Equal("object of class A;\nDebug", File("out/A.cs.o").ReadAllText());
    }

    [Fact]
    public async Task ASecretCountsAndIsKeptNowhere()
    {
        That.Equal("Sign", await RanAsync("Sign --api-key first-secret"));
        That.Equal("Sign", await RanAsync("Sign --api-key second-secret"));
        That.Equal("", await RanAsync("Sign --api-key first-secret"));
        var explanation = (await RunAsync("Sign --api-key third-secret --explain")).Output;
        That.Contains("parameter ApiKey changed", explanation, StringComparison.Ordinal);
        foreach (var file in File(".nuke").GlobFiles("**"))
        {
            foreach (var secret in new[] { "first-secret", "second-secret", "third-secret" })
            {
                var text = file.ReadAllText();
                That.DoesNotContain(secret, text, StringComparison.Ordinal);
                That.DoesNotContain(KeyPart.HashOf(secret), text, StringComparison.Ordinal);
            }
        }
    }

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

    [Fact]
    public async Task NothingOfAnEarlierRunIsTakenForThisOnes()
    {
        await RunAsync();
        File("src/B.cs").DeleteFile();
        That.Equal("Restore Compile", await RanAsync());
        File("out").DeleteDirectory();
        That.Equal("Restore", await RanAsync());
        That.Equal(["A.cs.o"], File("out").GlobFiles("**").Select(x => x.Name));
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
        That.False((_world.Root.Parent / "escape.txt").FileExists());
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
        await _world.RunAsync<Shapes>("Make");
        File("out").DeleteDirectory();
        var result = await _world.RunAsync<Shapes>("Make");
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
    public async Task AFailureIsNeverKept()
    {
        That.Equal("Failing", (await RunAsync("Failing")).Ran);
        var second = await RunAsync("Failing");
        That.Equal(1, second.ExitCode);
        That.Equal("Failing", second.Ran);
    }

    [Fact]
    public async Task NoCacheNeitherReadsNorWrites()
    {
        await RunAsync("Compile --no-cache");
        That.False(File(".nuke/temp/cache").DirectoryExists());
        await RunAsync();
        That.Equal("Restore Compile", await RanAsync("Compile --no-cache"));
    }

    [Fact]
    public async Task ATargetBehindAnotherSeesWhatThatMade()
    {
        That.Equal("Restore Compile Check", await RanAsync("Check"));
        That.Equal("Restore", await RanAsync("Check"));
        File("src/A.cs").WriteAllText("class New;");
        That.Equal("Restore Compile Check", await RanAsync("Check"));
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

    /// <summary>The law: after any edits, a cached run leaves exactly what a run without a cache does.</summary>
    [Fact]
    public async Task ACachedRunEqualsACleanOne()
    {
        var edit = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 2]);
        await Gen.Select(edit.Array[1, 6], Gen.Bool).SampleAsync(async (edits, forget) =>
        {
            using World cached = new();
            foreach (var (kind, file, content) in edits)
            {
                var path = cached.Root / "src" / $"F{file}.cs";
                if (kind == 0) path.DeleteFile();
                else path.WriteAllText($"class C{content};");
                if ((cached.Root / "src").GlobFiles("*.cs").Count == 0) continue;
                if (forget) (cached.Root / "out").DeleteDirectory();
                That.Equal(0, (await cached.RunAsync<Build>("Compile")).ExitCode);
                var left = (cached.Root / "out").GlobFiles("**").ToDictionary(x => x.Name, x => x.ReadAllText());
                var wanted = (cached.Root / "src").GlobFiles("*.cs").ToDictionary(x => x.Name + ".o", x => "object of " + x.ReadAllText() + "Debug");
                That.Equal(wanted, left);
            }
        }, iter: 40, threads: 1);
    }
}
