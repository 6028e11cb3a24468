using System.Diagnostics;

namespace GenAIOps.Pipeline.Support;

/// <summary>Which commit the working tree stands on; null outside a repository or without git.</summary>
internal static class GitHead
{
    public static string? Commit(string root) => Ask(root, "rev-parse", "HEAD");

    /// <summary>The origin's address, without credentials in it.</summary>
    public static string? Remote(string root) =>
        Ask(root, "remote", "get-url", "origin") is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length > 0
            ? new UriBuilder(address) { UserName = "", Password = "" }.Uri.ToString()
            : Ask(root, "remote", "get-url", "origin");

    /// <summary>When the commit was made.</summary>
    public static DateTimeOffset? Time(string root) =>
        long.TryParse(Ask(root, "show", "-s", "--format=%ct", "HEAD"), out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>What is built: as the build server says, else the branch.</summary>
    public static string? Reference(string root) =>
        Environment.GetEnvironmentVariable("GITHUB_REF") is { Length: > 0 } github ? github
        : Environment.GetEnvironmentVariable("BUILD_SOURCEBRANCH") is { Length: > 0 } azure ? azure
        : Ask(root, "symbolic-ref", "--quiet", "HEAD");

    public static (string Name, string Email)? Author(string root) =>
        Ask(root, "show", "-s", "--format=%an%n%ae", "HEAD")?.Split('\n') is [var name, var email] ? (name, email) : null;

    /// <summary>Whether the files are those of the commit.</summary>
    public static bool IsClean(string root, params string[] paths) =>
        Answer(root, ["status", "--porcelain", "--untracked-files=all", "--", .. paths.Select(path => Path.GetRelativePath(root, path))]) is "";

    private static string? Ask(string root, params string[] arguments) => Answer(root, arguments) is { Length: > 0 } answer ? answer : null;

    /// <returns>What git said; null if it failed or is not there.</returns>
    private static string? Answer(string root, string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true };
            using var git = Process.Start(start)!;
            var answer = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? answer : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
