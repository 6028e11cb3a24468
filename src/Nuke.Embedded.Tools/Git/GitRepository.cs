using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.Git;

namespace Nuke.Common.Git;

public enum GitProtocol
{
    Https,
    Ssh,
}

/// <summary>A Git repository: what is checked out, and where it comes from.</summary>
public sealed class GitRepository
{
    private GitRepository(RemoteUrl? remote, string? branch)
    {
        Protocol = remote?.Protocol;
        Endpoint = remote?.Endpoint;
        Identifier = remote?.Identifier;
        Branch = branch;
    }

    /// <summary>null without a remote.</summary>
    public GitProtocol? Protocol { get; }

    /// <summary>The remote's host, such as <c>github.com</c>; null without a remote.</summary>
    public string? Endpoint { get; }

    /// <summary><c>owner/name</c>; null without a remote.</summary>
    public string? Identifier { get; }

    /// <summary>The branch, as the build server says or as it is checked out; null if none is.</summary>
    public string? Branch { get; }

    /// <summary>The folder that holds <c>.git</c>; null for one made from a URL.</summary>
    public AbsolutePath? LocalDirectory { get; private init; }

    /// <summary><c>refs/heads/branch</c>, or the commit if none is checked out.</summary>
    public string? Head { get; private init; }

    /// <summary>The full hash; null before the first commit.</summary>
    public string? Commit { get; private init; }

    /// <summary>Those of the commit.</summary>
    public IReadOnlyCollection<string> Tags { get; private init; } = [];

    /// <summary>Which remote the branch follows; null if none.</summary>
    public string? RemoteName { get; private init; }

    /// <summary>Which branch of the remote the branch follows; null if none.</summary>
    public string? RemoteBranch { get; private init; }

    public string? HttpsUrl => Endpoint is null ? null : $"https://{Endpoint}/{Identifier}.git";
    public string? SshUrl => Endpoint is null ? null : $"git@{Endpoint}:{Identifier}.git";

    /// <exception cref="ArgumentException">The text is no URL of a remote.</exception>
    public static GitRepository FromUrl(string url, string? branch = null) => new(RemoteUrl.Parse(url), branch);

    /// <exception cref="ArgumentException">The folder is in no repository.</exception>
    public static GitRepository FromLocalDirectory(AbsolutePath directory)
    {
        string? Ask(ArgumentStringHandler arguments) => GitRepository.Ask(directory, arguments).FirstOrDefault();

        var root = Ask($"rev-parse --show-toplevel") ?? throw new ArgumentException($"'{directory}' is in no Git repository.", nameof(directory));
        var head = Ask($"symbolic-ref --quiet HEAD");
        var local = head?["refs/heads/".Length..];
        var server = Host.Instance as CI.IBuildServer;
        var commit = server?.Commit is { Length: > 0 } given ? given : Ask($"rev-parse --quiet --verify HEAD");
        var remote = local is null ? null : Ask($"config branch.{local}.remote");
        var url = Ask($"config remote.{remote ?? "origin"}.url");
        return new GitRepository(url is null ? null : RemoteUrl.Parse(url), Short(server?.Branch) ?? local)
        {
            LocalDirectory = root,
            Head = head ?? commit,
            Commit = commit,
            Tags = commit is null ? [] : GitRepository.Ask(directory, $"tag --points-at {commit}"),
            RemoteName = remote,
            RemoteBranch = local is null ? null : Short(Ask($"config branch.{local}.merge")),
        };
    }

    public override string ToString() => HttpsUrl ?? LocalDirectory ?? "";

    private static string? Short(string? reference) =>
        reference?.StartsWith("refs/heads/", StringComparison.Ordinal) == true ? reference["refs/heads/".Length..] : reference;

    /// <returns>Lines; none if Git knows no answer.</returns>
    private static string[] Ask(AbsolutePath directory, ArgumentStringHandler arguments)
    {
        using var process = ProcessTasks.StartProcess(GitTasks.GitPath, arguments, directory, logOutput: false, logInvocation: false);
        process.AssertWaitForExit();
        return process.ExitCode == 0 ? [.. process.Output.Where(x => x.Type == OutputType.Std).Select(x => x.Text)] : [];
    }
}
