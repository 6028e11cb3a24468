using GenAIOps.Pipeline.Support;
using Nuke.Common;
using Nuke.Common.Testing;
using Serilog;
using Assert = Xunit.Assert;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>By the variables that each server's documentation names.</summary>
public sealed class PullRequestsOfServers
{
    private sealed class Build : NukeBuild
    {
        public Target Say => _ => _.Executes(() => Log.Information("pull request: {Is}", PullRequests.IsBuiltBy(Host)));
    }

    [Theory]
    [InlineData("APPVEYOR=True APPVEYOR_PULL_REQUEST_NUMBER=1", true)]
    [InlineData("APPVEYOR=True", false)]
    [InlineData("TF_BUILD=True SYSTEM_PULLREQUEST_PULLREQUESTID=1", true)]
    [InlineData("TF_BUILD=True", false)]
    [InlineData("BITBUCKET_PIPELINE_UUID={1} BITBUCKET_PR_ID=1", true)]
    [InlineData("BITBUCKET_PIPELINE_UUID={1}", false)]
    [InlineData("BITRISE_BUILD_URL=https://b BITRISE_PULL_REQUEST=1", true)]
    [InlineData("BITRISE_BUILD_URL=https://b", false)]
    [InlineData("GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request", true)]
    [InlineData("GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request_target", true)]
    [InlineData("GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push", false)]
    [InlineData("GITLAB_CI=true CI_MERGE_REQUEST_IID=1", true)]
    [InlineData("GITLAB_CI=true CI_EXTERNAL_PULL_REQUEST_IID=1", true)]
    [InlineData("GITLAB_CI=true", false)]
    [InlineData("JENKINS_HOME=/j CHANGE_ID=1", true)]
    [InlineData("JENKINS_HOME=/j", false)]
    [InlineData("TEAMCITY_VERSION=2025.07", false)]
    [InlineData("TRAVIS=true TRAVIS_PULL_REQUEST=1", true)]
    [InlineData("TRAVIS=true TRAVIS_PULL_REQUEST=false", false)]
    [InlineData("CI=true", false)]
    [InlineData("NONE=1", false)]
    public async Task AServerTellsWhetherItBuildsAPullRequest(string variables, bool expected)
    {
        using BuildTest<Build> test = new() { Variables = variables.Split(' ').ToDictionary(x => x.Split('=')[0], x => x.Split('=', 2)[1]) };
        Assert.Contains($"pull request: {(expected ? "true" : "false")}", (await test.RunAsync("Say")).Output, StringComparison.Ordinal);
    }
}
