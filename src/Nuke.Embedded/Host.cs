using Nuke.Common.CI.AzurePipelines;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;
using Nuke.Common.IO;

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
}
