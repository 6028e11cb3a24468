using CsCheck;
using Nuke.Common.Caching;
using Nuke.Common.IO;
using That = Xunit.Assert;

namespace Nuke.Embedded.Tests;

/// <summary>What a target is made of decides whether it runs: every change of that is seen, and nothing else counts.</summary>
public sealed class Caching : CachedWorld
{
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
    public async Task NothingOfAnEarlierRunIsTakenForThisOnes()
    {
        await RunAsync();
        File("src/B.cs").DeleteFile();
        That.Equal("Restore Compile", await RanAsync());
        File("out").DeleteDirectory();
        That.Equal("Restore", await RanAsync());
        That.Equal(["A.cs.o"], File("out").GlobFiles("**").Select(x => x.Name));
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
