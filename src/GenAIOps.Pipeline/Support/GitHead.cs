namespace GenAIOps.Pipeline.Support;

/// <summary>What git says of the commit that the working tree stands on.</summary>
internal static class GitHead
{
    /// <returns>Null before the first commit.</returns>
    public static string? Commit(Git git) => git.Line("rev-parse", "--quiet", "--verify", "HEAD");

    /// <summary>The origin's address, without credentials in it; null without one.</summary>
    public static string? Remote(Git git)
    {
        var url = git.Line("config", "--get", "remote.origin.url");
        return url is not null && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length > 0
            ? new UriBuilder(address) { UserName = "", Password = "" }.Uri.ToString()
            : url;
    }

    /// <summary>What is built: as the build server says, else the branch.</summary>
    public static string? Reference(Git? git) =>
        Environment.GetEnvironmentVariable("GITHUB_REF") is { Length: > 0 } github ? github
        : Environment.GetEnvironmentVariable("BUILD_SOURCEBRANCH") is { Length: > 0 } azure ? azure
        : git?.Line("symbolic-ref", "--quiet", "HEAD");

    /// <exception cref="InvalidDataException">The repository does not have the commit, as in a shallow clone.</exception>
    public static (string Name, string Email)? Author(Git git, string commit) =>
        git.Line("show", "--no-patch", "--format=%an%n%ae", commit)?.Split('\n') is [var name, var email] ? (name, email) : null;
}
