namespace Nuke.Common.CI.Bitbucket;

/// <summary>Bitbucket Pipelines, by its variables (support.atlassian.com/bitbucket-cloud, "Variables and secrets").</summary>
public sealed class Bitbucket : Host, IBuildServer
{
    internal Bitbucket(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
    }

    /// <summary>null when the build runs elsewhere.</summary>
    public static new Bitbucket? Instance => Host.Instance as Bitbucket;

    public long BuildNumber => GetNumber("BITBUCKET_BUILD_NUMBER");
    public string CloneDirectory => Get("BITBUCKET_CLONE_DIR");
    public string Commit => Get("BITBUCKET_COMMIT");
    public string Workspace => Get("BITBUCKET_WORKSPACE");
    public string RepositorySlug => Get("BITBUCKET_REPO_SLUG");
    public string RepositoryUuid => Get("BITBUCKET_REPO_UUID");
    public string RepositoryFullName => Get("BITBUCKET_REPO_FULL_NAME");

    /// <summary>Null when a tag, or a custom pipeline, is built.</summary>
    public string? Branch => GetIfAny("BITBUCKET_BRANCH");

    /// <summary>Null unless a tag is built.</summary>
    public string? Tag => GetIfAny("BITBUCKET_TAG");

    public string? Bookmark => GetIfAny("BITBUCKET_BOOKMARK");
    public int ParallelStep => (int)GetNumber("BITBUCKET_PARALLEL_STEP");
    public int ParallelStepCount => (int)GetNumber("BITBUCKET_PARALLEL_STEP_COUNT");

    /// <summary>0 unless a pull request is built.</summary>
    public int PullRequestId => (int)GetNumber("BITBUCKET_PR_ID");

    /// <summary>Null unless a pull request is built.</summary>
    public string? PullRequestDestinationBranch => GetIfAny("BITBUCKET_PR_DESTINATION_BRANCH");

    public string GitHttpOrigin => Get("BITBUCKET_GIT_HTTP_ORIGIN");
    public string GitSshOrigin => Get("BITBUCKET_GIT_SSH_ORIGIN");
    public string ExitCode => Get("BITBUCKET_EXIT_CODE");
    public string StepUuid => Get("BITBUCKET_STEP_UUID");
    public string PipelineUuid => Get("BITBUCKET_PIPELINE_UUID");
    public string DeploymentEnvironment => Get("BITBUCKET_DEPLOYMENT_ENVIRONMENT");
    public string DeploymentEnvironmentUuid => Get("BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID");
    public string ProjectKey => Get("BITBUCKET_PROJECT_KEY");
    public string ProjectUuid => Get("BITBUCKET_PROJECT_UUID");
    public string StepTriggererUuid => Get("BITBUCKET_STEP_TRIGGERER_UUID");
    public string StepOidcToken => Get("BITBUCKET_STEP_OIDC_TOKEN");

    string? IBuildServer.Branch => NullIfEmpty(Branch);
    string? IBuildServer.Commit => NullIfEmpty(Commit);

    private protected override IReadOnlyList<string> SecretVariables => ["BITBUCKET_STEP_OIDC_TOKEN"];
}
