namespace Nuke.Common.CI.Jenkins;

/// <summary>Jenkins, by its environment variables (jenkins.io, "Using environment variables"); those of Git need its Git plugin.</summary>
public sealed class Jenkins : Host, IBuildServer
{
    internal Jenkins(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
    }

    /// <summary>null when the build runs elsewhere.</summary>
    public static new Jenkins? Instance => Host.Instance as Jenkins;

    /// <summary>The branch, or <c>PR-1</c>, in a multibranch project.</summary>
    public string BranchName => Get("BRANCH_NAME");

    /// <summary>Such as <c>#14</c>. NUKE's spelling.</summary>
    public string BuilDisplayName => Get("BUILD_DISPLAY_NAME");

    public int BuildNumber => (int)GetNumber("BUILD_NUMBER");
    public string BuildTag => Get("BUILD_TAG");

    /// <summary>The number of the pull request in a multibranch project; null for none.</summary>
    public string? ChangeId => GetIfAny("CHANGE_ID");

    public int ExecutorNumber => (int)GetNumber("EXECUTOR_NUMBER");
    public string? GitBranch => GetIfAny("GIT_BRANCH");
    public string? GitCommit => GetIfAny("GIT_COMMIT");
    public string? GitPreviousCommit => GetIfAny("GIT_PREVIOUS_COMMIT");
    public string? GitPreviousSuccessfulCommit => GetIfAny("GIT_PREVIOUS_SUCCESSFUL_COMMIT");
    public string? GitUrl => GetIfAny("GIT_URL");
    public string JenkinsHome => Get("JENKINS_HOME");
    public string JenkinsServerCookie => Get("JENKINS_SERVER_COOKIE");
    public string JobBaseName => Get("JOB_BASE_NAME");
    public string JobDisplayUrl => Get("JOB_DISPLAY_URL");
    public string JobName => Get("JOB_NAME");
    public string NodeLabels => Get("NODE_LABELS");
    public string NodeName => Get("NODE_NAME");
    public string RunChangesDisplayUrl => Get("RUN_CHANGES_DISPLAY_URL");
    public string RunDisplayUrl => Get("RUN_DISPLAY_URL");
    public string Workspace => Get("WORKSPACE");

    string? IBuildServer.Branch => GitBranch ?? GetIfAny("BRANCH_NAME");
    string? IBuildServer.Commit => NullIfEmpty(GitCommit);
}
