namespace Nuke.Common.CI.GitLab;

// Null unless a merge request, or an external pull request, is built.
public sealed partial class GitLab
{
    public bool MergeRequestApproved => GetFlag("CI_MERGE_REQUEST_APPROVED");
    public string? MergeRequestAssignees => GetIfAny("CI_MERGE_REQUEST_ASSIGNEES");
    public string? MergeRequestDiffBaseSha => GetIfAny("CI_MERGE_REQUEST_DIFF_BASE_SHA");
    public string? MergeRequestEventType => GetIfAny("CI_MERGE_REQUEST_EVENT_TYPE");
    public string? MergeRequestDescription => GetIfAny("CI_MERGE_REQUEST_DESCRIPTION");
    public string? MergeRequestId => GetIfAny("CI_MERGE_REQUEST_ID");
    public string? MergeRequestIid => GetIfAny("CI_MERGE_REQUEST_IID");
    public string? MergeRequestLabels => GetIfAny("CI_MERGE_REQUEST_LABELS");
    public string? MergeRequestMilestone => GetIfAny("CI_MERGE_REQUEST_MILESTONE");
    public string? MergeRequestProjectId => GetIfAny("CI_MERGE_REQUEST_PROJECT_ID");
    public string? MergeRequestProjectPath => GetIfAny("CI_MERGE_REQUEST_PROJECT_PATH");
    public string? MergeRequestProjectUrl => GetIfAny("CI_MERGE_REQUEST_PROJECT_URL");
    public string? MergeRequestSourceBranchName => GetIfAny("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME");
    public string? MergeRequestSourceBranchSha => GetIfAny("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA");
    public string? MergeRequestSourceProjectId => GetIfAny("CI_MERGE_REQUEST_SOURCE_PROJECT_ID");
    public string? MergeRequestSourceProjectPath => GetIfAny("CI_MERGE_REQUEST_SOURCE_PROJECT_PATH");
    public string? MergeRequestSourceProjectUrl => GetIfAny("CI_MERGE_REQUEST_SOURCE_PROJECT_URL");
    public string? MergeRequestTargetBranchName => GetIfAny("CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
    public string? MergeRequestTargetBranchSha => GetIfAny("CI_MERGE_REQUEST_TARGET_BRANCH_SHA");
    public string? MergeRequestTitle => GetIfAny("CI_MERGE_REQUEST_TITLE");
    public string? ExternalPullRequestIid => GetIfAny("CI_EXTERNAL_PULL_REQUEST_IID");
    public string? ExternalPullRequestSourceRepository => GetIfAny("CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY");
    public string? ExternalPullRequestTargetRepository => GetIfAny("CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY");
    public string? ExternalPullRequestSourceBranchName => GetIfAny("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME");
    public string? ExternalPullRequestSourceBranchSha => GetIfAny("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA");
    public string? ExternalPullRequestTargetBranchName => GetIfAny("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME");
    public string? ExternalPullRequestTargetBranchSha => GetIfAny("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA");
}
