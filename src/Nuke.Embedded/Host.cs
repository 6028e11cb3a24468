using System.Globalization;
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
using Nuke.Common.IO;

namespace Nuke.Common;

/// <summary>Where the build runs: a terminal or a build server. Given by <c>--host</c>, else found from the environment.</summary>
public abstract class Host
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

    private readonly IReadOnlyDictionary<string, string> _variables;

    private protected Host(IReadOnlyDictionary<string, string> variables) => _variables = variables;

    internal static IReadOnlyList<string> Names { get; } = [.. s_known.Select(x => x.Name)];

    /// <summary>The host of the current build; null outside of one.</summary>
    internal static Host? Instance => BuildSession.Current?.Host;

    /// <summary>Values of the server's own variables that no log may show.</summary>
    internal virtual IEnumerable<string> Secrets => SecretVariables.Select(Get).Where(x => x.Length > 0);

    private protected virtual IReadOnlyList<string> SecretVariables => [];

    private BuildSession? OwnSession => BuildSession.Current is { } session && session.Host == this ? session : null;

    internal static Host Detect(IReadOnlyDictionary<string, string> variables, string? name)
    {
        bool IsSet(string variable) => variables.GetValueOrDefault(variable) is { Length: > 0 } value && (variable != "CI" || value is not ("0" or "false" or "False"));
        var found = name is not null
            ? Array.Find(s_known, x => x.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            : Array.Find(s_known, x => x.Variable is null || IsSet(x.Variable));
        return found?.Create(variables) ?? new Terminal();
    }

    /// <summary>A line that opens a foldable block in the server's log, or null where there is no such thing.</summary>
    internal virtual string? GroupStart(string title) => null;

    /// <summary>The line that ends it, or null.</summary>
    internal virtual string? GroupEnd(string title) => null;

    /// <summary>A line that makes the server show an error or a warning beside the run, and beside the source where that is known; or null.</summary>
    internal virtual string? Annotation(bool isError, string message) => null;

    /// <summary>A line that makes the server mask a secret, which is one line, in its own log; or null.</summary>
    internal virtual string? MaskCommand(string secret) => null;

    /// <summary>Shows Markdown on the run's page.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="folder">Where files may be left for the server.</param>
    /// <returns>A line that the server reads, or null.</returns>
    /// <exception cref="IOException">The server's file cannot be written.</exception>
    internal virtual string? Summarize(string markdown, AbsolutePath folder) => null;

    /// <summary>Hands a value to the jobs and steps that follow.</summary>
    /// <returns>A line that the server reads, or null.</returns>
    /// <exception cref="IOException">The server's file cannot be written.</exception>
    internal virtual string? SetOutput(string name, string value) => null;

    /// <summary>Prints a line that the server obeys.</summary>
    private protected void Send(string command)
    {
        if (OwnSession is { } session) session.Output.WriteCommand(command);
        else Console.WriteLine(command);
    }

    /// <summary>Prints a line with a secret, which the server obeys and does not show. The secret is masked from now on.</summary>
    private protected void SendSecret(string command, string secret)
    {
        if (OwnSession is not { } session)
        {
            Console.WriteLine(command);
            return;
        }

        session.Output.Secrets.Add(secret);
        session.Output.WriteUnmasked(command);
    }

    /// <returns>Empty if there is no such variable.</returns>
    private protected string Get(string variable) => _variables.GetValueOrDefault(variable) ?? "";

    /// <returns>null if there is no such variable, or it is empty.</returns>
    private protected string? GetIfAny(string variable) => NullIfEmpty(Get(variable));

    private protected static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <returns>0 if there is no such number.</returns>
    private protected long GetNumber(string variable) => GetNumberIfAny(variable) ?? 0;

    private protected long? GetNumberIfAny(string variable) =>
        long.TryParse(Get(variable), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private protected bool GetFlag(string variable) => bool.TryParse(Get(variable), out var flag) && flag;

    /// <param name="Name">Its type's.</param>
    /// <param name="Variable">Set where it is; null for everywhere.</param>
    /// <param name="Create">Makes it from the environment's variables.</param>
    private sealed record Known(string Name, string? Variable, Func<IReadOnlyDictionary<string, string>, Host> Create);
}
