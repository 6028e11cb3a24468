using Nuke.Common.CI.AzurePipelines;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>Where the build runs: a terminal or a build server. Given by <c>--host</c>, else found from the environment.</summary>
public abstract class Host
{
    internal static IReadOnlyList<string> Names { get; } = [nameof(Terminal), nameof(GitHubActions), nameof(AzurePipelines)];

    /// <summary>The host of the current build; null outside of one.</summary>
    internal static Host? Instance => BuildSession.Current?.Host;

    internal static Host Detect(IReadOnlyDictionary<string, string> variables, string? name)
    {
        bool Is(string host, string variable) => name is null
            ? variables.GetValueOrDefault(variable) is { Length: > 0 }
            : name.Equals(host, StringComparison.OrdinalIgnoreCase);

        if (Is(nameof(GitHubActions), "GITHUB_ACTIONS")) return new GitHubActions(variables);
        if (Is(nameof(AzurePipelines), "TF_BUILD")) return new AzurePipelines(variables);
        return new Terminal();
    }

    /// <summary>A line that opens a foldable block in the server's log, or null where there is no such thing.</summary>
    internal virtual string? GroupStart(string title) => null;

    internal virtual string? GroupEnd => null;

    /// <summary>A line that makes the server show an error beside the run, or null.</summary>
    internal virtual string? ErrorAnnotation(string message) => null;
}
