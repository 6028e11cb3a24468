namespace Nuke.Common.CI.SpaceAutomation;

/// <summary>JetBrains Space, by its environment variables (jetbrains.com/help/space, "Automation").</summary>
public sealed class SpaceAutomation : Host, IBuildServer
{
    internal SpaceAutomation(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
    }

    /// <summary>null when the build runs elsewhere.</summary>
    public static new SpaceAutomation? Instance => Host.Instance as SpaceAutomation;

    public string ProjectKey => Get("JB_SPACE_PROJECT_KEY");
    public string ProjectId => Get("JB_SPACE_PROJECT_ID");
    public string ApiUrl => Get("JB_SPACE_API_URL");
    public string ClientId => Get("JB_SPACE_CLIENT_ID");
    public string ClientSecret => Get("JB_SPACE_CLIENT_SECRET");
    public string ClientToken => Get("JB_SPACE_CLIENT_TOKEN");
    public string ExecutionNumber => Get("JB_SPACE_EXECUTION_NUMBER");
    public string ExecutionId => Get("JB_SPACE_EXECUTION_ID");
    public string ExecutionUrl => Get("JB_SPACE_EXECUTION_URL");
    public string RepositoryName => Get("JB_SPACE_GIT_REPOSITORY_NAME");
    public string GitRevision => Get("JB_SPACE_GIT_REVISION");
    public string GitBranch => Get("JB_SPACE_GIT_BRANCH");
    public string StepDataPath => Get("JB_SPACE_STEP_DATA_PATH");
    public string WorkDirPath => Get("JB_SPACE_WORK_DIR_PATH");
    public string FileSharePath => Get("JB_SPACE_FILE_SHARE_PATH");

    string? IBuildServer.Branch => NullIfEmpty(GitBranch);
    string? IBuildServer.Commit => NullIfEmpty(GitRevision);

    private protected override IReadOnlyList<string> SecretVariables => ["JB_SPACE_CLIENT_SECRET", "JB_SPACE_CLIENT_TOKEN"];
}
