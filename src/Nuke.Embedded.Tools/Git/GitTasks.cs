using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.Git;

/// <summary>The Git command line.</summary>
public static class GitTasks
{
    /// <summary>The executable in <c>GIT_EXE</c>, else the one in PATH.</summary>
    public static string GitPath => ToolPathResolver.TryGetEnvironmentExecutable("GIT_EXE") ?? ToolPathResolver.GetPathExecutable("git");

    /// <summary>Runs <c>git</c> to its end: <c>Git($"tag {version}")</c>.</summary>
    /// <inheritdoc cref="DotNet.DotNetTasks.DotNet(ArgumentStringHandler, string?, IReadOnlyDictionary{string, string}?, int?, bool?, bool?, Action{OutputType, string}?, Func{IProcess, object?}?)"/>
    public static IReadOnlyCollection<Output> Git(
        ArgumentStringHandler arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string>? logger = null,
        Func<IProcess, object?>? exitHandler = null) =>
        ToolRuns.Run(GitPath, arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, exitHandler);

    /// <summary>Whether no branch is checked out.</summary>
    public static bool GitIsDetached(string? workingDirectory = null) => Ask($"branch --show-current", workingDirectory).Count == 0;

    /// <summary>Whether nothing is changed, and no file is untracked.</summary>
    public static bool GitHasCleanWorkingCopy(string? workingDirectory = null) => Ask($"status --short", workingDirectory).Count == 0;

    /// <returns>The branch; <c>HEAD</c> if none is checked out.</returns>
    public static string GitCurrentBranch(string? workingDirectory = null) => Ask($"rev-parse --abbrev-ref HEAD", workingDirectory).First().Text;

    /// <returns>The full hash.</returns>
    public static string GitCurrentCommit(string? workingDirectory = null) => Ask($"rev-parse HEAD", workingDirectory).First().Text;

    private static IReadOnlyCollection<Output> Ask(ArgumentStringHandler arguments, string? workingDirectory) =>
        Git(arguments, workingDirectory, logOutput: false);
}
