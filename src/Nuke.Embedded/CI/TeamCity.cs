using System.Globalization;

namespace Nuke.Common.CI.TeamCity;

/// <summary>
/// TeamCity, by its environment variables and the files of properties that these lead to (jetbrains.com/help/teamcity, "Predefined build parameters"),
/// and by service messages ("Service messages").
/// </summary>
public sealed partial class TeamCity : Host, IBuildServer
{
    private readonly Lazy<IReadOnlyDictionary<string, string>> _system;
    private readonly Lazy<IReadOnlyDictionary<string, string>> _configuration;
    private readonly Lazy<IReadOnlyDictionary<string, string>> _runner;
    private readonly Lazy<IReadOnlyCollection<string>> _recentlyFailed;

    internal TeamCity(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
        _system = new(() => JavaProperties.Read(Get("TEAMCITY_BUILD_PROPERTIES_FILE")));
        _configuration = new(() => JavaProperties.Read(OfSystem("teamcity.configuration.properties.file")));
        _runner = new(() => JavaProperties.Read(OfSystem("teamcity.runner.properties.file")));
        _recentlyFailed = new(() => OfSystem("teamcity.tests.recentlyFailedTests.file") is { Length: > 0 } file && File.Exists(file) ? File.ReadAllLines(file) : []);
    }

    /// <summary>null when the build runs elsewhere.</summary>
    public static new TeamCity? Instance => Host.Instance as TeamCity;

    public IReadOnlyDictionary<string, string> ConfigurationProperties => _configuration.Value;
    public IReadOnlyDictionary<string, string> SystemProperties => _system.Value;
    public IReadOnlyDictionary<string, string> RunnerProperties => _runner.Value;
    public IReadOnlyCollection<string> RecentlyFailedTests => _recentlyFailed.Value;

    public string BuildConfiguration => OfSystem("teamcity.buildConfName");
    public string BuildTypeId => OfSystem("teamcity.buildType.id");
    public string BuildNumber => Get("BUILD_NUMBER");
    public string BuildVcsNumber => OfSystem("build.vcs.number") is { Length: > 0 } commit ? commit : Get("BUILD_VCS_NUMBER");
    public string Version => Get("TEAMCITY_VERSION");
    public string ProjectName => OfSystem("teamcity.projectName") is { Length: > 0 } name ? name : Get("TEAMCITY_PROJECT_NAME");
    public string ServerUrl => OfConfiguration("teamcity.serverUrl");
    public string AuthUserId => OfSystem("teamcity.auth.userId");
    public string AuthPassword => OfSystem("teamcity.auth.password");
    public string ProjectId => OfConfiguration("teamcity.project.id");
    public long BuildId => long.TryParse(OfConfiguration("teamcity.build.id"), CultureInfo.InvariantCulture, out var id) ? id : 0;
    public bool IsBuildPersonal => OfSystem("build.is.personal") == "true";
    public bool IsPullRequest => PullRequestNumber is not null;

    /// <summary>Null unless a pull request is built.</summary>
    public long? PullRequestNumber => long.TryParse(OfConfiguration("teamcity.pullRequest.number"), CultureInfo.InvariantCulture, out var number) ? number : null;

    public string? PullRequestSourceBranch => ConfigurationProperties.GetValueOrDefault("teamcity.pullRequest.source.branch");
    public string? PullRequestTargetBranch => ConfigurationProperties.GetValueOrDefault("teamcity.pullRequest.target.branch");
    public string? PullRequestTitle => ConfigurationProperties.GetValueOrDefault("teamcity.pullRequest.title");

    /// <summary>Empty where the server gives none: it does so for a build with one root of version control.</summary>
    public string BranchName => OfConfiguration("teamcity.build.branch");

    string? IBuildServer.Branch => NullIfEmpty(BranchName);
    string? IBuildServer.Commit => NullIfEmpty(BuildVcsNumber);

    internal override IEnumerable<string> Secrets => AuthPassword is { Length: > 0 } password ? [password] : [];

    private string OfSystem(string property) => SystemProperties.GetValueOrDefault(property) ?? "";

    private string OfConfiguration(string property) => ConfigurationProperties.GetValueOrDefault(property) ?? "";
}
