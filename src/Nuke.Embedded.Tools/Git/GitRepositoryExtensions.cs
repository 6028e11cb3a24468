namespace Nuke.Common.Git;

/// <summary>The branches of Git flow, by their names.</summary>
public static class GitRepositoryExtensions
{
    public static bool IsOnMainOrMasterBranch(this GitRepository repository) => repository.IsOnMainBranch() || repository.IsOnMasterBranch();

    public static bool IsOnMainBranch(this GitRepository repository) => Is(repository, "main");

    public static bool IsOnMasterBranch(this GitRepository repository) => Is(repository, "master");

    public static bool IsOnDevelopBranch(this GitRepository repository) => Is(repository, "dev") || Is(repository, "develop") || Is(repository, "development");

    public static bool IsOnFeatureBranch(this GitRepository repository) => StartsWith(repository, "feature/") || StartsWith(repository, "features/");

    public static bool IsOnReleaseBranch(this GitRepository repository) => StartsWith(repository, "release/") || StartsWith(repository, "releases/");

    public static bool IsOnHotfixBranch(this GitRepository repository) => StartsWith(repository, "hotfix/") || StartsWith(repository, "hotfixes/");

    private static bool Is(GitRepository repository, string name) => repository.Branch?.Equals(name, StringComparison.OrdinalIgnoreCase) == true;

    private static bool StartsWith(GitRepository repository, string prefix) =>
        repository.Branch?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true;
}
