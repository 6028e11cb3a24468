namespace Nuke.Common.CI.TravisCI;

/// <summary>Travis CI, by its environment variables (docs.travis-ci.com, "Default environment variables").</summary>
public sealed class TravisCI : Host, IBuildServer
{
    internal TravisCI(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
    }

    /// <summary>null when the build runs elsewhere.</summary>
    public static new TravisCI? Instance => Host.Instance as TravisCI;

    public bool Ci => GetFlag("CI");

    /// <summary>NUKE's spelling.</summary>
    public bool ContinousIntegration => GetFlag("CONTINUOUS_INTEGRATION");

    public bool SecureEnvVars => GetFlag("TRAVIS_SECURE_ENV_VARS");

    /// <summary>For a pull request the branch that it would be merged into.</summary>
    public string Branch => Get("TRAVIS_BRANCH");

    public string BuildDir => Get("TRAVIS_BUILD_DIR");
    public long BuildId => GetNumber("TRAVIS_BUILD_ID");
    public long BuildNumber => GetNumber("TRAVIS_BUILD_NUMBER");
    public string Commit => Get("TRAVIS_COMMIT");
    public string CommitMessage => Get("TRAVIS_COMMIT_MESSAGE");
    public string CommitRange => Get("TRAVIS_COMMIT_RANGE");
    public TravisCIEventType EventType => Enum.TryParse<TravisCIEventType>(Get("TRAVIS_EVENT_TYPE"), out var type) ? type : default;
    public long JobId => GetNumber("TRAVIS_JOB_ID");
    public string JobNumber => Get("TRAVIS_JOB_NUMBER");
    public string OsName => Get("TRAVIS_OS_NAME");

    /// <summary>The number of the pull request, or <c>false</c>.</summary>
    public string PullRequest => Get("TRAVIS_PULL_REQUEST");

    public string PullRequestBranch => Get("TRAVIS_PULL_REQUEST_BRANCH");
    public string PullRequestSha => Get("TRAVIS_PULL_REQUEST_SHA");
    public string PullRequestSlug => Get("TRAVIS_PULL_REQUEST_SLUG");
    public string RepoSlug => Get("TRAVIS_REPO_SLUG");
    public bool Sudo => GetFlag("TRAVIS_SUDO");
    public string? TestResult => GetIfAny("TRAVIS_TEST_RESULT");
    public string? Tag => GetIfAny("TRAVIS_TAG");

    internal override string GroupStart(string title) => $"travis_fold:start:{title}";
    internal override string GroupEnd(string title) => $"travis_fold:end:{title}";

    string? IBuildServer.Branch => NullIfEmpty(Branch);
    string? IBuildServer.Commit => NullIfEmpty(Commit);
}
