using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>The .NET command line.</summary>
public static partial class DotNetTasks
{
    private const string MSBuildSyntax = "%$@';?*";

    /// <summary>The executable in <c>DOTNET_EXE</c>, else the one that runs this build, else the one in PATH.</summary>
    public static string DotNetPath => ToolPathResolver.DotNetPath;

    /// <summary>Runs <c>dotnet</c> to its end: <c>DotNet($"build {Solution} -c Release")</c>.</summary>
    /// <param name="arguments">The command line after <c>dotnet</c>.</param>
    /// <param name="workingDirectory">The build's working directory if null.</param>
    /// <param name="environmentVariables">The whole environment of the process; that of the build if null.</param>
    /// <param name="timeout">In milliseconds; the process is killed after it. None if null.</param>
    /// <param name="logOutput">true: shown as it comes; false: not logged; null: logged at debug level, shown in full when the process fails.</param>
    /// <param name="logInvocation">Whether the command line is logged. Default true.</param>
    /// <param name="logger">Takes the lines in place of the log.</param>
    /// <param name="exitHandler">Judges the exit in place of "0 is good".</param>
    /// <returns>The lines written.</returns>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DotNet(
        ArgumentStringHandler arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string>? logger = null,
        Func<IProcess, object?>? exitHandler = null) =>
        ToolRuns.Run(DotNetPath, arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, exitHandler);

    /// <summary>Escapes what MSBuild would read as syntax in the value of a property: <c>% $ @ ' ; ? *</c>.</summary>
    public static string EscapeMSBuild(string str) =>
        string.Concat(str.Select(c => MSBuildSyntax.Contains(c) ? $"%{(int)c:X2}" : c.ToString()));
}
