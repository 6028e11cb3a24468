using System.Globalization;
using Nuke.Common;
using Nuke.Common.CI;
using Nuke.Common.CI.AppVeyor;
using Nuke.Common.CI.AzurePipelines;
using Nuke.Common.CI.Bamboo;
using Nuke.Common.CI.Bitbucket;
using Nuke.Common.CI.Bitrise;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitLab;
using Nuke.Common.CI.Jenkins;
using Nuke.Common.CI.SpaceAutomation;
using Nuke.Common.CI.TeamCity;
using Nuke.Common.CI.TravisCI;
using Serilog;

namespace Nuke.Embedded.Tests;

/// <summary>What a build reads of its server, and what it tells it.</summary>
public sealed class HostMembers : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private World With(string variables)
    {
        _world.Variables.Clear();
        foreach (var variable in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)) _world.Variables[variable.Split('=')[0]] = variable.Split('=', 2)[1];
        return _world;
    }

    private sealed class Reading : NukeBuild
    {
        public static readonly List<object?> Read = [];

        public Target Run => _ => _.Executes(() => Read.AddRange(Host switch
        {
            AppVeyor x => [x.BuildNumber, x.PullRequestNumber, x.JobName, x.RepositoryTag, x.RepositoryCommitTimestamp.ToUniversalTime()],
            AzurePipelines x => [x.BuildId, x.PullRequestId, x.JobDisplayName, x.PullRequestSourceBranch],
            Bamboo x => [x.BuildNumber, x.BuildResultsUrl, x.ShortJobName],
            Bitbucket x => [x.BuildNumber, x.PullRequestId, x.Tag],
            Bitrise x => [x.BuildNumber, x.PullRequest, x.BuildUrl],
            GitHubActions x => [x.RunNumber, x.PullRequestNumber, x.PullRequestAction, x.Job],
            GitLab x => [x.PipelineId, x.MergeRequestIid, x.JobName, x.JobUrl, x.CommitTag, x.CommitRefProtected],
            Jenkins x => [x.BuildNumber, x.ChangeId, x.JobName, x.RunDisplayUrl],
            SpaceAutomation x => [x.ExecutionNumber, x.ExecutionUrl],
            TeamCity x => [x.BuildNumber, x.BuildId, x.PullRequestNumber, x.BranchName, x.BuildVcsNumber, x.ProjectName, x.IsBuildPersonal, x.RecentlyFailedTests.Count],
            TravisCI x => [x.BuildNumber, x.PullRequest, x.EventType, x.JobNumber],
            _ => [null],
        }));
    }

    [Theory]
    [InlineData("APPVEYOR=True APPVEYOR_BUILD_NUMBER=7 APPVEYOR_PULL_REQUEST_NUMBER=12 APPVEYOR_JOB_NAME=Linux APPVEYOR_REPO_TAG=true APPVEYOR_REPO_COMMIT_TIMESTAMP=2026-11-30T12:00:00.0000000Z", "7, 12, Linux, True, 11/30/2026 12:00:00")]
    [InlineData("TF_BUILD=True BUILD_BUILDID=7 SYSTEM_PULLREQUEST_PULLREQUESTID=12 SYSTEM_JOBDISPLAYNAME=Build SYSTEM_PULLREQUEST_SOURCEBRANCH=refs/heads/x", "7, 12, Build, refs/heads/x")]
    [InlineData("bamboo_planKey=P bamboo_buildNumber=7 bamboo_buildResultsUrl=https://b/7 bamboo_shortJobName=Job", "7, https://b/7, Job")]
    [InlineData("BITBUCKET_PIPELINE_UUID={1} BITBUCKET_BUILD_NUMBER=7 BITBUCKET_PR_ID=12", "7, 12, ")]
    [InlineData("BITRISE_BUILD_URL=https://b/7 BITRISE_BUILD_NUMBER=7", "7, , https://b/7")]
    [InlineData("GITLAB_CI=true CI_PIPELINE_ID=7 CI_MERGE_REQUEST_IID=12 CI_JOB_NAME=build CI_JOB_URL=https://g/1 CI_COMMIT_REF_PROTECTED=true", "7, 12, build, https://g/1, , True")]
    [InlineData("JENKINS_HOME=/j BUILD_NUMBER=7 CHANGE_ID=12 JOB_NAME=agent/main RUN_DISPLAY_URL=https://j/7", "7, 12, agent/main, https://j/7")]
    [InlineData("JB_SPACE_PROJECT_KEY=K JB_SPACE_EXECUTION_NUMBER=7 JB_SPACE_EXECUTION_URL=https://s/7", "7, https://s/7")]
    [InlineData("TRAVIS=true TRAVIS_BUILD_NUMBER=7 TRAVIS_PULL_REQUEST=12 TRAVIS_EVENT_TYPE=pull_request TRAVIS_JOB_NUMBER=7.1", "7, 12, pull_request, 7.1")]
    public Task ItsVariablesAreTyped(string variables, string values) => ReadsAsync(variables, values);

    [Fact]
    public Task GitHubsPullRequestIsReadFromItsEvent()
    {
        var file = _world.With("event.json", """{ "action": "opened", "number": 12 }""").Root / "event.json";
        return ReadsAsync($"GITHUB_ACTIONS=true GITHUB_RUN_NUMBER=7 GITHUB_JOB=build GITHUB_EVENT_PATH={file}", "7, 12, opened, build");
    }

    [Fact]
    public Task TeamCitysPropertiesAreReadFromItsFiles()
    {
        var root = _world.Root;
        _world
            .With("failed.txt", "Tests.A\nTests.B\n")
            .With("build.properties", $"#Mon Nov 30\nbuild.vcs.number=abc\nteamcity.projectName=Caf\\u00e9\\: Agents\nbuild.is.personal=true\nteamcity.auth.password=hush-hush\nteamcity.configuration.properties.file={root}/config.properties\nteamcity.tests.recentlyFailedTests.file={root}/failed.txt\n")
            .With("config.properties", "teamcity.build.id=7\nteamcity.build.branch=refs/heads/main\nteamcity.pullRequest.number : 12\n");
        return ReadsAsync($"TEAMCITY_VERSION=2025.07 BUILD_NUMBER=1.0.7 TEAMCITY_BUILD_PROPERTIES_FILE={root}/build.properties", "1.0.7, 7, 12, refs/heads/main, abc, Café: Agents, True, 2");
    }

    private async Task ReadsAsync(string variables, string values)
    {
        Reading.Read.Clear();
        var result = await With(variables).RunAsync<Reading>("Run");
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Equal(values, string.Join(", ", Reading.Read.Select(x => Convert.ToString(x, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void JavasPropertiesAreReadAsJavaWritesThem()
    {
        var properties = JavaProperties.Parse(
        [
            "# a comment", "! another", "", "plain=value", "spaced = value with blanks ", "colon:value", "blank value", @"escaped\=key=a\\b\tc", "long=one,\\", "    two", @"unicode=\u00fc", "empty=", "alone", "last=\\",
        ]);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["plain"] = "value",
                ["spaced"] = "value with blanks ",
                ["colon"] = "value",
                ["blank"] = "value",
                ["escaped=key"] = "a\\b\tc",
                ["long"] = "one,two",
                ["unicode"] = "ü",
                ["empty"] = "",
                ["alone"] = "",
                ["last"] = "",
            },
            properties);
    }

    private sealed class Commanding : NukeBuild
    {
        public Target Azure => _ => _.Executes(() =>
        {
            AzurePipelines.Instance!.SetVariable("digest", "sha256:1;]", isOutput: true);
            AzurePipelines.Instance.SetVariable("key", "hush-hush", isSecret: true);
            Log.Information("key hush-hush");
            AzurePipelines.Instance.PublishTestResults("Tests", AzurePipelinesTestResultsType.XUnit, ["a.xml", "b.xml"], mergeResults: true);
        });

        public Target GitHub => _ => _.Executes(() => GitHubActions.Instance!.WriteCommand("notice", "two\nlines", x =>
        {
            x["title"] = "a,b";
            return x;
        }));

        public Target City => _ => _.Executes(() =>
        {
            TeamCity.Instance!.SetBuildNumber("1.0|7");
            TeamCity.Instance.AddStatisticValue("tests", "42");
        });
    }

    [Fact]
    public async Task ABuildCommandsItsServerThroughTheHost()
    {
        var azure = (await With("TF_BUILD=True").RunAsync<Commanding>("Azure")).Output;
        Assert.Contains("\n##vso[task.setvariable variable=digest;isoutput=True]sha256:1%3B%5D\n", azure, StringComparison.Ordinal);
        Assert.Contains("\n##vso[task.setvariable variable=key;issecret=True]hush-hush\n", azure, StringComparison.Ordinal);
        Assert.Contains("\n  key ***\n", azure, StringComparison.Ordinal);
        Assert.Contains("\n##vso[results.publish type=XUnit;resultFiles=a.xml,b.xml;mergeResults=True;runTitle='Tests']\n", azure, StringComparison.Ordinal);

        var github = (await With("GITHUB_ACTIONS=true").RunAsync<Commanding>("GitHub")).Output;
        Assert.Contains("\n::notice title=a%2Cb::two%0Alines\n", github, StringComparison.Ordinal);

        var city = (await With("TEAMCITY_VERSION=2025.07").RunAsync<Commanding>("City")).Output;
        Assert.Contains("\n##teamcity[buildNumber '1.0||7']\n##teamcity[buildStatisticValue key='tests' value='42']\n", city, StringComparison.Ordinal);
    }
}
