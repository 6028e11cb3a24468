using Nuke.Common;
using Nuke.Common.CI;
using Serilog;

namespace Nuke.Embedded.Tests;

/// <summary>Every build server that NUKE knows, by the variables that its documentation names.</summary>
public sealed class Hosts : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        [Parameter] public readonly string Configuration = IsLocalBuild ? "Debug" : "Release";

        public Target Where => _ => _.Executes(() => Log.Information(
            "ran {Host} {Configuration} {Branch} {Commit}", Host.GetType().Name, Configuration, (Host as IBuildServer)?.Branch ?? "-", (Host as IBuildServer)?.Commit ?? "-"));

        public Target Noisy => _ => _.Executes(() => Log.Error("it's [bad]"));
    }

    public static TheoryData<string, string, string> Servers => new()
    {
        { "AppVeyor", "CI=true APPVEYOR=True APPVEYOR_REPO_BRANCH=main APPVEYOR_REPO_COMMIT=abc", "main abc" },
        { "AzurePipelines", "TF_BUILD=True BUILD_SOURCEBRANCH=refs/heads/main BUILD_SOURCEVERSION=abc", "refs/heads/main abc" },
        { "Bamboo", "bamboo_planKey=PROJ-PLAN bamboo_planRepository_branchName=main bamboo_planRepository_revision=abc", "main abc" },
        { "Bitbucket", "CI=true BITBUCKET_PIPELINE_UUID={1} BITBUCKET_BRANCH=main BITBUCKET_COMMIT=abc", "main abc" },
        { "Bitrise", "CI=true BITRISE_IO=true BITRISE_BUILD_URL=https://app.bitrise.io/build/1 BITRISE_GIT_BRANCH=main BITRISE_GIT_COMMIT=abc", "main abc" },
        { "GitHubActions", "CI=true GITHUB_ACTIONS=true GITHUB_REF=refs/heads/main GITHUB_SHA=abc", "refs/heads/main abc" },
        { "GitLab", "CI=true GITLAB_CI=true CI_COMMIT_REF_NAME=main CI_COMMIT_SHA=abc", "main abc" },
        { "Jenkins", "JENKINS_HOME=/var/jenkins_home GIT_BRANCH=origin/main GIT_COMMIT=abc", "origin/main abc" },
        { "SpaceAutomation", "JB_SPACE_PROJECT_KEY=KEY JB_SPACE_GIT_BRANCH=refs/heads/main JB_SPACE_GIT_REVISION=abc", "refs/heads/main abc" },
        { "TeamCity", "TEAMCITY_VERSION=2025.07 BUILD_VCS_NUMBER=abc", "- abc" },
        { "TravisCI", "CI=true TRAVIS=true TRAVIS_BRANCH=main TRAVIS_COMMIT=abc", "main abc" },
        { "UnknownBuildServer", "CI=true BUILDKITE=true", "- -" },
        { "UnknownBuildServer", "CI=1", "- -" },
    };

    private World With(string variables)
    {
        _world.Variables.Clear();
        foreach (var variable in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)) _world.Variables[variable.Split('=')[0]] = variable.Split('=', 2)[1];
        return _world;
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ABuildServerIsNoDevelopersMachine(string host, string variables, string sources)
    {
        Assert.Equal($"{host} Release {sources}", (await With(variables).RunAsync<Build>("Where")).Ran);
        Assert.Equal($"{host} Release {sources}", (await _world.RunAsync<Build>($"Where --host {host.ToLowerInvariant()}")).Ran);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CI=false")]
    [InlineData("CI=0")]
    public async Task WithoutABuildServerItIsATerminal(string variables) => Assert.Equal("Terminal Debug - -", (await With(variables).RunAsync<Build>("Where")).Ran);

    [Fact]
    public async Task AnEmptyVariableNamesNoServer()
    {
        With("").Variables["GITLAB_CI"] = "";
        Assert.Equal("Terminal Debug - -", (await _world.RunAsync<Build>("Where")).Ran);
    }

    [Fact]
    public async Task AServerIsNoTerminalEvenWhereItHasOne()
    {
        With("CI=true").IsTerminal = true;
        Assert.DoesNotContain('\u001b', (await _world.RunAsync<Build>("Where")).Output);
    }

    [Fact]
    public async Task GitLabGetsSections()
    {
        var output = (await With("GITLAB_CI=true").RunAsync<Build>("Where")).Output;
        Assert.Matches("\u001b\\[0Ksection_start:\\d{10}:([a-z0-9]+)\\[collapsed=false\\]\r\u001b\\[0KWhere\n", output);
        Assert.Matches("\u001b\\[0Ksection_end:\\d{10}:[a-z0-9]+\r\u001b\\[0K\n", output);
    }

    [Fact]
    public async Task TeamCityGetsServiceMessages()
    {
        var output = (await With("TEAMCITY_VERSION=2025.07").RunAsync<Build>("Noisy")).Output;
        Assert.Contains("##teamcity[blockOpened name='Noisy']\n", output, StringComparison.Ordinal);
        Assert.Contains("##teamcity[message text='it|'s |[bad|]' status='ERROR']\n", output, StringComparison.Ordinal);
        Assert.Contains("##teamcity[blockClosed name='Noisy']\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TravisGetsFolds()
    {
        var output = (await With("TRAVIS=true").RunAsync<Build>("Where")).Output;
        Assert.Contains("travis_fold:start:Where\n", output, StringComparison.Ordinal);
        Assert.Contains("travis_fold:end:Where\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheTokensOfAServerAreSecrets()
    {
        var world = With("GITLAB_CI=true CI_JOB_TOKEN=glcbt-hush CI_COMMIT_REF_NAME=of-glcbt-hush");
        Assert.Equal("GitLab Release of-*** -", (await world.RunAsync<Build>("Where")).Ran);
    }
}
