namespace Nuke.Common.Tooling;

/// <summary>Runs a tool to its end.</summary>
/// <returns>The lines it wrote.</returns>
/// <exception cref="ProcessException">The exit code is not 0 (unless <paramref name="exitHandler"/> judges otherwise).</exception>
public delegate IReadOnlyCollection<Output> Tool(
    ArgumentStringHandler arguments,
    string? workingDirectory = null,
    IReadOnlyDictionary<string, string>? environmentVariables = null,
    int? timeout = null,
    bool? logOutput = null,
    bool? logInvocation = null,
    Action<OutputType, string>? logger = null,
    Action<IProcess>? exitHandler = null);

public static class ToolResolver
{
    /// <exception cref="ArgumentException">There is no such file.</exception>
    public static Tool GetTool(string toolPath)
    {
        Assert.FileExists(toolPath);
        return (arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, exitHandler) =>
            ToolRuns.Run(
                toolPath, arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, exitHandler is null ? null : process =>
                {
                    exitHandler(process);
                    return null;
                });
    }

    /// <exception cref="FileNotFoundException">No folder of PATH has it.</exception>
    public static Tool GetPathTool(string name) => GetTool(ToolPathResolver.GetPathExecutable(name));

    /// <returns>The tool that the environment variable <c>NAME_EXE</c> names; null if it is not set.</returns>
    public static Tool? TryGetEnvironmentTool(string name) =>
        ToolPathResolver.TryGetEnvironmentExecutable($"{name.ToUpperInvariant()}_EXE") is { } path ? GetTool(path) : null;

    /// <exception cref="FileNotFoundException">No folder of PATH has it.</exception>
    public static Tool GetEnvironmentOrPathTool(string name) => TryGetEnvironmentTool(name) ?? GetPathTool(name);
}
