using System.Diagnostics;
using GenAIOps.Pipeline.Support;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>"There is no repository" and "git does not tell" are two things.</summary>
public sealed class AnswersOfGit : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutARepositoryThereIsNothingToAsk() => Assert.Null(Git.Of(_folder.Write("a.txt", "1").Root));

    [Fact]
    public void ARepositoryTellsItsCommitAuthorAndRemoteWithoutCredentials()
    {
        _folder.Write("a.txt", "1").Commit();
        Folder.Git(_folder.Root, "remote", "add", "origin", "https://user:secret@example.org/x/y.git");
        var git = Git.Of(_folder.Root)!;
        Assert.Equal(Folder.Git(_folder.Root, "rev-parse", "HEAD"), GitHead.Commit(git));
        Assert.Equal("https://example.org/x/y.git", GitHead.Remote(git));
        Assert.Equal(("Ann", "ann@example.org"), GitHead.Author(git, "HEAD"));
        Assert.Equal("https://example.org/x/y.git", GitHead.Remote(Git.Of((_folder.Root / "inner").CreateDirectory())!));
    }

    [Fact]
    public void BeforeTheFirstCommitThereIsNone()
    {
        Folder.Git(_folder.Root, "init", "--quiet", ".");
        var git = Git.Of(_folder.Root)!;
        Assert.Null(GitHead.Commit(git));
        Assert.Null(GitHead.Remote(git));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gitdir: /nowhere/at/all")]
    public void ABrokenRepositoryIsRefused(string file)
    {
        if (file.Length > 0) _folder.Write(".git", file);
        else (_folder.Root / ".git").CreateDirectory();
        var error = Assert.Throws<InvalidDataException>(() => Git.Of(_folder.Root));
        Assert.Contains("fatal: not a git repository", error.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was made.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABrokenRepositoryInsideAnotherIsNotTakenForThatOne()
    {
        _folder.Write("inner/a.txt", "1").Commit();
        (_folder.Root / "inner" / ".git").CreateDirectory();
        Assert.Contains("git answers for a repository above it", Assert.Throws<InvalidDataException>(() => Git.Of(_folder.Root / "inner")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherOwnersRepositoryIsRefusedInGitsOwnWords()
    {
        Assert.SkipUnless(Environment.UserName == "root" && OperatingSystem.IsLinux(), "Only root gives folders away.");
        _folder.Write("a.txt", "1").Commit();
        using (var chown = Process.Start("chown", ["-R", "65534", _folder.Root])) chown.WaitForExit();
        var error = Assert.Throws<InvalidDataException>(() => Git.Of(_folder.Root));
        Assert.Contains("dubious ownership", error.Message, StringComparison.Ordinal);
        Assert.Contains("safe.directory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutGitARepositoryIsUnknown() => Assert.Null(Git.Of(_folder.Write("a.txt", "1").Commit().Root, program: "no-such-git"));

    [Fact]
    public void AFolderThatTheRepositoryAroundItIgnoresIsNotOfIt()
    {
        _folder.Write(".gitignore", "unpacked/").Write("unpacked/a.txt", "1").Write("own/a.txt", "1").Commit();
        Assert.Null(Git.Of(_folder.Root / "unpacked"));
        Assert.NotNull(Git.Of(_folder.Root / "own"));
    }

    [Fact]
    public void AShallowCloneWithoutTheCommitAskedForNamesTheCure()
    {
        _folder.Write("a.txt", "1").Commit();
        var first = Folder.Git(_folder.Root, "rev-parse", "HEAD");
        _folder.Write("a.txt", "2").Commit("Two");
        Folder.Git(_folder.Root, "clone", "--quiet", "--depth", "1", $"file://{_folder.Root}", _folder.Beside("shallow"));
        var git = Git.Of(_folder.Beside("shallow"))!;
        Assert.Equal(("Ann", "ann@example.org"), GitHead.Author(git, GitHead.Commit(git)!));
        Assert.Contains("git fetch --unshallow", Assert.Throws<InvalidDataException>(() => GitHead.Author(git, first)).Message, StringComparison.Ordinal);
    }
}
