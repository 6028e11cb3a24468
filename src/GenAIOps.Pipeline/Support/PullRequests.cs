using Nuke.Common;
using Nuke.Common.CI.AppVeyor;
using Nuke.Common.CI.AzurePipelines;
using Nuke.Common.CI.Bitbucket;
using Nuke.Common.CI.Bitrise;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitLab;
using Nuke.Common.CI.Jenkins;
using Nuke.Common.CI.TeamCity;
using Nuke.Common.CI.TravisCI;

namespace GenAIOps.Pipeline.Support;

internal static class PullRequests
{
    /// <summary>Whether the build server builds what somebody proposes, who may be anybody.</summary>
    public static bool IsBuiltBy(Host host) => host switch
    {
        AppVeyor server => server.PullRequestNumber is not null,
        AzurePipelines server => server.PullRequestId is not null,
        Bitbucket server => server.PullRequestId > 0,
        Bitrise server => server.PullRequest is not null,
        GitHubActions server => server.EventName is "pull_request" or "pull_request_target",
        GitLab server => !string.IsNullOrEmpty(server.MergeRequestIid) || !string.IsNullOrEmpty(server.ExternalPullRequestIid),
        Jenkins server => !string.IsNullOrEmpty(server.ChangeId),
        TeamCity server => server.IsPullRequest,
        TravisCI server => !string.IsNullOrEmpty(server.PullRequest) && server.PullRequest != "false",
        _ => false,
    };
}
