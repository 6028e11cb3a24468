using GenAIOps.Pipeline.Stages.Testing;
using GenAIOps.Pipeline.Support;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Stages.Testing;

/// <summary>Only a result that passed, on these inputs, and as it was written here, counts later.</summary>
public sealed class KeptResults : IDisposable
{
    private static readonly string s_now = new('a', 64), s_then = new('b', 64);
    private static readonly TestModule s_module = Module("Agent.Tests");
    private static readonly ModuleResult s_passed = new("Agent.Tests", s_now, 18, 0, 2, DateTimeOffset.UnixEpoch, "0123");

    private readonly AbsolutePath _root = AbsolutePath.Create(Directory.CreateTempSubdirectory("kept-").FullName);

    private TestResults Results => new(_root / "tests", _root / "keys" / "tests.key");

    private string File => Assert.Single(Directory.GetFiles(_root / "tests"));

    public void Dispose() => _root.DeleteDirectory();

    [Fact]
    public void WhatPassedIsFoundByTheFingerprintOfItsInputs()
    {
        Results.Keep(s_module, s_passed);
        Assert.Equal(s_passed, Results.Find(s_module, s_now));
        Assert.Null(Results.Find(s_module, s_then));
        Assert.Null(Results.Find(Module("Core.Tests"), s_now));
    }

    [Fact]
    public void WhereNothingWasKeptNothingIsFound() => Assert.Null(Results.Find(s_module, s_now));

    [Fact]
    public void AFailureIsNotKeptAndTakesAwayWhatPassedOnTheSameInputs()
    {
        Results.Keep(s_module, s_passed);
        Results.Keep(s_module, s_passed with { Failed = 1 });
        Assert.Null(Results.Find(s_module, s_now));
    }

    [Theory]
    [InlineData("\"passed\": 18", "\"passed\": 19")]
    [InlineData("\"skipped\": 2", "\"skipped\": 0")]
    [InlineData("\"failed\": 0", "\"failed\": -1")]
    [InlineData("\"commit\": \"0123\"", "\"commit\": \"4567\"")]
    [InlineData("1970-", "2026-")]
    [InlineData("\"seal\": \"", "\"seal\": \"0")]
    [InlineData("\"seal\":", "\"sail\":")]
    [InlineData("{", "")]
    public void OneThatWasEditedIsNotBelieved(string text, string edited)
    {
        Results.Keep(s_module, s_passed);
        var before = System.IO.File.ReadAllText(File);
        Assert.Contains(text, before, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, before.Replace(text, edited, StringComparison.Ordinal));
        Assert.Null(Results.Find(s_module, s_now));
    }

    [Fact]
    public void OneOfOtherInputsIsNotBelievedUnderTheNameOfThese()
    {
        Results.Keep(s_module, s_passed);
        System.IO.File.Move(File, File.Replace(s_now[..16], s_then[..16], StringComparison.Ordinal));
        Assert.Null(Results.Find(s_module, s_then));
    }

    [Fact]
    public void OneFromAnotherFolderIsNotBelieved()
    {
        Results.Keep(s_module, s_passed);
        System.IO.File.Delete(_root / "keys" / "tests.key");
        Assert.Null(Results.Find(s_module, s_now));

        // Nor by the key that the next result makes.
        Results.Keep(s_module, s_passed with { Fingerprint = s_then });
        Assert.Null(Results.Find(s_module, s_now));
        Assert.NotNull(Results.Find(s_module, s_then));
    }

    [Fact]
    public void TheKeyIsItsOwnersAlone()
    {
        Results.Keep(s_module, s_passed);
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no file modes.");
        else Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(_root / "keys" / "tests.key"));
    }

    [Fact]
    public void TheNewestOfAModuleStay()
    {
        for (var i = 0; i < 40; i++) Results.Keep(s_module, s_passed with { Fingerprint = i.ToString("x16", System.Globalization.CultureInfo.InvariantCulture) + s_now[16..] });
        Assert.Equal(32, Directory.GetFiles(_root / "tests").Length);
        Assert.NotNull(Results.Find(s_module, 39.ToString("x16", System.Globalization.CultureInfo.InvariantCulture) + s_now[16..]));
    }

    private static TestModule Module(string name) => new(name, $"/{name}/{name}.csproj", true, new TestInputs("/", new ProjectClosure([], [], [], [])));
}
