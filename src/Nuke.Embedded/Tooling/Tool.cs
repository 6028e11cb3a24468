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
    public static Tool GetTool(string toolPath) =>
        (arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, exitHandler) =>
        {
            using var process = ProcessTasks.StartProcess(
                toolPath, arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger);
            process.AssertWaitForExit();
            if (exitHandler is null) process.AssertZeroExitCode();
            else exitHandler(process);
            return process.Output;
        };

    /// <exception cref="FileNotFoundException">No folder of PATH has it.</exception>
    public static Tool GetPathTool(string name) => GetTool(ToolPathResolver.GetPathExecutable(name));
}
