using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Nuke.Common.CI.GitLab;

/// <summary>GitLab CI/CD, by its predefined variables (docs.gitlab.com, "Predefined CI/CD variables").</summary>
public sealed partial class GitLab : Host, IBuildServer
{
    private const string ClearLine = "\u001b[0K";

    internal GitLab(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
    }

    /// <summary>null when the build runs elsewhere.</summary>
    public static new GitLab? Instance => Host.Instance as GitLab;

    public bool Ci => GetFlag("CI");
    public string CommitRefName => Get("CI_COMMIT_REF_NAME");
    public string CommitRefSlug => Get("CI_COMMIT_REF_SLUG");
    public string CommitSha => Get("CI_COMMIT_SHA");
    public string? CommitTag => GetIfAny("CI_COMMIT_TAG");
    public string ConfigPath => Get("CI_CONFIG_PATH");
    public long JobId => GetNumber("CI_JOB_ID");
    public bool JobManual => GetFlag("CI_JOB_MANUAL");
    public string JobName => Get("CI_JOB_NAME");
    public string JobStage => Get("CI_JOB_STAGE");
    public string JobToken => Get("CI_JOB_TOKEN");
    public string RepositoryUrl => Get("CI_REPOSITORY_URL");
    public string RunnerDescription => Get("CI_RUNNER_DESCRIPTION");
    public long RunnerId => GetNumber("CI_RUNNER_ID");
    public string RunnerTags => Get("CI_RUNNER_TAGS");
    public long PipelineId => GetNumber("CI_PIPELINE_ID");
    public bool PipelineTriggered => GetFlag("CI_PIPELINE_TRIGGERED");
    public string PipelineSource => Get("CI_PIPELINE_SOURCE");
    public string ProjectDirectory => Get("CI_PROJECT_DIR");
    public long ProjectId => GetNumber("CI_PROJECT_ID");
    public string ProjectName => Get("CI_PROJECT_NAME");
    public string ProjectNamespace => Get("CI_PROJECT_NAMESPACE");
    public string ProjectPath => Get("CI_PROJECT_PATH");
    public string ProjectPathSlug => Get("CI_PROJECT_PATH_SLUG");
    public string ProjectUrl => Get("CI_PROJECT_URL");
    public string Registry => Get("CI_REGISTRY");
    public string RegistryImage => Get("CI_REGISTRY_IMAGE");
    public string RegistryPassword => Get("CI_REGISTRY_PASSWORD");
    public string RegistryUser => Get("CI_REGISTRY_USER");
    public string ServerName => Get("CI_SERVER_NAME");
    public string ServerVersion => Get("CI_SERVER_VERSION");
    public long GitLabUserId => GetNumber("GITLAB_USER_ID");
    public string GitLabUserEmail => Get("GITLAB_USER_EMAIL");
    public string GitLabUserLogin => Get("GITLAB_USER_LOGIN");
    public string GitLabUserName => Get("GITLAB_USER_NAME");
    public string ApiV4Url => Get("CI_API_V4_URL");
    public string ApiGraphqlUrl => Get("CI_API_GRAPHQL_URL");
    public string CommitAuthor => Get("CI_COMMIT_AUTHOR");
    public string CommitBeforeSha => Get("CI_COMMIT_BEFORE_SHA");
    public string? CommitBranch => GetIfAny("CI_COMMIT_BRANCH");
    public string CommitDescription => Get("CI_COMMIT_DESCRIPTION");
    public string CommitMessage => Get("CI_COMMIT_MESSAGE");
    public bool CommitRefProtected => GetFlag("CI_COMMIT_REF_PROTECTED");
    public string CommitShortSha => Get("CI_COMMIT_SHORT_SHA");
    public string? CommitTagMessage => GetIfAny("CI_COMMIT_TAG_MESSAGE");
    public string CommitTimestamp => Get("CI_COMMIT_TIMESTAMP");
    public string CommitTitle => Get("CI_COMMIT_TITLE");
    public bool DebugTrace => GetFlag("CI_DEBUG_TRACE");
    public string DefaultBranch => Get("CI_DEFAULT_BRANCH");
    public string DependencyProxyPassword => Get("CI_DEPENDENCY_PROXY_PASSWORD");
    public string DependencyProxyServer => Get("CI_DEPENDENCY_PROXY_SERVER");
    public string DependencyProxyUser => Get("CI_DEPENDENCY_PROXY_USER");
    public string DeployPassword => Get("CI_DEPLOY_PASSWORD");
    public string DeployUser => Get("CI_DEPLOY_USER");
    public string? EnvironmentName => GetIfAny("CI_ENVIRONMENT_NAME");
    public string? EnvironmentSlug => GetIfAny("CI_ENVIRONMENT_SLUG");
    public string? EnvironmentUrl => GetIfAny("CI_ENVIRONMENT_URL");
    public string? EnvironmentAction => GetIfAny("CI_ENVIRONMENT_ACTION");
    public string? EnvironmentTier => GetIfAny("CI_ENVIRONMENT_TIER");
    public string? ReleaseDescription => GetIfAny("CI_RELEASE_DESCRIPTION");
    public string JobStatus => Get("CI_JOB_STATUS");
    public string JobTimeout => Get("CI_JOB_TIMEOUT");
    public string JobUrl => Get("CI_JOB_URL");
    public string JobStartedAt => Get("CI_JOB_STARTED_AT");
    public string? NodeIndex => GetIfAny("CI_NODE_INDEX");
    public string NodeTotal => Get("CI_NODE_TOTAL");
    public string? OpenMergeRequests => GetIfAny("CI_OPEN_MERGE_REQUESTS");
    public string PagesUrl => Get("CI_PAGES_URL");
    public string PipelineIid => Get("CI_PIPELINE_IID");
    public string PipelineUrl => Get("CI_PIPELINE_URL");
    public string PipelineCreatedAt => Get("CI_PIPELINE_CREATED_AT");
    public string PipelineName => Get("CI_PIPELINE_NAME");
    public string ProjectNamespaceId => Get("CI_PROJECT_NAMESPACE_ID");
    public string ProjectRootNamespace => Get("CI_PROJECT_ROOT_NAMESPACE");
    public string ProjectTitle => Get("CI_PROJECT_TITLE");
    public string ProjectDescription => Get("CI_PROJECT_DESCRIPTION");
    public string RunnerVersion => Get("CI_RUNNER_VERSION");
    public string ServerHost => Get("CI_SERVER_HOST");
    public string ServerPort => Get("CI_SERVER_PORT");
    public string ServerProtocol => Get("CI_SERVER_PROTOCOL");
    public string ServerUrl => Get("CI_SERVER_URL");
    public bool GitLabCi => GetFlag("GITLAB_CI");
    public string? TriggerPayload => GetIfAny("TRIGGER_PAYLOAD");

    string? IBuildServer.Branch => NullIfEmpty(CommitRefName);
    string? IBuildServer.Commit => NullIfEmpty(CommitSha);

    private protected override IReadOnlyList<string> SecretVariables => ["CI_JOB_TOKEN", "CI_REGISTRY_PASSWORD", "CI_DEPLOY_PASSWORD", "CI_DEPENDENCY_PROXY_PASSWORD"];

    /// <summary>Begins a section of the job's log; docs.gitlab.com, "Custom collapsible sections".</summary>
    public void BeginSection(string text, bool collapsed = true) => Send(Start(text, collapsed));

    public void EndSection(string text) => Send(GroupEnd(text));

    /// <summary>Open, for what is folded away is not seen while it runs.</summary>
    internal override string GroupStart(string title) => Start(title, collapsed: false);

    internal override string GroupEnd(string title) => $"{ClearLine}section_end:{Now}:{Id(title)}\r{ClearLine}";

    private static string Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Start(string title, bool collapsed) =>
        $"{ClearLine}section_start:{Now}:{Id(title)}[collapsed={(collapsed ? "true" : "false")}]\r{ClearLine}{title}";

    /// <summary>Sections have names of letters and digits, whatever their titles are.</summary>
    private static string Id(string title) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title)))[..16];
}
