using System.Diagnostics;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>A folder of its own, where files are written and git is run as users do.</summary>
internal sealed class Folder : IDisposable
{
    private readonly AbsolutePath _outer = AbsolutePath.Create(Directory.CreateTempSubdirectory("sources-").FullName);

    public Folder() => Root = (_outer / "repository").CreateDirectory();

    public AbsolutePath Root { get; }

    public AbsolutePath Beside(string name) => _outer / name;

    public Folder Write(string file, string text)
    {
        (Root / file).WriteAllText(text, eofLineBreak: false);
        return this;
    }

    /// <summary>Makes a repository of what is there.</summary>
    public Folder Commit(string message = "One")
    {
        if (!Directory.Exists(Root / ".git")) Git(Root, "init", "--quiet", "--initial-branch", "main", ".");
        Git(Root, "add", "--all");
        Git(Root, "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false", "commit", "--quiet", "--allow-empty", "--message", message);
        return this;
    }

    public static string Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var words = git.StandardError.ReadToEndAsync();
        var answer = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git {string.Join(' ', arguments)}: {words.GetAwaiter().GetResult()}");
        return answer.Trim();
    }

    public void Dispose()
    {
        foreach (var file in new DirectoryInfo(_outer).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.IsReadOnly && file.LinkTarget is null)) file.IsReadOnly = false;
        Directory.Delete(_outer, recursive: true);
    }
}
