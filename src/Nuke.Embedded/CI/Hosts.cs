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
using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>The hosts that the engine knows.</summary>
internal static class Hosts
{
    private static readonly Known[] s_known =
    [
        new(nameof(AppVeyor), "APPVEYOR", x => new AppVeyor(x)),
        new(nameof(AzurePipelines), "TF_BUILD", x => new AzurePipelines(x)),
        new(nameof(Bamboo), "bamboo_planKey", x => new Bamboo(x)),
        new(nameof(Bitbucket), "BITBUCKET_PIPELINE_UUID", x => new Bitbucket(x)),
        new(nameof(Bitrise), "BITRISE_BUILD_URL", x => new Bitrise(x)),
        new(nameof(GitHubActions), "GITHUB_ACTIONS", x => new GitHubActions(x)),
        new(nameof(GitLab), "GITLAB_CI", x => new GitLab(x)),
        new(nameof(Jenkins), "JENKINS_HOME", x => new Jenkins(x)),
        new(nameof(SpaceAutomation), "JB_SPACE_PROJECT_KEY", x => new SpaceAutomation(x)),
        new(nameof(TeamCity), "TEAMCITY_VERSION", x => new TeamCity(x)),
        new(nameof(TravisCI), "TRAVIS", x => new TravisCI(x)),

        // The last one: nearly all of the above set it, too.
        new(nameof(UnknownBuildServer), "CI", x => new UnknownBuildServer(x)),
        new(nameof(Terminal), null, _ => new Terminal()),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. s_known.Select(x => x.Name)];

    public static Host Detect(IReadOnlyDictionary<string, string> variables, string? name)
    {
        bool IsSet(string variable) => variables.GetValueOrDefault(variable) is { Length: > 0 } value && (variable != "CI" || value is not ("0" or "false" or "False"));
        var found = name is not null
            ? Array.Find(s_known, x => x.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            : Array.Find(s_known, x => x.Variable is null || IsSet(x.Variable));
        return found?.Create(variables) ?? new Terminal();
    }

    /// <param name="Name">Its type's.</param>
    /// <param name="Variable">Set where it is; null for everywhere.</param>
    /// <param name="Create">Makes it from the environment's variables.</param>
    private sealed record Known(string Name, string? Variable, Func<IReadOnlyDictionary<string, string>, Host> Create);
}
